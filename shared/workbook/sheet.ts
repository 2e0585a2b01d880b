/** What a column holds. Days are calendar days, instants are UTC. */
export type SheetKind = "text" | "integer" | "decimal" | "number" | "boolean" | "day" | "instant";

/**
 * By kind: text; a whole number of any size; a decimal's digits as text, so that no float is made of it; a double; true or false; a day
 * `YYYY-MM-DD`; an instant in epoch ms. Null is an empty cell.
 */
export type SheetCell = string | bigint | number | boolean | null;

export interface SheetColumn {
  /** As people read it; an instant's zone is put behind by the workbook. */
  readonly heading: string;
  readonly kind: SheetKind;
}

export interface Sheet {
  /** Made fit for a tab: short, without what tabs cannot hold, unlike the others. */
  readonly name: string;
  readonly columns: readonly SheetColumn[];
  readonly rows: readonly (readonly SheetCell[])[];
}
