import { PARTITION_KEYS } from "./column.ts";
import type { Dataset } from "./dataset.ts";
import { DATASETS } from "./datasets.ts";
import { duckdbTypeOf, hiveTypeOf } from "./hive-type.ts";
import { glueTypeOf, RECORD_TABLES, type RecordTable } from "./records.ts";

/** What makes DuckDB read the views' text as Trino would; with a fixed clock when `now` (epoch ms) is given. */
export function duckdbPrelude(now?: number): readonly string[] {
  const statements = [
    // Athena's session is UTC; a laptop's is not.
    "SET TimeZone = 'UTC'",
    // Nothing is fetched: what the views use is built in.
    "SET autoinstall_known_extensions = false",
    "SET autoload_known_extensions = false",
    "CREATE MACRO at_timezone(instant, zone) AS timezone(zone, CAST(instant AS TIMESTAMP WITH TIME ZONE))",
    // DuckDB's own cardinality takes only maps.
    "CREATE MACRO cardinality(list) AS len(list)",
    // Trino counts down when first > last.
    "CREATE MACRO sequence(first, last) AS CASE WHEN first <= last THEN generate_series(first, last) ELSE generate_series(first, last, -1) END",
  ];
  if (now === undefined) return statements;
  const instant = new Date(now).toISOString();
  return [
    ...statements,
    `CREATE MACRO current_date() AS DATE '${instant.slice(0, 10)}'`,
    `CREATE MACRO get_current_timestamp() AS TIMESTAMPTZ '${instant.replace("T", " ")}'`,
  ];
}

/** A base table as DuckDB sees it: files by pattern, partition keys as text, every column of the catalog. */
export interface BaseTable {
  readonly name: string;
  readonly format: "parquet" | "json";
  /** Below the data folder. */
  readonly pattern: string;
  readonly partitionKeys: readonly string[];
  /** Column → DuckDB type. */
  readonly columns: Readonly<Record<string, string>>;
}

export const BASE_TABLES: readonly BaseTable[] = [
  ...Object.values(DATASETS).map(
    ({ table, columns, inParts }: Dataset): BaseTable => ({
      name: table,
      format: "parquet",
      pattern: `snapshots/${table}/enterprise=*/snapshot_date=*/${table}${inParts ? "-*" : ""}.parquet`,
      partitionKeys: Object.keys(PARTITION_KEYS),
      columns: mapValues(columns, (column) => duckdbTypeOf(hiveTypeOf(column))),
    }),
  ),
  ...RECORD_TABLES.map((table: RecordTable): BaseTable => {
    const partitionKeys = Object.keys(table.partitionKeys);
    return {
      name: table.name,
      format: "json",
      pattern: `${table.prefix}${partitionKeys.map((key) => `${key}=*`).join("/")}/*.json`,
      partitionKeys,
      columns: mapValues(table.columns, (column) => duckdbTypeOf(glueTypeOf(column.type))),
    };
  }),
];

/** A folder's path as DuckDB's file patterns read it: its own `*`, `?` and `[` stand for themselves. */
export const patternFor = (folder: string, table: BaseTable): string =>
  `${folder.replace(/[*?[]/g, "[$&]")}/${table.pattern}`;

/** The files of a table as a DuckDB table function. */
export function filesOf(table: BaseTable, folder: string): string {
  const partitions = table.partitionKeys.map((key) => `'${key}': VARCHAR`).join(", ");
  const common = `hive_partitioning = true, hive_types = {${partitions}}`;
  const files = quote(patternFor(folder, table));
  if (table.format === "parquet") return `read_parquet(${files}, ${common}, union_by_name = true)`;
  const columns = Object.entries(table.columns).map(([name, type]) => `${quote(name)}: ${quote(type)}`);
  return `read_json(${files}, ${common}, format = 'newline_delimited', columns = {${columns.join(", ")}})`;
}

/**
 * The view that stands for a base table.
 * @param present columns that any file has; undefined when there is no file at all. A column that no file has reads as null.
 */
export function baseTableView(table: BaseTable, folder: string, present: ReadonlySet<string> | undefined): string {
  const columns = Object.entries(table.columns).map(([name, type]) =>
    present?.has(name) ? `CAST("${name}" AS ${type}) AS "${name}"` : `CAST(NULL AS ${type}) AS "${name}"`,
  );
  const partitions = table.partitionKeys.map((key) => (present ? key : `CAST(NULL AS VARCHAR) AS ${key}`));
  const rows = present === undefined ? "WHERE false" : `FROM ${filesOf(table, folder)}`;
  return `CREATE VIEW ${table.name} AS SELECT ${[...columns, ...partitions].join(", ")} ${rows}`;
}

export const quote = (text: string): string => `'${text.replaceAll("'", "''")}'`;

function mapValues<V, W>(record: Readonly<Record<string, V>>, map: (value: V) => W): Record<string, W> {
  return Object.fromEntries(Object.entries(record).map(([name, value]) => [name, map(value)]));
}
