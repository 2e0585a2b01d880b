import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DuckDBInstance, type Json } from "@duckdb/node-api";
import { type Cell, type Column, type Columns, isListColumn, type Row } from "../../../shared/catalog/column.ts";

/** Asks DuckDB about Parquet bytes; `$file` in the statement is the file. */
export async function askDuckdb(bytes: Uint8Array, sql: string): Promise<Record<string, Json>[]> {
  const folder = await mkdtemp(join(tmpdir(), "parquet-"));
  const file = join(folder, "table.parquet");
  const instance = await DuckDBInstance.create();
  const connection = await instance.connect();
  try {
    await writeFile(file, bytes);
    await connection.run("SET TimeZone = 'UTC'");
    const reader = await connection.runAndReadAll(sql.replaceAll("$file", `'${file}'`));
    return reader.getRowObjectsJson();
  } finally {
    connection.closeSync();
    instance.closeSync();
    await rm(folder, { recursive: true });
  }
}

/** A row as DuckDB's client gives it in JSON: integers, decimals and times as texts. */
export function asDuckdbJson(columns: Columns, row: Row): Record<string, Json> {
  return Object.fromEntries(Object.entries(columns).map(([name, column]) => [name, asJson(column, row[name] as Cell)]));
}

function asJson(column: Column, cell: Cell): Json {
  if (cell === null || typeof cell === "boolean" || typeof cell === "string") return cell;
  if (isListColumn(column)) return (cell as readonly Row[]).map((struct) => asDuckdbJson(column.element, struct));
  if (column.type === "decimal(18,4)") return decimalText(cell as bigint);
  if (column.type === "timestamp") return instantText(cell as number);
  return String(cell);
}

function decimalText(value: bigint): string {
  const digits = String(value < 0n ? -value : value).padStart(5, "0");
  return `${value < 0n ? "-" : ""}${digits.slice(0, -4)}.${digits.slice(-4)}`;
}

/** `2021-08-31 23:00:00.12+00`: the fraction without its trailing zeros. */
function instantText(value: number): string {
  const [date, time = ""] = new Date(value).toISOString().slice(0, -1).split("T");
  const [seconds, fraction = ""] = time.split(".");
  const digits = fraction.replace(/0+$/, "");
  return `${date} ${seconds}${digits === "" ? "" : `.${digits}`}+00`;
}
