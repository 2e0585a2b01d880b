import { DATASETS } from "../../catalog/datasets.ts";
import { duckdbTypeOf, hiveTypeOf } from "../../catalog/hive-type.ts";
import { VIEWS } from "../../catalog/views.ts";
import { kindOf } from "../duckdb-kinds.ts";
import type { ColumnUnit, ResultColumn } from "../result.ts";

/** How the mail writes units of the catalog; of others, a value is written by its kind. */
const UNITS: Readonly<Record<string, ColumnUnit>> = {
  share: "share",
  "leads a day": "a-day",
  leads: "leads",
  "campaign currency": "row-money",
  "base currency": "base-money",
};

interface Known {
  readonly type: string;
  readonly unit?: string;
}

const COLUMNS: ReadonlyMap<string, Readonly<Record<string, Known>>> = new Map([
  ...Object.values(DATASETS).map(({ table, columns }): [string, Readonly<Record<string, Known>>] => [
    table,
    Object.fromEntries(
      Object.entries(columns).map(([name, column]) => [
        name,
        { type: hiveTypeOf(column), ...(column.unit === undefined ? {} : { unit: column.unit }) },
      ]),
    ),
  ]),
  ...VIEWS.map(({ name, columns }): [string, Readonly<Record<string, Known>>] => [name, columns]),
]);

const isMoney = (unit: ColumnUnit | undefined): boolean => unit === "row-money" || unit === "base-money";

/**
 * The unit of a result's column: that of the column of its name and kind in the tables and views that the text names. Where they do not
 * agree it is none, or money of nobody knows which currency.
 */
export function unitOf(relations: readonly string[], { name, kind }: ResultColumn): ColumnUnit | undefined {
  const found = relations
    .map((relation) => COLUMNS.get(relation)?.[name.toLowerCase()])
    .filter((column) => column !== undefined)
    .filter(({ type }) => kindOf(duckdbTypeOf(type)) === kind)
    .map(({ unit }) => (unit === undefined ? undefined : UNITS[unit]));
  const [first] = found;
  if (found.every((unit) => unit === first)) return first;
  return found.every(isMoney) ? "money" : undefined;
}
