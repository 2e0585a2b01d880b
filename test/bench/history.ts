import { existsSync } from "node:fs";
import { link, mkdir, mkdtemp, readdir, rename, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { integerBetween, randomOf } from "../../functions/local/simulated-api/world/random.ts";
import { createWorld, type World } from "../../functions/local/simulated-api/world.ts";
import type { Row } from "../../shared/catalog/column.ts";
import { DATASET_NAMES, DATASETS, type DatasetName } from "../../shared/catalog/datasets.ts";
import { recordLine } from "../../shared/catalog/record-line.ts";
import { SNAPSHOT_RUNS } from "../../shared/catalog/records.ts";
import { createRowChecker } from "../../shared/catalog/rows/check-row.ts";
import type { ApiObject } from "../../shared/catalog/values/record.ts";
import { createParquetWriter } from "../../shared/parquet/writer.ts";
import { addDays, type Day } from "../../shared/platform/day.ts";
import { runKey, snapshotKey } from "../../shared/snapshot/keys.ts";
import { writeLabel } from "../../shared/snapshot/published.ts";
import { runRecord } from "../catalog/data-folder.ts";
import { BENCH_FOLDER } from "./processes.ts";

export interface HistoryOptions {
  /** Contracts and jobs are in the proportion of the documented account. */
  readonly campaigns: number;
  readonly lastDay: Day;
  readonly days: number;
}

/**
 * A data folder of daily snapshots: the first day is the simulated account's, and from day to day the counters of what is
 * active rise. Made once and kept.
 */
export async function historyFolder(options: HistoryOptions): Promise<string> {
  const { campaigns, days, lastDay } = options;
  const folder = join(BENCH_FOLDER, "data", `${campaigns}x${days}-${lastDay}`);
  if (existsSync(folder)) return folder;
  const unfinished = `${folder}.unfinished`;
  await rm(unfinished, { recursive: true, force: true });
  await writeHistory(unfinished, options);
  await rename(unfinished, folder);
  return folder;
}

/** A folder that is there for some time. */
export interface Temporary {
  readonly folder: string;
  remove(): Promise<void>;
}

/** As `historyFolder`, until it is removed. */
export async function temporaryHistory(options: HistoryOptions): Promise<Temporary> {
  const made = await temporaryFolder(tmpdir());
  await writeHistory(made.folder, options);
  return made;
}

/** The last days of a history, under the names of one or more enterprises: the same files, linked. */
export async function partOf(
  whole: string,
  { from, enterprises }: { readonly from: Day; readonly enterprises: readonly string[] },
): Promise<Temporary> {
  // Beside it, since no link leads to another file system.
  const made = await temporaryFolder(dirname(whole));
  for (const file of await readdir(whole, { recursive: true })) {
    const date = /snapshot_date=([^/\\]+)[/\\]/.exec(file)?.[1];
    if (date === undefined || date < from) continue;
    for (const enterprise of enterprises) {
      const path = join(made.folder, file.replace(/(?<=enterprise=)[^/\\]+/, enterprise));
      await mkdir(dirname(path), { recursive: true });
      await link(join(whole, file), path);
    }
  }
  return made;
}

async function temporaryFolder(parent: string): Promise<Temporary> {
  const folder = await mkdtemp(join(parent, "bench-history-"));
  return { folder, remove: () => rm(folder, { recursive: true, maxRetries: 3 }) };
}

async function writeHistory(folder: string, { campaigns, days, lastDay }: HistoryOptions): Promise<void> {
  const firstDay = addDays(lastDay, 1 - days);
  const world = createWorld({ seed: 1, historyStart: addDays(firstDay, -35), timeZone: ZONE, campaigns });
  for (const dataset of TABLES) await writeDataset(folder, { dataset, world, firstDay, days });
}

const ZONE = "Europe/London";
const ENTERPRISE = "demo";
/** What digests and views are made of; leads have a benchmark of their own. */
const TABLES = DATASET_NAMES.filter((name) => !DATASETS[name].inParts);

interface Made {
  readonly dataset: DatasetName;
  readonly world: World;
  readonly firstDay: Day;
  readonly days: number;
}

async function writeDataset(folder: string, { dataset, world, firstDay, days }: Made): Promise<void> {
  const { columns } = DATASETS[dataset];
  const random = randomOf(7, `${dataset} of ${ENTERPRISE}`);
  let rows = rowsOfWorld(world, dataset, Date.parse(`${firstDay}T05:00:00Z`));
  for (let at = 0; at < days; at++) {
    const date = addDays(firstDay, at);
    const snapshotAt = Date.parse(`${date}T05:00:00Z`);
    const run = { snapshot_at: snapshotAt, activity_date: addDays(date, -1), run_id: `bench-${date}` };
    if (at > 0) rows = rows.map((row) => (isActive(row) ? risen(row, () => integerBetween(random, 0, 9)) : row));
    const writer = createParquetWriter(columns);
    for (const row of rows) writer.append({ ...row, ...run });
    const label = writeLabel({
      runId: run.run_id,
      snapshotAt,
      activityDate: run.activity_date,
      timeZone: world.timeZone,
      rows: rows.length,
      totalItems: { first: rows.length, last: rows.length },
      degraded: false,
      shrunk: false,
      referenceRows: null,
      acceptShrunk: false,
      rehearsal: false,
    });
    await write(join(folder, snapshotKey(dataset, ENTERPRISE, date)), await writer.finish(label));
    const record = runRecord({ enterprise: ENTERPRISE, dataset, snapshotDate: date, rows: rows.length });
    await write(join(folder, runKey(dataset, ENTERPRISE, date, record.runId)), recordLine(SNAPSHOT_RUNS, record));
  }
}

async function write(path: string, content: Uint8Array | string): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, content);
}

function rowsOfWorld(world: World, name: DatasetName, atMs: number): Row[] {
  const dataset = DATASETS[name];
  const { collection } = dataset;
  const wanted = Object.entries(dataset.filters).map(
    ([path, value]) => [world.reader(collection, path, atMs), value] as const,
  );
  const context = { timeZone: ZONE, snapshotAt: 0, activityDate: "", runId: "" };
  const checker = createRowChecker(dataset, context);
  return world
    .ids(collection, atMs)
    .filter((id) => wanted.every(([read, value]) => String(read(id)[0]) === value))
    .flatMap((id) => world.record(collection, id, atMs) ?? [])
    .map((record) => checker.check(record as ApiObject).row);
}

const isActive = (row: Row): boolean => row["status"] === "Active" || row["campaign_status"] === "Active";

const RISING = ["total_leads", "valid_leads", "billable_leads", "delivered_leads", "total", "passed"];
const MONEY = ["revenue", "base_currency_revenue", "publisher_payout", "base_currency_publisher_payout", "earnings"];

function risen(row: Row, draw: () => number): Row {
  const leads = draw();
  const counters = RISING.filter((name) => typeof row[name] === "number").map((name) => [
    name,
    (row[name] as number) + leads,
  ]);
  const money = MONEY.filter((name) => typeof row[name] === "bigint").map((name) => [
    name,
    (row[name] as bigint) + BigInt(leads * 55_000),
  ]);
  return { ...row, ...Object.fromEntries(counters), ...Object.fromEntries(money) };
}
