import { createHash } from "node:crypto";
import type { Row } from "../../../shared/catalog/column.ts";
import { DATASETS } from "../../../shared/catalog/datasets.ts";
import type { ConvertrClient } from "../../../shared/convertr/client.ts";
import type { PullReport } from "../../../shared/convertr/pull/collection.ts";
import { verifyParquet } from "../../../shared/parquet/reader.ts";
import { type Collected, createCollector } from "../../../shared/snapshot/collector.ts";
import { partKey } from "../../../shared/snapshot/keys.ts";
import { objectsOf, readPublished, type SnapshotLabel, writeLabel } from "../../../shared/snapshot/published.ts";
import { restoreRunRecord } from "../../../shared/snapshot/run-record.ts";
import type { ObjectStore } from "../../../shared/snapshot/store.ts";
import { type PartLabel, restoredParts } from "../record.ts";
import type { Run } from "../run.ts";
import type { Sweep } from "./cursor.ts";
import { onlyOfWindow } from "./filter-held.ts";
import { fingerprint, knownLeads } from "./known-leads.ts";
import { readsAgain, ZONE_OVERLAP_MS } from "./sweep.ts";
import type { Window } from "./window.ts";

const PARQUET = { contentType: "application/vnd.apache.parquet" };

/** A part pulled, proven complete, encoded and read back. */
export interface LeadPart {
  readonly key: string;
  readonly report: PullReport;
  readonly collected: Omit<Collected, "encode">;
  readonly bytes: Uint8Array;
  readonly sha256: string;
  readonly until: number | null;
  /** Rows of a re-read that an increment should have brought. */
  readonly missed: number;
}

/**
 * Pulls one window of a sweep. Of leads that are read again only what is not published yet becomes a row. Nothing is written.
 * @param now epoch ms
 * @throws what the client throws, SchemaDrift, BadResponse, StoreFailed
 */
export async function pullPart(
  { store, client }: { readonly store: ObjectStore; readonly client: ConvertrClient },
  { run, sweep, watermark }: { readonly run: Run; readonly sweep: Sweep; readonly watermark: number | null },
  { window, now }: { readonly window: Window; readonly now: number },
): Promise<LeadPart> {
  const { enterprise } = run.request;
  const { until } = window;
  const { activityDate } = run.day;
  const news = readsAgain(sweep) ? await newsOf(store, { enterprise, sweep, until, watermark }) : undefined;
  const context = { timeZone: run.enterprise.timeZone, snapshotAt: now, activityDate, runId: run.runId };
  const collector = createCollector(DATASETS.leads, context, news?.keep);
  const sink = onlyOfWindow(collector, sweep, until);
  const restart = () => {
    news?.restart();
    sink.restart();
  };
  const report = await client.pull({ collection: "leads", filters: window.filters }, { ...sink, restart });
  const { encode, ...collected } = collector.finish();
  const bytes = await encode(labelOf({ run, sweep, until, report, collected, now }));
  await verifyParquet(bytes, DATASETS.leads.columns, collected.rows);
  const sha256 = createHash("sha256").update(bytes).digest("hex");
  const key = keyOf(run, sweep);
  return { key, report, collected, bytes, sha256, until, missed: news?.missed() ?? 0 };
}

/** @returns false when another run has published the part */
export async function publishPart(store: ObjectStore, { key, bytes }: LeadPart): Promise<boolean> {
  return (await store.create(key, bytes, PARQUET)).outcome === "created";
}

export interface StandingPart {
  /** Up to where it reads, by the sweep's field, epoch ms; null: to the end. */
  readonly until: number | null;
  /** Who published it. */
  readonly runId: string;
}

/** The part that comes next, when a run has published it today and died, or is late, in saying so. */
export async function standingPart(store: ObjectStore, run: Run, sweep: Sweep): Promise<StandingPart | undefined> {
  const key = keyOf(run, sweep);
  if ((await store.head(key)) === undefined) return undefined;
  const published = await readPublished(store, key, run.day.snapshotDate);
  const until = published?.metadata["until"];
  if (published === undefined || until === undefined) return undefined;
  return { until: until === "" ? null : Date.parse(until), runId: published.label.runId };
}

/**
 * The record that a run owes whose part was found standing: what it published today, by its parts. Reads all parts of the day.
 * @throws StoreFailed
 */
export async function restorePartsRecord(store: ObjectStore, run: Run, runId: string): Promise<void> {
  const at = { enterprise: run.request.enterprise, date: run.day.snapshotDate };
  const labels: PartLabel[] = [];
  for (const key of await objectsOf(store, "leads", at)) {
    const part = await readPublished(store, key, at.date);
    if (part === undefined || part.label.runId !== runId) continue;
    const { bytes, ...label } = part;
    labels.push({ ...label, size: bytes.byteLength });
  }
  const [first, ...others] = labels;
  if (first !== undefined) await restoreRunRecord(store, restoredParts(run, [first, ...others]));
}

const keyOf = ({ request, day }: Run, sweep: Sweep): string =>
  partKey("leads", { enterprise: request.enterprise, date: day.snapshotDate }, sweep);

/** Tells rows that are not published yet, or published otherwise, and how many of them should have been by now. */
async function newsOf(
  store: ObjectStore,
  of: {
    readonly enterprise: string;
    readonly sweep: Sweep;
    readonly until: number | null;
    readonly watermark: number | null;
  },
) {
  const from = (of.sweep.cursor ?? 0) - ZONE_OVERLAP_MS;
  const to = of.until === null ? Number.POSITIVE_INFINITY : of.until + ZONE_OVERLAP_MS;
  const known = await knownLeads(store, of.enterprise, { from, to });
  const watermark = of.watermark ?? 0;
  const isRecent = (row: Row) =>
    Number(row["updated_ts"] ?? 0) >= watermark || Number(row["created_ts"] ?? 0) >= watermark;
  let missed = 0;
  return {
    keep: (row: Row): boolean => {
      const isNews = known.get(Number(row["id"])) !== fingerprint(row);
      if (isNews && !isRecent(row)) missed += 1;
      return isNews;
    },
    missed: () => missed,
    restart: () => {
      missed = 0;
    },
  };
}

function labelOf(of: {
  readonly run: Run;
  readonly sweep: Sweep;
  readonly until: number | null;
  readonly report: PullReport;
  readonly collected: Omit<Collected, "encode">;
  readonly now: number;
}): Record<string, string> {
  const { run, sweep, until, report, collected } = of;
  const label: SnapshotLabel = {
    runId: run.runId,
    snapshotAt: of.now,
    activityDate: run.day.activityDate,
    timeZone: run.enterprise.timeZone,
    rows: collected.rows,
    totalItems: report.totalItems,
    degraded: isDegraded(report, collected),
    shrunk: false,
    referenceRows: null,
    acceptShrunk: false,
    rehearsal: false,
  };
  return {
    ...writeLabel(label),
    sweep: sweep.kind,
    part: String(sweep.part),
    until: until === null ? "" : new Date(until).toISOString(),
  };
}

export const isDegraded = (report: PullReport, { nulled }: Pick<Collected, "nulled">): boolean =>
  nulled.length > 0 || report.leftOut.length > 0;
