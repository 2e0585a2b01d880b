import { AUDIENCE_SCOPES, type Audience } from "../catalog/audiences.ts";
import { ReportsError } from "../platform/errors.ts";
import type { SheetCell, SheetKind } from "../workbook/sheet.ts";

/** A column of a result: its kind comes from the query's types and is never guessed of values. */
export interface ResultColumn {
  readonly name: string;
  readonly kind: SheetKind;
}

/**
 * What one of a column's values is, as the mail writes it: a share of 1, leads a day, a whole number of leads, money of the row's currency,
 * of the base currency, or of one that nobody says.
 */
export type ColumnUnit = "share" | "a-day" | "leads" | "row-money" | "base-money" | "money";

/** A column as the checks found it. */
export interface CheckedColumn extends ResultColumn {
  /** That of the catalog's column of its name and kind, in a table that the text names. */
  readonly unit?: ColumnUnit;
}

export interface QueryResult {
  readonly columns: readonly ResultColumn[];
  readonly rows: readonly (readonly SheetCell[])[];
  /** Of an engine that bills: what it answered by, and what it read. */
  readonly query?: { readonly id: string; readonly bytesScanned: number };
}

/** Whoever answers a bound text: Athena, or DuckDB on a folder. */
export interface QueryEngine {
  /** @throws QueryFailed | ResultTooLarge */
  run(sql: string, limits: QueryLimits): Promise<QueryResult>;
}

export interface QueryLimits {
  /** More of them are `ResultTooLarge`. */
  readonly mostRows: number;
  /** As `sizeOf` counts them, of all rows. @default any number */
  readonly mostCells?: number;
  /** What asks, for messages: `report behind, part behind, member 12`. */
  readonly where: string;
  /** What this run of the text is once: asked again with it, an engine that bills answers by the query it ran before. */
  readonly once?: string;
  /** What the checks found the result to be. Where an engine finds another kind, the query has failed. */
  readonly columns?: readonly ResultColumn[];
}

/** Whole, or an error: a file is never cut silently. A LIMIT is the author's own cut. */
export const MOST_ROWS = 20_000;
/** Of all parts of a report together: what four members at a time may hold at once, with the workbooks that are made of them. */
export const MOST_CELLS = 1_000_000;

/** Characters that a cell has room for; a longer text counts as several. */
const CELL_CHARACTERS = 64;

/** How many cells a row counts for. */
export const sizeOf = (row: readonly SheetCell[]): number =>
  row.reduce<number>(
    (sum, cell) => sum + 1 + (typeof cell === "string" ? Math.floor(cell.length / CELL_CHARACTERS) : 0),
    0,
  );

/** Rows as they are read, and not one more than the limits let. */
export interface ReadRows {
  readonly rows: readonly (readonly SheetCell[])[];
  /** @throws ResultTooLarge */
  add(row: readonly SheetCell[]): void;
}

export function readRows({ mostRows, mostCells = Number.POSITIVE_INFINITY, where }: QueryLimits): ReadRows {
  const rows: (readonly SheetCell[])[] = [];
  let cells = 0;
  return {
    rows,
    add: (row) => {
      cells += sizeOf(row);
      if (rows.length === mostRows) throw tooLarge(`the query gives more than ${mostRows} rows`, where);
      if (cells > mostCells) {
        throw tooLarge(`the parts give more than ${MOST_CELLS} cells together, long texts counted as several`, where);
      }
      rows.push(row);
    },
  };
}

const tooLarge = (what: string, where: string): ReportsError =>
  new ReportsError("ResultTooLarge", {
    what,
    where,
    remedy: "Ask for fewer: a condition, fewer columns, a sum by day or by campaign, or a LIMIT of your own",
  });

/**
 * A second look at what the prelude already sees to: where a result says whose a row is, each must be the member's and the enterprise's.
 * @throws ScopeViolated
 */
export function refuseForeign(
  { columns, rows }: QueryResult,
  whose: {
    readonly audience: Audience;
    readonly enterprise: string;
    readonly member: number | null;
    readonly where: string;
  },
): void {
  const owners = new Map<string, string>([["enterprise", whose.enterprise]]);
  if (whose.audience !== "internal") owners.set(AUDIENCE_SCOPES[whose.audience].memberColumn, String(whose.member));
  for (const [at, { name }] of columns.entries()) {
    const owner = owners.get(name.toLowerCase());
    const foreign = owner === undefined ? 0 : rows.filter((row) => String(row[at]) !== owner).length;
    if (foreign === 0) continue;
    throw new ReportsError("ScopeViolated", {
      what: `${foreign} of ${rows.length} rows have another ${name} than ${owner}`,
      where: whose.where,
      remedy: `Nothing of it was kept. Select ${name} of one table as it is, of no outer join and without arithmetic`,
    });
  }
}
