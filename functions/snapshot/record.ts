import { isReportsError } from "../../shared/platform/errors.ts";
import type { PublishedSnapshot } from "../../shared/snapshot/published.ts";
import type { RunRecord } from "../../shared/snapshot/run-record.ts";
import type { PulledSnapshot } from "./pull.ts";
import type { Run } from "./run.ts";

/** What the parts of a dataset that is collected in parts tell together. */
export type PartsSummary = Pick<
  RunRecord,
  | ("key" | "rows" | "bytes" | "sha256" | "totalItems" | "duplicates" | "recovered" | "superseded" | "nulled")
  | ("leftOut" | "drift" | "degraded" | "shrunk" | "sweeps" | "parts" | "missedChanges")
>;

/** Fields of a pull that did not happen. */
const NO_PULL = {
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
  degraded: null,
  shrunk: null,
  error: null,
  sweeps: null,
  parts: null,
  complete: null,
  missedChanges: null,
} as const;

function base(run: Run, now: number) {
  return {
    runId: run.runId,
    enterprise: run.request.enterprise,
    dataset: run.request.dataset,
    snapshotDate: run.day.snapshotDate,
    activityDate: run.day.activityDate,
    timeZone: run.enterprise.timeZone,
    labelled: run.day.rehearsal,
    late: run.day.late,
    acceptShrunk: run.request.acceptShrunk,
    startedAt: new Date(run.startedAt).toISOString(),
    finishedAt: new Date(now).toISOString(),
    durationMs: now - run.startedAt,
    ...NO_PULL,
  };
}

export function finished(
  run: Run,
  done: PulledSnapshot & {
    readonly outcome: "published" | "dry-run" | "look";
    readonly key: string | null;
    readonly now: number;
  },
): RunRecord {
  const { report, collected } = done;
  return {
    ...base(run, done.now),
    outcome: done.outcome,
    key: done.key,
    rows: collected.rows,
    bytes: done.bytes.byteLength,
    sha256: done.sha256,
    pages: report.pages,
    requests: report.requests,
    retries: report.retries,
    totalItems: report.totalItems,
    duplicates: report.duplicates,
    recovered: report.recovered,
    superseded: collected.superseded,
    nulled: collected.nulled,
    leftOut: report.leftOut,
    drift: collected.drift,
    degraded: done.degraded,
    shrunk: done.shrunk,
  };
}

type TrafficCounts = { readonly requests: number; readonly retries: number; readonly pages: number };

/** @param done.summary of the parts; undefined when the run wrote none, since the day was complete or another run was at it */
export function collected(
  run: Run,
  done: {
    readonly outcome: "published" | "already-published" | "dry-run";
    readonly summary: PartsSummary | undefined;
    readonly complete: boolean;
    readonly traffic: TrafficCounts;
    readonly now: number;
  },
): RunRecord {
  const { outcome, summary, complete, traffic } = done;
  return { ...base(run, done.now), outcome, ...asked(traffic), ...summary, complete };
}

/** @param failure.summary of the parts that were published before, if any */
export function failed(
  run: Run,
  failure: {
    readonly error: unknown;
    readonly summary?: PartsSummary | undefined;
    readonly traffic: TrafficCounts;
    readonly now: number;
  },
): RunRecord {
  return {
    ...base(run, failure.now),
    outcome: "failed",
    ...asked(failure.traffic),
    ...(failure.summary === undefined ? {} : { ...failure.summary, complete: false }),
    error: describedError(failure.error),
  };
}

const asked = ({ requests, retries, pages }: TrafficCounts) => (requests > 0 ? { requests, retries, pages } : {});

/** A named error tells its own text, made to be shown. Any other may hold anything, so only its class is told. */
function describedError(error: unknown): { name: string; message: string } {
  if (isReportsError(error)) return { name: error.name, message: error.message };
  const name = error instanceof Error ? error.constructor.name : typeof error;
  return { name, message: "An error nobody foresaw: a defect of this program. The function's log has its stack." };
}

export function alreadyPublished(
  run: Run,
  { snapshot, now }: { readonly snapshot: PublishedSnapshot | undefined; readonly now: number },
): RunRecord {
  return { ...base(run, now), outcome: "already-published", ...(snapshot === undefined ? {} : summary(snapshot)) };
}

/** The record of the run that published the snapshot and died before it could say so. */
export function restored(run: Run, snapshot: PublishedSnapshot): RunRecord {
  const { label } = snapshot;
  return {
    ...base(run, label.snapshotAt),
    runId: label.runId,
    activityDate: label.activityDate,
    timeZone: label.timeZone,
    labelled: label.rehearsal,
    late: false,
    acceptShrunk: label.acceptShrunk,
    startedAt: new Date(label.snapshotAt).toISOString(),
    durationMs: 0,
    outcome: "published",
    ...summary(snapshot),
  };
}

/** What is kept of a part while the others are read. */
export type PartLabel = Omit<PublishedSnapshot, "bytes"> & { readonly size: number };

/**
 * As `restored`, of a run that published parts.
 * @param parts of that run, all of them, at least one, in order
 */
export function restoredParts(run: Run, parts: readonly [PartLabel, ...PartLabel[]]): RunRecord {
  const [first] = parts;
  const last = parts.at(-1) ?? first;
  const sum = (of: (part: PartLabel) => number): number => parts.reduce((total, part) => total + of(part), 0);
  return {
    ...base(run, last.label.snapshotAt),
    runId: first.label.runId,
    timeZone: first.label.timeZone,
    late: false,
    startedAt: new Date(first.label.snapshotAt).toISOString(),
    durationMs: last.label.snapshotAt - first.label.snapshotAt,
    outcome: "published",
    key: last.key,
    rows: sum(({ label }) => label.rows),
    bytes: sum(({ size }) => size),
    sha256: last.sha256,
    totalItems: last.label.totalItems,
    degraded: parts.some(({ label }) => label.degraded),
    shrunk: false,
    sweeps: [...new Set(parts.map(({ metadata }) => metadata["sweep"] ?? ""))].filter((sweep) => sweep !== ""),
    parts: parts.length,
    complete: false,
  };
}

function summary({ key, bytes, sha256, label }: PublishedSnapshot) {
  const { rows, totalItems, degraded, shrunk } = label;
  return { key, rows, bytes: bytes.byteLength, sha256, totalItems, degraded, shrunk };
}
