import { type MonthsDependencies, makeMonths } from "../../../functions/months/job.ts";
import type { Columns, Row } from "../../../shared/catalog/column.ts";
import type { Dataset } from "../../../shared/catalog/dataset.ts";
import { DATASETS, type DatasetName } from "../../../shared/catalog/datasets.ts";
import { monthColumns } from "../../../shared/catalog/months.ts";
import { openParquet } from "../../../shared/parquet/file.ts";
import { addDays, type Day } from "../../../shared/platform/day.ts";
import { parseSettings } from "../../../shared/settings/settings.ts";
import { monthKey, snapshotKey } from "../../../shared/snapshot/keys.ts";
import { writeLabel } from "../../../shared/snapshot/published.ts";
import type { ObjectStore } from "../../../shared/snapshot/store.ts";
import { createMemoryStore } from "../../digest/sending/memory-store.ts";
import { writeRows } from "../../snapshot/parquet/write-rows.ts";

export const ENTERPRISE = "acme";
export const MONTH = "2026-10";
/** A quarter past noon UTC on the 3rd: October has just closed. */
export const CLOSED = Date.parse("2026-11-03T12:15:00Z");
const PARQUET = { contentType: "application/vnd.apache.parquet" };
const NO_BYTES = new Uint8Array();

export const settingsOf = (enterprises: Record<string, object> = { [ENTERPRISE]: { timeZone: "UTC" } }) =>
  parseSettings(
    { from: "r@acme.example", alertsTo: ["ops@acme.example"], historyFrom: "2026-09-15", enterprises },
    "test",
  );

/** A row whose other columns are null but those of the run. */
export function rowOf(dataset: Dataset, date: Day, fields: Row): Row {
  const run = { snapshot_at: Date.parse(`${date}T05:00:00Z`), activity_date: addDays(date, -1), run_id: `run-${date}` };
  const given: Row = { ...run, ...fields };
  return Object.fromEntries(Object.keys(dataset.columns).map((name) => [name, given[name] ?? null]));
}

export interface PublishedDay {
  readonly date: Day;
  readonly rows: readonly Row[];
  readonly dataset?: DatasetName;
  readonly enterprise?: string;
  /** @default the catalog's */
  readonly columns?: Columns;
  /** Rows that the file says it holds. @default what it holds */
  readonly told?: number;
}

/** A day's snapshot as it is taken. */
export function dayFile(day: PublishedDay): Promise<Uint8Array> {
  const { date, rows, dataset = "campaigns", told = rows.length } = day;
  const columns: Columns = day.columns ?? DATASETS[dataset].columns;
  const label = writeLabel({
    ...{ runId: `run-${date}`, snapshotAt: Date.parse(`${date}T05:00:00Z`), activityDate: addDays(date, -1) },
    ...{ timeZone: "UTC", rows: told, totalItems: { first: told, last: told }, degraded: false, shrunk: false },
    ...{ referenceRows: null, acceptShrunk: false, rehearsal: false },
  });
  return writeRows(columns, rows, { metadata: label });
}

/** A store of its own with the same objects. */
export async function copyOf(store: ObjectStore): Promise<ObjectStore> {
  const copy = createMemoryStore();
  for (const { key } of await store.list("")) await copy.create(key, (await store.get(key))?.body ?? NO_BYTES, PARQUET);
  return copy;
}

/** Writes a day's snapshot in place of one that is there. */
export async function publishDay(store: ObjectStore, day: PublishedDay): Promise<void> {
  const { dataset = "campaigns", enterprise = ENTERPRISE } = day;
  await putDay(store, day, await dayFile(day), { dataset, enterprise });
}

async function putDay(
  store: ObjectStore,
  { date }: Pick<PublishedDay, "date">,
  bytes: Uint8Array,
  { dataset, enterprise }: { readonly dataset: DatasetName; readonly enterprise: string },
): Promise<void> {
  const key = snapshotKey(dataset, enterprise, date);
  const standing = await store.head(key);
  if (standing === undefined) await store.create(key, bytes, PARQUET);
  else await store.overwrite(key, bytes, { ...PARQUET, ifMatch: standing.etag });
}

/** Any bytes in the place of a day's snapshot. */
export const damageDay = (store: ObjectStore, date: Day, bytes: Uint8Array = new Uint8Array([1, 2, 3])) =>
  putDay(store, { date }, bytes, { dataset: "campaigns", enterprise: ENTERPRISE });

export interface MonthsRun {
  readonly deps: MonthsDependencies;
  readonly metrics: Record<string, number>;
  readonly lines: [level: string, event: string, fields: unknown][];
}

/** @param now epoch ms, or a clock's own */
export function runOn(store: ObjectStore, now: number | (() => number) = CLOSED, settings = settingsOf()): MonthsRun {
  const metrics: Record<string, number> = {};
  const lines: MonthsRun["lines"] = [];
  const log = (level: string) => (event: string, fields?: unknown) => void lines.push([level, event, fields]);
  const clock = { now: typeof now === "number" ? () => now : now, sleep: () => Promise.reject(new Error("it waits")) };
  const deps = {
    ...{ settings, store, clock, log: { info: log("info"), warn: log("warn"), error: log("error") } },
    metrics: { put: (name: string, value: number) => void Object.assign(metrics, { [name]: value }) },
  };
  return { deps, metrics, lines };
}

export const runMonths = (run: MonthsRun, request: Partial<Parameters<typeof makeMonths>[1]> = {}) =>
  makeMonths(run.deps, { dryRun: false, ...request });

/** The rows of a month by their day, each in the order of the file; undefined when there is no month. */
export async function monthRows(
  store: ObjectStore,
  {
    dataset = "campaigns",
    enterprise = ENTERPRISE,
    month = MONTH,
  }: Partial<Parameters<typeof monthKey>[1]> & {
    readonly dataset?: DatasetName;
  } = {},
): Promise<ReadonlyMap<string, readonly Row[]> | undefined> {
  const object = await store.get(monthKey(dataset, { enterprise, month }));
  if (object === undefined) return undefined;
  const columns = monthColumns(DATASETS[dataset]);
  const rows = await (await openParquet(object.body)).read(columns, Object.keys(columns));
  const days = Map.groupBy(rows, (row) => String(row["snapshot_date"]));
  return new Map([...days].map(([date, of]) => [date, of.map(({ snapshot_date: _, ...row }) => row)]));
}
