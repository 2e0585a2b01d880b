// Encoding contract rows with bands to Parquet, side by side with hyparquet-writer (same schema, GZIP, row groups) and, for
// the size, DuckDB's COPY. Run with `npm run bench`, optionally with row counts: `-- 1000 10000`.
import { mkdtemp, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { DuckDBInstance } from "@duckdb/node-api";
import { parquetMetadata } from "hyparquet";
import { parquetWriteBuffer } from "hyparquet-writer";
import type { Cell, Column, Row } from "../../shared/catalog/column.ts";
import { PUBLISHER_CONTRACT_COLUMNS } from "../../shared/catalog/datasets/publisher-contracts.ts";
import { createParquetWriter } from "../../shared/snapshot/parquet-writer.ts";
import { contractRows } from "./contract-rows.ts";

const ROW_GROUP_ROWS = 10_000;
const RUNS = 5;
const COLUMNS = PUBLISHER_CONTRACT_COLUMNS;

async function encodeOurs(rows: readonly Row[]): Promise<Uint8Array> {
  const writer = createParquetWriter(COLUMNS, { rowGroupRows: ROW_GROUP_ROWS });
  for (const row of rows) writer.append(row);
  return writer.finish({});
}

const schema = parquetMetadata(new Uint8Array(await encodeOurs([])).buffer).schema;

/** Rows to columns is part of the work: our writer takes rows too. */
async function encodePeer(rows: readonly Row[]): Promise<Uint8Array> {
  const columnData = Object.entries(COLUMNS).map(([name, column]) => ({
    name,
    data: rows.map((row) => peerValue(column, row[name] as Cell)),
  }));
  const compressors = { GZIP: (bytes: Uint8Array) => gzipSync(bytes) };
  return new Uint8Array(
    parquetWriteBuffer({ columnData, schema, codec: "GZIP", compressors, rowGroupSize: ROW_GROUP_ROWS }),
  );
}

function peerValue(column: Column, cell: Cell): unknown {
  if (cell === null) return null;
  if (column.type === "bigint") return BigInt(cell as number);
  if (column.type === "timestamp") return new Date(cell as number);
  if (column.type === "date") return new Date(cell as string);
  if (column.type !== "array") return cell;
  const element = (column as unknown as { element: Record<string, Column> }).element;
  return (cell as readonly Row[]).map((struct) =>
    Object.fromEntries(Object.entries(element).map(([name, field]) => [name, peerValue(field, struct[name] as Cell)])),
  );
}

async function duckdbSize(bytes: Uint8Array): Promise<number> {
  const folder = await mkdtemp(join(tmpdir(), "bench-"));
  try {
    await writeFile(join(folder, "in.parquet"), bytes);
    const connection = await (await DuckDBInstance.create()).connect();
    await connection.run(
      `COPY (FROM '${folder}/in.parquet') TO '${folder}/out.parquet' (FORMAT parquet, CODEC gzip, ROW_GROUP_SIZE ${ROW_GROUP_ROWS})`,
    );
    connection.closeSync();
    return (await stat(join(folder, "out.parquet"))).size;
  } finally {
    await rm(folder, { recursive: true });
  }
}

const median = (values: number[]): number => values.sort((a, b) => a - b)[values.length >> 1] ?? Number.NaN;

async function compare(count: number): Promise<Record<string, number>> {
  const rows = contractRows(count) as unknown as readonly Row[];
  const times: { ours: number[]; peer: number[]; cpu: number[]; peerCpu: number[] } = {
    ours: [],
    peer: [],
    cpu: [],
    peerCpu: [],
  };
  let ours = new Uint8Array();
  let peer = new Uint8Array();
  const timed = async (encode: (rows: readonly Row[]) => Promise<Uint8Array>, into: number[], cpuInto: number[]) => {
    const start = performance.now();
    const cpu = process.cpuUsage();
    const bytes = await encode(rows);
    into.push(performance.now() - start);
    const used = process.cpuUsage(cpu);
    cpuInto.push((used.user + used.system) / 1000);
    return bytes;
  };
  for (let run = 0; run < RUNS; run++) {
    ours = (await timed(encodeOurs, times.ours, times.cpu)) as Uint8Array<ArrayBuffer>;
    peer = (await timed(encodePeer, times.peer, times.peerCpu)) as Uint8Array<ArrayBuffer>;
  }
  const duckdb = await duckdbSize(ours);
  const [oursMs, peerMs] = [median(times.ours), median(times.peer)];
  return {
    rows: count,
    oursMs: Math.round(oursMs),
    peerMs: Math.round(peerMs),
    timeRatio: Number((oursMs / peerMs).toFixed(2)),
    cpuRatio: Number((median(times.cpu) / median(times.peerCpu)).toFixed(2)),
    oursBytes: ours.length,
    peerBytes: peer.length,
    duckdbBytes: duckdb,
    sizeToDuckdb: Number((ours.length / duckdb).toFixed(3)),
  };
}

const counts = process.argv.slice(2).map(Number);
const results = [];
for (const count of counts.length > 0 ? counts : [1_000, 10_000, 100_000]) results.push(await compare(count));
console.table(results);
