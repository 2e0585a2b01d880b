import type { Log } from "../../shared/platform/log.ts";

const LEVELS = ["info", "warn", "error"] as const;
type Level = (typeof LEVELS)[number];

/** JSON lines on standard error, from `least` upwards, each passed through `redact`. */
export function createStderrLog(least: Level, redact: (line: string) => string): Log {
  const write =
    (level: Level): Log["info"] =>
    (event, fields) => {
      if (LEVELS.indexOf(level) < LEVELS.indexOf(least)) return;
      process.stderr.write(`${redact(JSON.stringify({ level, event, ...fields }))}\n`);
    };
  return { info: write("info"), warn: write("warn"), error: write("error") };
}
