import { existsSync, readFileSync } from "node:fs";
import { resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { ReportsError } from "../platform/errors.ts";
import { readJsonFile } from "../platform/json-file.ts";
import { linesOfJson } from "../platform/json-lines.ts";
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

/** Whether there are no settings but the example's. */
export const isExample = (named: string | undefined, env: Environment): boolean =>
  settingsPathOrExample(named, env) === EXAMPLE_FILE;

const given = (value: string | undefined): string | undefined => (value === "" ? undefined : value);

/** @throws InvalidSettings with every problem and its line */
export function readSettingsFile(path: string): Settings {
  const { value, text } = readJson(path);
  return parseSettings(value, path, linesOfJson(text));
}

function readJson(path: string): { readonly value: unknown; readonly text: string } {
  let bytes: Uint8Array;
  try {
    bytes = readFileSync(path);
  } catch (error) {
    const isMissing = error instanceof Error && "code" in error && error.code === "ENOENT";
    const what = isMissing ? "there is no such file" : "the file cannot be read";
    const isNamed = path !== resolve(DEFAULT_FILE);
    const remedy = isNamed
      ? `Check the path, which --settings or ${SETTINGS_VARIABLE} gives`
      : `Copy docs/settings.example.json to ${DEFAULT_FILE} and fill it in, or name a file with --settings`;
    throw new ReportsError("InvalidSettings", { what, where: path, remedy });
  }
  const read = readJsonFile(bytes);
  if (read.ok) return read;
  throw new ReportsError("InvalidSettings", { what: read.problem, where: path, remedy: "Correct it there" });
}
