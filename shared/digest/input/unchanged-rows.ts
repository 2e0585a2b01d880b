import type { Row } from "../../catalog/column.ts";
import type { StoredTable } from "../../parquet/file.ts";

interface Known {
  readonly table: StoredTable;
  readonly rows: readonly Row[];
}

/**
 * Most campaigns of an account are over and never change again: their row of one day then stands for all days, so that weeks of
 * a large account fit in a small function's memory. Unchanged ones are found by their columns, before a row is made. Give it
 * the days in order; the columns are scalars, `id` among them.
 */
export function sharingRows(): (table: StoredTable) => Row[] {
  let before: Known | undefined;
  return (table) => {
    const places = before === undefined ? [] : placesOfUnchanged(table, before.table);
    const rows = Array.from({ length: table.length }, (_, at) => before?.rows[places[at] ?? -1] ?? table.row(at));
    before = { table, rows };
    return rows;
  };
}

/** For each row its place in the table before, or -1 when it was not there or has changed. */
function placesOfUnchanged(now: StoredTable, before: StoredTable): Int32Array {
  const places = placesOf(now, before);
  for (const name of now.names) {
    const values = now.stored(name);
    const known = before.stored(name);
    for (let at = 0; at < places.length; at++) {
      const place = places[at] ?? -1;
      if (place >= 0 && (values?.[at] ?? null) !== (known?.[place] ?? null)) places[at] = -1;
    }
  }
  return places;
}

/** By id. Rows mostly keep their order, so that the next place is tried before all are looked up. */
function placesOf(now: StoredTable, before: StoredTable): Int32Array {
  const ids = now.stored("id") ?? [];
  const known = before.stored("id") ?? [];
  let index: ReadonlyMap<unknown, number> | undefined;
  let next = 0;
  return Int32Array.from(ids, (id) => {
    if (next < known.length && known[next] === id) return next++;
    index ??= new Map(Array.from(known, (one, at) => [one, at]));
    const place = index.get(id) ?? -1;
    if (place >= 0) next = place + 1;
    return place;
  });
}
