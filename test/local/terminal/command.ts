import { execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { text } from "node:stream/consumers";
import { type BundledCommand, bundledCommand } from "./bundled-command.ts";

/** A stack names its frames so. */
export const STACK = /^\s+at .+:\d+/m;

export interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

type Environment = Readonly<Record<string, string | undefined>>;

/** The runner's environment without what says how a terminal or npm is. */
const bare = (bundled: BundledCommand, more: Environment): NodeJS.ProcessEnv => {
  const { CI, TERM, NO_COLOR, FORCE_COLOR, COLORTERM, npm_lifecycle_event, ...env } = process.env;
  return { ...env, ...bundled.env, ...more };
};

/** `npm run reports -- …args`, in a process of its own, its streams piped. */
export async function command(args: readonly string[], env: Environment = {}): Promise<Ended> {
  const main = await bundledCommand();
  const child = spawn(process.execPath, [main.file, ...args], {
    env: bare(main, env),
    stdio: ["ignore", "pipe", "pipe"],
  });
  const [stdout, stderr, [code]] = await Promise.all([text(child.stdout), text(child.stderr), once(child, "close")]);
  return { code, stdout, stderr };
}

/** The same at the end of a line of the shell, such as `… | head -1`, in bash. @param line with `REPORTS` for the command */
export async function shell(line: string, env: Environment = {}): Promise<Ended> {
  const main = await bundledCommand();
  const script = `set -o pipefail; REPORTS() { '${process.execPath}' '${main.file}' "$@"; }; ${line}`;
  const child = spawn("bash", ["-c", script], { env: bare(main, env), stdio: ["ignore", "pipe", "pipe"] });
  const [stdout, stderr, [code]] = await Promise.all([text(child.stdout), text(child.stderr), once(child, "close")]);
  return { code, stdout, stderr };
}

/** Why pseudo-terminals cannot be had here; undefined when they can. */
export function missingTerminal(): string | undefined {
  try {
    execFileSync("script", ["-qec", "true", "/dev/null"], { stdio: "ignore" });
    return undefined;
  } catch {
    return "there is no `script` of util-linux";
  }
}

/** The same within a pseudo-terminal. @returns both streams in one, as the terminal would show them */
export async function atTerminal(columns: number, args: readonly string[], env: Environment = {}): Promise<Ended> {
  const main = await bundledCommand();
  const words = args.map((arg) => `'${arg.replaceAll("'", `'\\''`)}'`).join(" ");
  const line = `stty cols ${columns}; '${process.execPath}' '${main.file}' ${words}`;
  const child = spawn("script", ["-qec", line, "/dev/null"], {
    env: bare(main, { SHELL: "/bin/sh", TERM: "xterm", ...env }),
    stdio: ["ignore", "pipe", "pipe"],
  });
  const [stdout, stderr, [code]] = await Promise.all([text(child.stdout), text(child.stderr), once(child, "close")]);
  return { code, stdout, stderr };
}
