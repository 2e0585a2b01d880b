// DuckDB's COPY of the same rows from a table in memory: no rows to take apart, and all cores.
import { stat } from "node:fs/promises";
import { DuckDBInstance } from "@duckdb/node-api";
import { answer, inputOf, measure } from "../measure.ts";

export interface CopyInput {
  /** Read into memory before the time starts. */
  readonly file: string;
}

const { file } = inputOf<CopyInput>();
const connection = await (await DuckDBInstance.create()).connect();
await connection.run(`CREATE TABLE contracts AS FROM '${file}'`);
answer(
  await measure(async () => {
    await connection.run(`COPY contracts TO '${file}.copy' (FORMAT parquet, CODEC gzip, ROW_GROUP_SIZE 10000)`);
    return { bytes: (await stat(`${file}.copy`)).size };
  }),
);
