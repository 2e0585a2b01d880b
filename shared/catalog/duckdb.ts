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
    // 7 / 2 is 3, and an integer.
    "SET integer_division = true",
    // Nothing is fetched: what the views use is built in.
    "SET autoinstall_known_extensions = false",
    "SET autoload_known_extensions = false",
    "CREATE MACRO at_timezone(instant, zone) AS timezone(zone, CAST(instant AS TIMESTAMP WITH TIME ZONE))",
    // DuckDB's own cardinality takes only maps.
    "CREATE MACRO cardinality(list) AS len(list)",
    // Trino counts down when first > last.
    "CREATE MACRO sequence(first, last) AS CASE WHEN first <= last THEN generate_series(first, last) ELSE generate_series(first, last, -1) END",
  ];
  return now === undefined ? statements : [...statements, ...fixedClock(now)];
}

/** Lets `current_date` and `current_timestamp` stand at a moment, epoch ms. */
export function fixedClock(now: number): readonly string[] {
  const instant = new Date(now).toISOString();
  return [
    `CREATE OR REPLACE MACRO current_date() AS DATE '${instant.slice(0, 10)}'`,
    `CREATE OR REPLACE MACRO get_current_timestamp() AS TIMESTAMPTZ '${instant.replace("T", " ")}'`,
  ];
}

/** A base table as DuckDB sees it: files by pattern, partition keys as text, every column of the catalog. */
export interface BaseTable {
  readonly name: string;
  readonly format: "parquet" | "json";
  /** Below the data folder; ends with a slash. */
  readonly prefix: string;
  readonly partitionKeys: readonly string[];
  /** Below the prefix, as a pattern: every file that may be the table's, and few others. */
  readonly pattern: string;
  /** Below the prefix, as a regular expression of RE2: the table's files and no others. */
  readonly files: string;
  /** Column → DuckDB type. */
  readonly columns: Readonly<Record<string, string>>;
  /** Columns that no row of ours lacks. A row without one is not ours. */
  readonly neverNull: readonly string[];
  /** A column that no other table has, where there is one: a file without it is another table's. */
  readonly ownColumn: string | null;
}

const PARTITION_VALUES: Readonly<Record<string, { readonly pattern: string; readonly files: string }>> = {
  enterprise: { pattern: "*", files: "[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?" },
  snapshot_date: { pattern: "????-??-??", files: "[0-9]{4}-[0-9]{2}-[0-9]{2}" },
  digest_date: { pattern: "????-??-??", files: "[0-9]{4}-[0-9]{2}-[0-9]{2}" },
};

function pathsOf(partitionKeys: readonly string[], file: { readonly pattern: string; readonly files: string }) {
  const path = (kind: "pattern" | "files"): string =>
    [...partitionKeys.map((key) => `${key}=${PARTITION_VALUES[key]?.[kind]}`), file[kind]].join("/");
  return { pattern: path("pattern"), files: path("files") };
}

export const BASE_TABLES: readonly BaseTable[] = [
  ...Object.values(DATASETS).map(({ table, columns, inParts, digest }: Dataset): BaseTable => {
    const partitionKeys = Object.keys(PARTITION_KEYS);
    const part = inParts ? { pattern: "-*", files: "-[0-9A-Za-z-]+" } : { pattern: "", files: "" };
    return {
      name: table,
      format: "parquet",
      prefix: `snapshots/${table}/`,
      partitionKeys,
      ...pathsOf(partitionKeys, {
        pattern: `${table}${part.pattern}.parquet`,
        files: `${table}${part.files}[.]parquet`,
      }),
      columns: mapValues(columns, (column) => duckdbTypeOf(hiveTypeOf(column))),
      neverNull: [...Object.keys(columns).filter((name) => columns[name]?.key), "run_id"],
      ownColumn: digest?.ownColumn ?? null,
    };
  }),
  ...RECORD_TABLES.map((table: RecordTable): BaseTable => {
    const partitionKeys = Object.keys(table.partitionKeys);
    return {
      name: table.name,
      format: "json",
      prefix: table.prefix,
      partitionKeys,
      // Dots are in the ledger's names of many and of reports alone, which end in a recipient's hash.
      ...pathsOf(partitionKeys, {
        pattern: "*.json",
        files: "([a-z0-9][0-9A-Za-z-]*|[a-z0-9][0-9a-z.-]*-[0-9a-f]{16})[.]json",
      }),
      columns: mapValues(table.columns, (column) => duckdbTypeOf(glueTypeOf(column.type))),
      neverNull: ["run_id"],
      ownColumn: null,
    };
  }),
];

/** The data folder as DuckDB's file patterns read it: its own `*`, `?`, `[` and, which has no escape, `\` stand for themselves. */
const folderPattern = (folder: string): string => folder.replace(/[*?[]/g, "[$&]").replaceAll("\\", "?");

/** What follows the table's prefix in the name of a file. Characters, as SQL counts them. */
const pathBelow = (table: BaseTable, folder: string, file: string): string =>
  `substr(${file}, ${[...`${folder}/${table.prefix}`].length + 1})`;

/** True in SQL for the table's own files; a copied folder, a hidden file and a neighbour of the data folder are not. */
const isOwnFile = (table: BaseTable, folder: string, file: string): string =>
  `starts_with(${file}, ${quote(`${folder}/${table.prefix}`)}) AND regexp_full_match(${pathBelow(table, folder, file)}, ${quote(table.files)})`;

/**
 * How many files a table has (`own`); those that lie among them but are none of its own, which its view skips (`foreign_files`); and those with the
 * files of neighbours that the data folder's pattern finds, too (`others`).
 * @param folder the data folder, an absolute path with `/` between its parts
 */
export function filesFound(table: BaseTable, folder: string): string {
  const anywhere = `${folderPattern(folder)}/${table.prefix}${"*/".repeat(table.partitionKeys.length)}*`;
  const own = isOwnFile(table, folder, "file");
  const foreign = `NOT (${own}) AND starts_with(file, ${quote(`${folder}/${table.prefix}`)})`;
  return `SELECT count(*) FILTER (WHERE ${own}) AS own, count(*) FILTER (WHERE ${foreign}) AS foreign_files, min(file) FILTER (WHERE ${foreign}) AS example, count(*) FILTER (WHERE NOT (${own})) AS others FROM glob(${quote(anywhere)})`;
}

/** The names of a table's own files. @param folder as in `filesFound` */
export function ownFiles(table: BaseTable, folder: string): string {
  const pattern = quote(`${folderPattern(folder)}/${table.prefix}${table.pattern}`);
  return `SELECT file FROM glob(${pattern}) WHERE ${isOwnFile(table, folder, "file")} ORDER BY file`;
}

/** Reads every value of one Parquet file, and fails when one of them is damaged. */
export const wholeFile = (file: string): string =>
  `SELECT count(COLUMNS(*)) FROM read_parquet(${quote(folderPattern(file))})`;

/** The view of a table that has no file: no rows, the right types. */
export function emptyTableView(table: BaseTable): string {
  const columns = Object.entries(table.columns).map(([name, type]) => `CAST(NULL AS ${type}) AS "${name}"`);
  const partitions = table.partitionKeys.map((key) => `CAST(NULL AS VARCHAR) AS ${key}`);
  return `CREATE OR REPLACE VIEW ${table.name} AS SELECT ${[...columns, ...partitions].join(", ")} WHERE false`;
}

/**
 * The view that stands for a table's files. Their columns come from the catalog, so that no file is looked into before a question
 * asks for it; a column that a file lacks reads as null. A file whose rows lack what ours always have fails the question by its name.
 * @param folder the data folder, an absolute path with `/` between its parts
 * @param amongOthers whether files that are none of its own lie among them. Each plan asks that of each file, which is three quarters
 *   of what planning costs (docs/benchmarks.md, "Years of history").
 */
export function baseTableView(table: BaseTable, folder: string, amongOthers: boolean): string {
  const columns = Object.entries(table.columns).map(([name, type]) => `CAST("${name}" AS ${type}) AS "${name}"`);
  const below = pathBelow(table, folder, "filename");
  const partitions = table.partitionKeys.map(
    // The character after `key=`, counted from 1.
    (key, at) => `substr(split_part(${below}, '/', ${at + 1}), ${key.length + 2}) AS ${key}`,
  );
  const lacking = table.neverNull.map((name) => `"${name}" IS NULL`).join(" OR ");
  const failure = (why: string): string => `error('${why} in file "' || filename || '"')`;
  const foreign =
    table.ownColumn === null ? "" : ` WHEN "${table.ownColumn}" = ${NOWHERE} THEN ${failure("rows of another table")}`;
  const isOurs = `CASE WHEN ${lacking} THEN ${failure(`a row without ${table.neverNull.join(" or ")}`)}${foreign} ELSE true END`;
  return `CREATE OR REPLACE VIEW ${table.name} AS SELECT ${[...columns, ...partitions].join(", ")} FROM ${filesOf(table, folder)} WHERE ${amongOthers ? `${isOwnFile(table, folder, "filename")} AND ` : ""}${isOurs}`;
}

/** The files of a table, and some that are not its own, as a DuckDB table function. */
function filesOf(table: BaseTable, folder: string): string {
  const files = quote(`${folderPattern(folder)}/${table.prefix}${table.pattern}`);
  const common = "filename = true, hive_partitioning = false";
  const columns = Object.entries(table.columns);
  if (table.format === "json") {
    const types = columns.map(([name, type]) => `${quote(name)}: ${quote(type)}`);
    return `read_json(${files}, ${common}, format = 'newline_delimited', columns = {${types.join(", ")}})`;
  }
  const schema = columns.map(
    ([name, type]) =>
      `${quote(name)}: {name: ${quote(name)}, type: ${quote(storedType(type))}, default_value: ${name === table.ownColumn ? NOWHERE : "NULL"}}`,
  );
  return `read_parquet(${files}, ${common}, schema = MAP {${schema.join(", ")}})`;
}

/** What an own column that a file does not have reads as: a whole number that no count and no amount comes near. */
const NOWHERE = "-99999999999999";

/** Parquet's instants say that they are UTC. */
const storedType = (type: string): string => type.replace(/\bTIMESTAMP\b/g, "TIMESTAMP WITH TIME ZONE");

export const quote = (text: string): string => `'${text.replaceAll("'", "''")}'`;

function mapValues<V, W>(record: Readonly<Record<string, V>>, map: (value: V) => W): Record<string, W> {
  return Object.fromEntries(Object.entries(record).map(([name, value]) => [name, map(value)]));
}
