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

interface Asked {
  readonly wallMs: number;
  readonly rows: number;
  /** Of each scan in its plan. */
  readonly filesRead: readonly number[];
  /** Of planning and reading; null where the system does not tell. */
  readonly bytesRead: number | null;
}

export interface QueriesAnswer {
  readonly queries: readonly (Asked & { readonly name: string })[];
  /** One day of one enterprise, all columns of all its campaigns. */
  readonly day: Asked & { readonly objectBytes: number };
}

const { folder, enterprise, date } = inputOf<QueriesInput>();
const { connection } = await openReports(folder, { now: Date.parse(`${date}T12:00:00Z`) });
await connection.run("SET enable_external_file_cache = false");

/** Bytes this process has read so far, by Linux's own count. */
function bytesSoFar(): number | null {
  try {
    return Number(/^rchar: (\d+)/.exec(readFileSync("/proc/self/io", "utf8"))?.[1]);
  } catch {
    return null;
  }
}

async function filesRead(sql: string): Promise<number[]> {
  const result = await connection.runAndReadAll(`EXPLAIN (ANALYZE, FORMAT json) ${sql}`);
  const plan = String(result.getRows()[0]?.[1]);
  return [...plan.matchAll(/"Total Files Read": *"?(\d+)/g)].map(([, files]) => Number(files)).sort((a, b) => b - a);
}

async function ask(sql: string): Promise<Asked> {
  const before = bytesSoFar();
  const started = performance.now();
  const result = await connection.runAndReadAll(sql);
  const wallMs = performance.now() - started;
  const after = bytesSoFar();
  return {
    wallMs,
    rows: result.currentRowCount,
    filesRead: await filesRead(sql),
    bytesRead: before === null || after === null ? null : after - before,
  };
}

const queries: QueriesAnswer["queries"][number][] = [];
for (const { name, sql } of namedQueries(enterprise)) {
  queries.push({ name, ...(await ask(sql.replace(/;\s*$/, ""))) });
}
const oneDay = await ask(`SELECT * FROM campaigns WHERE enterprise = '${enterprise}' AND snapshot_date = '${date}'`);
const objectBytes = statSync(join(folder, snapshotKey("campaigns", enterprise, date))).size;
answer({ queries, day: { ...oneDay, objectBytes } } satisfies QueriesAnswer);
process.exit(0);
