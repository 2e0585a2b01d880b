import ora from "ora";
import type { Log } from "../../shared/platform/log.ts";

/** Results go to standard output, one line of JSON each; everything else to standard error. */
export function printResult(result: unknown): void {
  process.stdout.write(`${JSON.stringify(result)}\n`);
}

export function note(text: string): void {
  process.stderr.write(`${text}\n`);
}

/**
 * JSON lines on standard error, each passed through `redact`; silent unless `verbose`, for what matters is printed by the
 * command itself.
 */
export function createStderrLog(verbose: boolean, redact: (line: string) => string): Log {
  const write =
    (level: "info" | "warn" | "error"): Log["info"] =>
    (event, fields) => {
      if (!verbose) return;
      process.stderr.write(`${redact(JSON.stringify({ level, event, ...fields }))}\n`);
    };
  return { info: write("info"), warn: write("warn"), error: write("error") };
}

export interface Progress {
  /** Says what is going on; replaces what it said before. */
  say(text: string): void;
  done(text: string): void;
  failed(text: string): void;
}

/** A spinner on standard error when that is a terminal; otherwise only the ends, a line each. */
export function createProgress(): Progress {
  const spinner = ora({ stream: process.stderr });
  const interactive = process.stderr.isTTY === true;
  return {
    say: (text) => {
      if (interactive) spinner.start(text);
    },
    done: (text) => {
      spinner.succeed(text);
    },
    failed: (text) => {
      spinner.fail(text);
    },
  };
}
