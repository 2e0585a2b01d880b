import { readFileSync } from "node:fs";
import { join } from "node:path";
import { ReportsError } from "../platform/errors.ts";
import { readJsonFile } from "../platform/json-file.ts";
import { type Environment, readRequired, TASK_ROOT } from "./environment.ts";
import { fieldsOf } from "./problem.ts";
import type { Settings } from "./schema.ts";
import { parseCheckedSettings } from "./settings.ts";
import { asWritten } from "./spread.ts";

/** Lies beside the handler in its bundle: all settings but the enterprises', and their names. */
export const SETTINGS_FILE = "settings.json";
const fileOf = (enterprise: string): string => `settings/${enterprise}.json`;

/**
 * The files of a bundle's settings, by their paths: one that all functions read, and a small one for each enterprise, so that what a
 * function reads at its start does not grow with their number.
 */
export function settingsFiles(settings: Settings): ReadonlyMap<string, string> {
  const { enterprises, ...common } = asWritten(settings);
  const text = (of: object): string => `${JSON.stringify(of, null, 1)}\n`;
  return new Map([
    [SETTINGS_FILE, text({ ...common, enterprises: Object.keys(enterprises) })],
    ...Object.entries(enterprises).map(([name, of]) => [fileOf(name), text(of)] as const),
  ]);
}

/** The settings that a function was deployed with. */
export interface BundledSettings {
  /** Without any enterprise. */
  readonly common: Settings;
  /**
   * With one enterprise alone, or none when it is not known: two small files are read, once in a process.
   * @throws InvalidSettings
   */
  of(enterprise: string): Settings;
  /**
   * With all enterprises.
   * @throws InvalidSettings
   */
  all(): Settings;
}

/**
 * Reads a bundle's settings, checked again but for the skipped hours of ten years, which were looked for when the bundle was made.
 * @throws InvalidSettings
 */
export function readBundledSettings(env: Environment): BundledSettings {
  const { taskRoot } = readRequired(env, { taskRoot: TASK_ROOT });
  const fields = Object.fromEntries(fieldsOf(readJson(taskRoot, SETTINGS_FILE)));
  const names = (Array.isArray(fields["enterprises"]) ? fields["enterprises"] : []).map(String);
  const withEnterprises = (enterprises: Readonly<Record<string, unknown>>, file: string): Settings =>
    parseCheckedSettings({ ...fields, enterprises }, inBundle(file));
  const common = withEnterprises({}, SETTINGS_FILE);
  const known = new Map<string, Settings>();
  const read = (enterprise: string): unknown => readJson(taskRoot, fileOf(enterprise));
  return {
    common,
    of: (enterprise) => {
      // Only a name that stands in the settings becomes one of a file.
      if (!names.includes(enterprise)) return common;
      const settings = known.get(enterprise) ?? withEnterprises({ [enterprise]: read(enterprise) }, fileOf(enterprise));
      known.set(enterprise, settings);
      return settings;
    },
    all: () => withEnterprises(Object.fromEntries(names.map((name) => [name, read(name)])), "settings"),
  };
}

const inBundle = (file: string): string => `${file} in the bundle`;

function readJson(folder: string, file: string): unknown {
  try {
    const read = readJsonFile(readFileSync(join(folder, file)));
    if (!read.ok) throw new SyntaxError(read.problem);
    return read.value;
  } catch {
    throw new ReportsError("InvalidSettings", {
      what: "the file cannot be read as JSON",
      where: inBundle(file),
      remedy: "Deploy the stack again: it writes the file",
    });
  }
}
