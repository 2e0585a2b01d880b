import type { Log } from "../../shared/platform/log.ts";

/**
 * JSON lines on standard error, each passed through `redact`; silent unless `verbose`, for what matters is told by the
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
