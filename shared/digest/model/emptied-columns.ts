import type { DatasetInput } from "../input/digest-input.ts";

/** Fewer rows can be empty in a column by chance. */
const FEWEST_ROWS = 5;
/** A column that so many rows of the older snapshot fill does not lose them all in a day of work. */
const USUALLY_FILLED = 0.5;

/**
 * Columns that no row of the newest snapshot fills although most rows of the one before did: the API no longer sends the field, or
 * by another name. Judged by the rows alone, so that it holds for whatever snapshot is read. In the order of the rows' columns.
 */
export function emptiedColumns({ newest, base }: Pick<DatasetInput<unknown, unknown>, "newest" | "base">): string[] {
  const [now, before] = [newest, base].map((snapshot) => (snapshot?.rows ?? []) as readonly Record<string, unknown>[]);
  if (now === undefined || before === undefined || now.length < FEWEST_ROWS || before.length < FEWEST_ROWS) return [];
  const filled = (rows: readonly Record<string, unknown>[], column: string): number =>
    rows.filter((row) => row[column] !== null && row[column] !== undefined).length;
  return Object.keys(before[0] ?? {}).filter(
    (column) => filled(before, column) > before.length * USUALLY_FILLED && filled(now, column) === 0,
  );
}
