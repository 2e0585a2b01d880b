import { styleText } from "node:util";
import { noteMarked, showStatus } from "./output.ts";
import { widthOf } from "./streams.ts";

export interface Progress {
  /** Says what is going on; replaces what it said before. */
  say(text: string): void;
  done(text: string): void;
  failed(text: string): void;
}

/** A line that changes more often cannot be read. */
const BETWEEN_MS = 100;
/** On fewer columns nothing can be said in one line. */
const FEWEST_COLUMNS = 20;

/**
 * Progress on standard error. Only a terminal that can go back in its line is told what is going on; all others get the ends,
 * a line each. There is no timer and no question to the terminal in it, so that it cannot hold up the job.
 */
export function createProgress(): Progress {
  const { stderr } = process;
  const mark = (sign: string, colour: "green" | "red") => styleText(colour, sign, { stream: stderr });
  let saidAt = Number.NEGATIVE_INFINITY;
  return {
    say: (text) => {
      const columns = statusColumns();
      if (columns === undefined || performance.now() - saidAt < BETWEEN_MS) return;
      saidAt = performance.now();
      showStatus(text, columns);
    },
    done: (text) => noteMarked(mark("✔", "green"), text),
    failed: (text) => noteMarked(mark("✖", "red"), text),
  };
}

/** Columns for a line that is replaced; undefined where it cannot be. */
function statusColumns(): number | undefined {
  const columns = widthOf(process.stderr);
  const { TERM = "", CI = "" } = process.env;
  const goesBack = TERM !== "" && TERM !== "dumb" && CI === "";
  return goesBack && columns !== undefined && columns >= FEWEST_COLUMNS ? columns : undefined;
}
