// The named queries on a folder, in DuckDB, with what each of them reads.
import { readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { openReports } from "../../../functions/local/sql/session.ts";
import { namedQueries } from "../../../shared/catalog/queries.ts";
import { snapshotKey } from "../../../shared/snapshot/keys.ts";
import { answer, inputOf } from "../measure.ts";

export interface QueriesInput {
  readonly folder: string;
  readonly enterprise: string;
  readonly date: string;
}

export interface QueryMeasured {
  readonly name: string;
  readonly wallMs: number;
  readonly rows: number;
  /** Of each scan in its plan. */
  readonly filesRead: readonly number[];
  readonly peakRssMb: number;
}

export interface QueriesAnswer {
  readonly queries: readonly QueryMeasured[];
  /** One day of one enterprise, all columns of all its campaigns. */
  readonly day: {
    readonly wallMs: number;
    /** By the plan. */
    readonly filesRead: readonly number[];
    /** Bytes that the scan reads beyond what planning reads; null where the system does not tell. */
    readonly bytesRead: number | null;
    readonly bytesPlanning: number | null;
    readonly objectBytes: number;
  };
}

const { folder, enterprise, date } = inputOf<QueriesInput>();
const { connection } = await openReports(folder, { now: Date.parse(`${date}T12:00:00Z`) });
await connection.run("SET enable_external_file_cache = false");

/** Bytes this process has read so far, by Linux's own count. */
function bytesRead(): number | null {
  try {
    return Number(/^rchar: (\d+)/.exec(readFileSync("/proc/self/io", "utf8"))?.[1]);
  } catch {
    return null;
  }
}

async function filesRead(sql: string): Promise<number[]> {
  const plan = String((await connection.runAndReadAll(`EXPLAIN ANALYZE ${sql}`)).getRows()[0]?.[1]);
  return [...plan.matchAll(/Total Files Read: *(\d+)/g)].map(([, files]) => Number(files)).sort((a, b) => b - a);
}

const queries: QueryMeasured[] = [];
for (const { name, sql } of namedQueries(enterprise)) {
  const text = sql.replace(/;\s*$/, "");
  const started = performance.now();
  const result = await connection.runAndReadAll(text);
  const wallMs = performance.now() - started;
  const files = await filesRead(text);
  const peakRssMb = process.resourceUsage().maxRSS / 1024;
  queries.push({ name, wallMs, rows: result.currentRowCount, filesRead: files, peakRssMb });
}

const oneDay = `SELECT * FROM campaigns WHERE enterprise = '${enterprise}' AND snapshot_date = '${date}'`;
const before = bytesRead();
await connection.runAndReadAll(`EXPLAIN ${oneDay}`);
const planned = bytesRead();
const started = performance.now();
await connection.runAndReadAll(oneDay);
const wallMs = performance.now() - started;
const after = bytesRead();
const known = before !== null && planned !== null && after !== null;
answer({
  queries,
  day: {
    wallMs,
    filesRead: await filesRead(oneDay),
    bytesPlanning: known ? planned - before : null,
    bytesRead: known ? after - planned - (planned - before) : null,
    objectBytes: statSync(join(folder, snapshotKey("campaigns", enterprise, date))).size,
  },
} satisfies QueriesAnswer);
process.exit(0);
