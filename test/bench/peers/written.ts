import { DuckDBInstance } from "@duckdb/node-api";
import { quote } from "../../../shared/catalog/duckdb.ts";

/** What somebody's output holds, read by DuckDB, which none of them is written with. */
export interface Written {
  readonly rows: number;
  /** Of all ids in order: equal where the ids are. */
  readonly ids: string;
}

/** @param files a file or a pattern of Parquet files */
export const writtenAsParquet = (files: string): Promise<Written> =>
  writtenIn(`SELECT CAST(id AS BIGINT) AS id FROM read_parquet(${quote(files)})`);

/** @param file the messages of a Singer tap */
export const writtenAsMessages = (file: string): Promise<Written> =>
  writtenIn(
    `SELECT CAST(record.id AS BIGINT) AS id FROM read_json(${quote(file)}, format = 'newline_delimited', columns = {"type": 'VARCHAR', "record": 'STRUCT(id BIGINT)'}) WHERE "type" = 'RECORD'`,
  );

async function writtenIn(ids: string): Promise<Written> {
  const instance = await DuckDBInstance.create(":memory:");
  const connection = await instance.connect();
  try {
    const all = await connection.runAndReadAll(
      `SELECT count(*), md5(string_agg(CAST(id AS VARCHAR), ',' ORDER BY id)) FROM (${ids})`,
    );
    const [rows, hash] = all.getRows()[0] ?? [];
    return { rows: Number(rows), ids: String(hash) };
  } finally {
    connection.closeSync();
    instance.closeSync();
  }
}
