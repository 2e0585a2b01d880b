import { mkdir, mkdtemp, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import type { Columns, Row } from "../../shared/catalog/column.ts";
import { DATASETS, type DatasetName } from "../../shared/catalog/datasets.ts";
import { recordLine } from "../../shared/catalog/record-line.ts";
import { SNAPSHOT_RUNS } from "../../shared/catalog/records.ts";
import { createParquetWriter } from "../../shared/parquet/writer.ts";
import { addDays } from "../../shared/platform/day.ts";
import { partKey, runKey, snapshotKey } from "../../shared/snapshot/keys.ts";
import type { RunRecord } from "../../shared/snapshot/run-record.ts";

/** A data folder as the snapshot job leaves it, row by row as a test says. */
export interface DataFolder {
  readonly path: string;
  /** Writes a snapshot and its run record; columns a row does not name are null. */
  publish(snapshot: PublishedSnapshot): Promise<void>;
  run(record: Partial<RunRecord> & Pick<RunRecord, "enterprise" | "dataset" | "snapshotDate">): Promise<void>;
}

export interface PublishedSnapshot {
  readonly enterprise?: string;
  readonly dataset: DatasetName;
  readonly date: string;
  readonly rows: readonly Row[];
  /** Columns of the file. @default the catalog's */
  readonly columns?: Columns;
  /** Leaves no run record, as a run killed between the two writes. */
  readonly withoutRecord?: boolean;
}

export async function createDataFolder(): Promise<DataFolder> {
  const path = await mkdtemp(join(tmpdir(), "reports-sql-"));
  const put = async (key: string, body: Uint8Array | string): Promise<void> => {
    await mkdir(dirname(join(path, key)), { recursive: true });
    await writeFile(join(path, key), body);
  };
  const run: DataFolder["run"] = async (given) => {
    const record = runRecord(given);
    await put(
      runKey(record.dataset, record.enterprise, record.snapshotDate, record.runId),
      recordLine(SNAPSHOT_RUNS, record),
    );
  };
  return {
    path,
    run,
    publish: async ({ enterprise = "acme", dataset, date, rows, ...options }) => {
      const columns: Columns = options.columns ?? DATASETS[dataset].columns;
      const writer = createParquetWriter(columns);
      for (const row of rows) writer.append(completed(columns, row, date));
      await put(keyOf(dataset, enterprise, date), await writer.finish({}));
      if (options.withoutRecord !== true) await run({ enterprise, dataset, snapshotDate: date, rows: rows.length });
    },
  };
}

const keyOf = (dataset: DatasetName, enterprise: string, date: string): string =>
  DATASETS[dataset].inParts
    ? partKey(dataset, { enterprise, date }, { startedAt: pulledAt(date), kind: "increment", part: 1 })
    : snapshotKey(dataset, enterprise, date);

/** 05:00 UTC of the day, when every pull of these tests began. */
export const pulledAt = (date: string): number => Date.parse(`${date}T05:00:00Z`);

function completed(columns: Columns, row: Row, date: string): Row {
  const run = { snapshot_at: pulledAt(date), activity_date: addDays(date, -1), run_id: `run-${date}` };
  for (const name of Object.keys(row)) if (!(name in columns)) throw new Error(`no column ${name}`);
  const whole: Row = { ...run, ...row };
  return Object.fromEntries(Object.keys(columns).map((name) => [name, whole[name] ?? null]));
}

/** The record of a run that published, where `given` does not say otherwise. */
export function runRecord(given: Parameters<DataFolder["run"]>[0]): RunRecord {
  const { snapshotDate } = given;
  return {
    runId: `run-${snapshotDate}`,
    activityDate: addDays(snapshotDate, -1),
    timeZone: "Europe/London",
    outcome: "published",
    key: null,
    rows: null,
    bytes: null,
    sha256: null,
    pages: null,
    requests: null,
    retries: null,
    totalItems: null,
    duplicates: null,
    recovered: null,
    superseded: null,
    nulled: null,
    leftOut: null,
    drift: null,
    degraded: false,
    shrunk: false,
    acceptShrunk: false,
    labelled: false,
    late: false,
    startedAt: new Date(pulledAt(snapshotDate)).toISOString(),
    finishedAt: new Date(pulledAt(snapshotDate) + 60_000).toISOString(),
    durationMs: 60_000,
    error: null,
    sweeps: null,
    parts: null,
    complete: null,
    missedChanges: null,
    ...given,
  };
}
