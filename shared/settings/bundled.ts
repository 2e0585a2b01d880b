import { readFileSync } from "node:fs";
import { join } from "node:path";
import { ReportsError } from "../platform/errors.ts";
import { type Environment, readRequired, TASK_ROOT } from "./environment.ts";
import { checkFields } from "./fields.ts";
import type { Settings } from "./schema.ts";

/** Lies beside the handler in its bundle; written when the bundle is made. */
export const SETTINGS_FILE = "settings.json";

/**
 * The settings that this function was deployed with. The rules between fields were checked when the bundle was made; they
 * look ten years ahead in each zone, which would be seconds of every cold start with a hundred enterprises.
 * @throws InvalidSettings
 */
export function readBundledSettings(env: Environment): Settings {
  const { taskRoot } = readRequired(env, { taskRoot: TASK_ROOT });
  return checkFields(readJson(join(taskRoot, SETTINGS_FILE)), `${SETTINGS_FILE} in the bundle`);
}

function readJson(path: string): unknown {
  try {
    return JSON.parse(readFileSync(path, "utf8"));
  } catch {
    throw new ReportsError("InvalidSettings", {
      what: "the file cannot be read as JSON",
      where: `${SETTINGS_FILE} in the bundle`,
      remedy: "Deploy the stack again: it writes the file",
    });
  }
}
