import { resolve, sep } from "node:path";
import { type DuckDBConnection, DuckDBInstance } from "@duckdb/node-api";
import {
  BASE_TABLES,
  type BaseTable,
  baseTableView,
  duckdbPrelude,
  emptyTableView,
  filesFound,
} from "../../../shared/catalog/duckdb.ts";
import { VIEWS } from "../../../shared/catalog/views.ts";

/** A DuckDB in memory that answers as Athena would on the same files. */
export interface ReportsSession {
  readonly connection: DuckDBConnection;
  /** The data folder, an absolute path with `/` between its parts. */
  readonly folder: string;
  /** Files that lie among a table's files and are none of its own: no question sees them. */
  readonly skipped: readonly SkippedFiles[];
  close(): void;
}

interface SkippedFiles {
  readonly table: string;
  readonly count: number;
  /** The first by name. */
  readonly example: string;
}

export interface SessionOptions {
  /** Epoch ms that `current_date` and `current_timestamp` stand at. @default the real clock */
  readonly now?: number;
}

/**
 * Opens Athena's tables and views on a data folder, without reading a file of it. Files that come later are seen by the tables
 * that had any; tables without a file are empty, with the right types.
 */
export async function openReports(dataFolder: string, options: SessionOptions = {}): Promise<ReportsSession> {
  const instance = await DuckDBInstance.create(":memory:");
  const connection = await instance.connect();
  for (const statement of duckdbPrelude(options.now)) await connection.run(statement);
  // A view lists its tables' files each time it is planned, at its creation too: it is made while they are empty.
  for (const table of BASE_TABLES) await connection.run(emptyTableView(table));
  for (const view of VIEWS) await connection.run(`CREATE VIEW ${view.name} AS ${view.sql}`);
  const close = () => {
    connection.closeSync();
    instance.closeSync();
  };
  return { connection, close, ...(await pointTablesAt(connection, dataFolder)) };
}

/** Points tables that are empty at the files of a data folder. */
export async function pointTablesAt(
  connection: DuckDBConnection,
  dataFolder: string,
): Promise<Pick<ReportsSession, "folder" | "skipped">> {
  const folder = resolve(dataFolder).split(sep).join("/");
  const skipped: SkippedFiles[] = [];
  for (const table of BASE_TABLES) {
    const { own, foreign, example, others } = await filesOf(connection, table, folder);
    if (own > 0) await connection.run(baseTableView(table, folder, others > 0));
    if (foreign > 0) skipped.push({ table: table.name, count: foreign, example });
  }
  return { folder, skipped };
}

async function filesOf(connection: DuckDBConnection, table: BaseTable, folder: string) {
  const [row] = (await connection.runAndReadAll(filesFound(table, folder))).getRows();
  const [own, foreign, example, others] = row ?? [];
  return { own: Number(own), foreign: Number(foreign), example: String(example), others: Number(others) };
}
