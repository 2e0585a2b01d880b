import { resolve } from "node:path";
import { type DuckDBConnection, DuckDBInstance } from "@duckdb/node-api";
import {
  BASE_TABLES,
  type BaseTable,
  baseTableView,
  duckdbPrelude,
  filesOf,
  patternFor,
  quote,
} from "../../../shared/catalog/duckdb.ts";
import { VIEWS } from "../../../shared/catalog/views.ts";

/** A DuckDB in memory that answers as Athena would on the same files. */
export interface ReportsSession {
  readonly connection: DuckDBConnection;
  close(): void;
}

export interface SessionOptions {
  /** Epoch ms that `current_date` and `current_timestamp` stand at. @default the real clock */
  readonly now?: number;
}

/**
 * Opens Athena's tables and views on a data folder. Files that come later are seen by the tables that had any;
 * tables without a file are empty, with the right types.
 */
export async function openReports(dataFolder: string, options: SessionOptions = {}): Promise<ReportsSession> {
  const instance = await DuckDBInstance.create(":memory:");
  const connection = await instance.connect();
  const folder = resolve(dataFolder);
  for (const statement of duckdbPrelude(options.now)) await connection.run(statement);
  for (const table of BASE_TABLES) {
    await connection.run(baseTableView(table, folder, await presentColumns(connection, table, folder)));
  }
  for (const view of VIEWS) await connection.run(`CREATE VIEW ${view.name} AS ${view.sql}`);
  return {
    connection,
    close: () => {
      connection.closeSync();
      instance.closeSync();
    },
  };
}

/** The columns that any of the table's files has; undefined when it has no file. */
async function presentColumns(
  connection: DuckDBConnection,
  table: BaseTable,
  folder: string,
): Promise<ReadonlySet<string> | undefined> {
  const found = await connection.runAndReadAll(`SELECT 1 FROM glob(${quote(patternFor(folder, table))}) LIMIT 1`);
  if (found.currentRowCount === 0) return undefined;
  if (table.format === "json") return new Set(Object.keys(table.columns));
  const described = await connection.runAndReadAll(`DESCRIBE SELECT * FROM ${filesOf(table, folder)}`);
  return new Set(described.getColumns()[0]?.map(String));
}
