import type { Log } from "../../shared/platform/log.ts";
import { printableJson, printableLine, printableLines } from "../../shared/platform/printable.ts";
import { lossOf, takesMore, widthOf, write } from "./streams.ts";

// The one door to the terminal: whatever others wrote (names, error texts, arguments) passes it without its control sequences.

/** Results go to standard output, one line of JSON each; everything else to standard error. */
export function printResult(result: unknown): void {
  write(process.stdout, `${printableJson(result)}\n`);
}

/** Text for people on standard output, as it is but for what could steer a terminal. */
export function printText(text: string): void {
  write(process.stdout, printableLines(text));
}

/**
 * Data for programs on standard output. A file or a pipe gets every character; a terminal only what cannot steer it.
 * @returns whether anybody still reads
 */
export async function printData(text: string): Promise<boolean> {
  write(process.stdout, process.stdout.isTTY === true ? printableLines(text) : text);
  return await takesMore(process.stdout);
}

/** A line on standard error. */
export function note(text: string): void {
  writeBeside(`${printableLines(text)}\n`);
}

/** @returns what of the results was lost, in words; undefined when nothing was */
export const lostResults = (): Promise<string | undefined> => lossOf(process.stdout);

/** Columns for text on standard output. @returns undefined: as many as it takes */
export const outputWidth = (): number | undefined => widthOf(process.stdout);

/**
 * JSON lines on standard error, each passed through `redact`; silent unless `verbose`, for what matters is printed by the
 * command itself.
 */
export function createStderrLog(verbose: boolean, redact: (line: string) => string): Log {
  const log =
    (level: "info" | "warn" | "error"): Log["info"] =>
    (event, fields) => {
      if (verbose) writeBeside(`${redact(printableJson({ level, event, ...fields }))}\n`);
    };
  return { info: log("info"), warn: log("warn"), error: log("error") };
}

const CLEARED = "\r\u001b[2K";
let hasStatus = false;

/** Shows one line on the terminal of standard error until the next line of whatever kind. @param columns of the terminal */
export function showStatus(text: string, columns: number): void {
  // The last column stays free: some terminals go to the next line with it, and then only that is cleared.
  write(process.stderr, `${CLEARED}${printableLine(text).slice(0, columns - 1)}`);
  hasStatus = true;
}

function writeBeside(text: string): void {
  write(process.stderr, hasStatus ? `${CLEARED}${text}` : text);
  hasStatus = false;
}

/** As `note`, behind a mark. @param mark text of ours, which may hold colours */
export function noteMarked(mark: string, text: string): void {
  writeBeside(`${mark} ${printableLine(text)}\n`);
}
