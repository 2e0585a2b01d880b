import type { Columns } from "../../catalog/column.ts";
import type { DatasetInput } from "../input/digest-input.ts";

/** Fewer rows can be empty in a column by chance. */
const FEWEST_ROWS = 5;
/** A column that so many of the older rows fill does not lose them all in a day of work. */
const USUALLY_FILLED = 0.5;

type Cells = Readonly<Record<string, unknown>>;

/**
 * Columns that no row of the newest snapshot fills although most of the same entities filled them before: the API no longer sends
 * the field, or by another name. Not those that are rightly empty: what the catalog says clears in the ordinary course, and what
 * only entities had that are gone. Judged by the rows alone, so that it holds for whatever snapshot is read. In the order of the
 * rows' columns.
 */
export function emptiedColumns(
  { newest, base }: Pick<DatasetInput<unknown, unknown>, "newest" | "base">,
  columns: Columns,
): string[] {
  const [now, then] = [newest, base].map((snapshot) => (snapshot?.rows ?? []) as readonly Cells[]);
  if (now === undefined || then === undefined) return [];
  const living = new Set(now.map(({ id }) => id));
  const before = then.filter(({ id }) => living.has(id));
  if (before.length < FEWEST_ROWS) return [];
  const filled = (rows: readonly Cells[], name: string): number =>
    rows.filter((row) => row[name] !== null && row[name] !== undefined).length;
  const clears = (name: string): boolean => columns[name]?.clears === true;
  return Object.keys(before[0] ?? {}).filter(
    (name) => !clears(name) && filled(before, name) > before.length * USUALLY_FILLED && filled(now, name) === 0,
  );
}
