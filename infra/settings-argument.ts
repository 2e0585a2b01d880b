import { ReportsError } from "../shared/platform/errors.ts";
import type { Environment } from "../shared/settings/environment.ts";

export interface SettingsArgument {
  /** Undefined when none is named. */
  readonly settings: string | undefined;
  /** What is left for the CDK CLI. */
  readonly others: readonly string[];
}

/**
 * Takes the name of the settings' file out of a command's arguments: `--settings FILE`, or else CDK's own `-c settings=FILE`.
 * @throws WrongUsage when it is named twice, has no value, or was taken by npm, which drops what it does not know
 */
export function settingsArgument(args: readonly string[], env: Environment): SettingsArgument {
  if (env["npm_config_settings"] !== undefined)
    throw wrong("npm took --settings for itself", "Write -- before it: npm run deploy -- --settings FILE");
  const [options, others] = taken(args, /^--settings(?:=(.*))?$/s, (value) => value);
  const [contexts, rest] = taken(
    others,
    /^(?:-c|--context)(?:=(.*))?$/s,
    (value) => /^settings=(.*)$/s.exec(value ?? "")?.[1],
  );
  const named = options.length > 0 ? options : contexts;
  if (named.length > 1) throw wrong("--settings is there twice", "Name one file");
  if (named.includes("")) throw wrong("--settings names no file", "Write --settings FILE");
  return { settings: named[0], others: rest };
}

/** Values of an option, in the form `--option value` or `--option=value`, and everything else. @param readValue undefined leaves the option where it is */
function taken(
  args: readonly string[],
  option: RegExp,
  readValue: (value: string | undefined) => string | undefined,
): readonly [readonly string[], readonly string[]] {
  const [values, others]: [string[], string[]] = [[], []];
  for (let at = 0; at < args.length; at++) {
    const match = option.exec(args[at] ?? "");
    const width = match !== null && match[1] === undefined ? 2 : 1;
    const value = match === null ? undefined : readValue(match[1] ?? args[at + 1] ?? "");
    if (value === undefined) others.push(...args.slice(at, at + width));
    else values.push(value);
    at += width - 1;
  }
  return [values, others];
}

const wrong = (what: string, remedy: string): ReportsError =>
  new ReportsError("WrongUsage", { what, where: "the command line", remedy });
