import { existsSync, readFileSync } from "node:fs";
import { resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { ReportsError } from "../platform/errors.ts";
import { type TextProblem, textOfFile } from "../platform/text-file.ts";
import type { Environment } from "./environment.ts";
import type { Settings } from "./schema.ts";
import { parseSettings } from "./settings.ts";

/** Names the file with the settings, where no option does. */
export const SETTINGS_VARIABLE = "REPORTS_SETTINGS";
/** In the project's folder, not under version control: an upgrade never meets what a user wrote. */
const DEFAULT_FILE = "settings.json";
const EXAMPLE_FILE = fileURLToPath(new URL("../../docs/settings.example.json", import.meta.url));

/**
 * The file with a deployment's settings: the one that an option names, else the variable's, else `settings.json` in this folder.
 * @param named by `--settings`, or for CDK by `-c settings=FILE`
 */
export const settingsPath = (named: string | undefined, env: Environment): string =>
  resolve(named ?? given(env[SETTINGS_VARIABLE]) ?? DEFAULT_FILE);

/** The same, but the example's where nothing is named and nothing is there: enough to try things out by. */
export function settingsPathOrExample(named: string | undefined, env: Environment): string {
  const path = settingsPath(named, env);
  return named === undefined && given(env[SETTINGS_VARIABLE]) === undefined && !existsSync(path) ? EXAMPLE_FILE : path;
}

const given = (value: string | undefined): string | undefined => (value === "" ? undefined : value);

/** @throws InvalidSettings with every problem */
export const readSettingsFile = (path: string): Settings => parseSettings(readJson(path), path);

const PROBLEMS: Readonly<Record<TextProblem, string>> = {
  "no-file": "there is no such file",
  unreadable: "the file cannot be read",
  "byte-order-mark": "the file begins with a byte order mark",
  "not-utf-8": "the file is not in UTF-8",
};

function readJson(path: string): unknown {
  const text = textOfFile(() => readFileSync(path));
  if ("problem" in text) {
    const remedy =
      text.problem === "no-file" || text.problem === "unreadable"
        ? `Copy docs/settings.example.json to ${DEFAULT_FILE} and fill it in, or name a file with --settings`
        : "Save it as UTF-8 without a mark";
    throw new ReportsError("InvalidSettings", { what: PROBLEMS[text.problem], where: path, remedy });
  }
  try {
    return JSON.parse(text.text);
  } catch {
    throw new ReportsError("InvalidSettings", { what: "the file is not JSON", where: path, remedy: "Correct it" });
  }
}
