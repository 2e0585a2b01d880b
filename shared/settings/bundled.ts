import { readFileSync } from "node:fs";
import { join } from "node:path";
import { ReportsError } from "../platform/errors.ts";
import { readJsonFile } from "../platform/json-file.ts";
import { type Environment, readRequired, TASK_ROOT } from "./environment.ts";
import type { Settings } from "./schema.ts";
import { parseCheckedSettings } from "./settings.ts";

/** Lies beside the handler in its bundle; written when the bundle is made. */
export const SETTINGS_FILE = "settings.json";

/**
 * The settings that this function was deployed with, checked again but for the skipped hours of ten years, which were looked for
 * when the bundle was made.
 * @throws InvalidSettings
 */
export function readBundledSettings(env: Environment): Settings {
  const { taskRoot } = readRequired(env, { taskRoot: TASK_ROOT });
  return parseCheckedSettings(readJson(join(taskRoot, SETTINGS_FILE)), `${SETTINGS_FILE} in the bundle`);
}

function readJson(path: string): unknown {
  try {
    const read = readJsonFile(readFileSync(path));
    if (!read.ok) throw new SyntaxError(read.problem);
    return read.value;
  } catch {
    throw new ReportsError("InvalidSettings", {
      what: "the file cannot be read as JSON",
      where: `${SETTINGS_FILE} in the bundle`,
      remedy: "Deploy the stack again: it writes the file",
    });
  }
}
