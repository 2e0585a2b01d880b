import { type Column, type Columns, isListColumn } from "../catalog/column.ts";

/** The groups between a list and the columns of its elements, as Parquet's standard three levels name them. */
export const LIST_GROUPS = ["list", "element"] as const;

/** Every column by its dotted path in the Parquet schema: `bands`, `bands.list.element.payout`. */
export function columnsByPath(columns: Columns): ReadonlyMap<string, Column> {
  const found = new Map<string, Column>();
  for (const [name, column] of Object.entries(columns)) {
    found.set(name, column);
    if (!isListColumn(column)) continue;
    for (const [path, inner] of columnsByPath(column.element)) found.set([name, ...LIST_GROUPS, path].join("."), inner);
  }
  return found;
}
