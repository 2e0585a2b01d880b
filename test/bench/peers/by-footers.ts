import { DuckDBInstance } from "@duckdb/node-api";
import type { ReportsSession } from "../../../functions/local/sql/session.ts";
import { BASE_TABLES, type BaseTable, duckdbPrelude, emptyTableView, quote } from "../../../shared/catalog/duckdb.ts";
import { VIEWS } from "../../../shared/catalog/views.ts";

/**
 * The same tables and views as DuckDB's documentation shows them, and as they were here at first: Hive's partition keys, and columns
 * joined by name from the footers of all files each time a view is bound.
 */
export async function openByFooters(folder: string, now: number): Promise<ReportsSession> {
  const instance = await DuckDBInstance.create(":memory:");
  const connection = await instance.connect();
  for (const statement of duckdbPrelude(now)) await connection.run(statement);
  for (const table of BASE_TABLES) {
    const files = filesOf(table, folder);
    const found = await connection.runAndReadAll(`SELECT 1 FROM glob(${files.pattern}) LIMIT 1`);
    if (found.currentRowCount === 0) {
      await connection.run(emptyTableView(table));
      continue;
    }
    const described = await connection.runAndReadAll(`DESCRIBE SELECT * FROM ${files.scan}`);
    const present = new Set(described.getColumns()[0]?.map(String));
    const columns = Object.entries(table.columns).map(([name, type]) =>
      present.has(name) ? `CAST("${name}" AS ${type}) AS "${name}"` : `CAST(NULL AS ${type}) AS "${name}"`,
    );
    const selected = [...columns, ...table.partitionKeys].join(", ");
    await connection.run(`CREATE VIEW ${table.name} AS SELECT ${selected} FROM ${files.scan}`);
  }
  for (const view of VIEWS) await connection.run(`CREATE VIEW ${view.name} AS ${view.sql}`);
  return {
    connection,
    folder,
    skipped: [],
    close: () => {
      connection.closeSync();
      instance.closeSync();
    },
  };
}

function filesOf(table: BaseTable, folder: string): { readonly pattern: string; readonly scan: string } {
  const pattern = quote(`${folder}/${table.prefix}${table.pattern}`);
  const keys = table.partitionKeys.map((key) => `'${key}': VARCHAR`).join(", ");
  const common = `hive_partitioning = true, hive_types = {${keys}}`;
  if (table.format === "parquet") {
    return { pattern, scan: `read_parquet(${pattern}, ${common}, union_by_name = true)` };
  }
  const columns = Object.entries(table.columns).map(([name, type]) => `${quote(name)}: ${quote(type)}`);
  const types = `columns = {${columns.join(", ")}}`;
  return { pattern, scan: `read_json(${pattern}, ${common}, format = 'newline_delimited', ${types})` };
}
