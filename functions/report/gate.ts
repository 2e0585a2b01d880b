import { DATASETS, type DatasetName } from "../../shared/catalog/datasets.ts";
import { instantAt } from "../../shared/platform/day.ts";
import type { Source } from "../../shared/reports/mail/report-mail.ts";
import { isRehearsal } from "../../shared/settings/event-fields.ts";
import { latestOf } from "../../shared/settings/timetable.ts";
import { findSnapshot, hasSnapshot, type SnapshotLabel } from "../../shared/snapshot/published.ts";
import type { ObjectStore } from "../../shared/snapshot/store.ts";
import type { ReportRun } from "./report-run.ts";

/** Why a report is not made. */
export interface Closed {
  readonly outcome: "deferred" | "not-sent";
  readonly reason: string;
}

export type Gate = { readonly closed: Closed } | { readonly closed?: never; readonly sources: readonly Source[] };

/**
 * Never another day's numbers: every dataset that is read whole must have the day's snapshot, and one that is not shrunk. What is
 * collected in parts is told as far as it was read.
 * @param now epoch ms
 * @returns what it is made of, or why it may not be made
 * @throws StoreFailed
 */
export async function gateOf(store: ObjectStore, run: Omit<ReportRun, "sources">, now: number): Promise<Gate> {
  const { request, report, date } = run;
  const at = { enterprise: request.enterprise, date };
  const missing: DatasetName[] = [];
  const shrunk: DatasetName[] = [];
  const sources: Source[] = [];
  const datasets = [...new Set(report.parts.flatMap((part) => part.datasets))];
  for (const dataset of datasets.filter((name) => !DATASETS[name].inParts)) {
    const found = await findSnapshot(store, dataset, at);
    if (found?.label.shrunk) shrunk.push(dataset);
    else if (found !== undefined) sources.push(sourceOf(dataset, found.label));
    else if (!(await hasSnapshot(store, dataset, at))) missing.push(dataset);
  }
  if (missing.length > 0) return { closed: closedBy(run, missing, now) };
  if (shrunk.length === 0) return { sources };
  const reason = `NoSnapshot: the snapshot of ${shrunk.join(", ")} of ${date} is marked shrunk: rows are missing, or the size is still to be accepted.`;
  return { closed: { outcome: "not-sent", reason } };
}

const sourceOf = (dataset: DatasetName, { snapshotAt, runId, degraded }: SnapshotLabel): Source => ({
  ...{ dataset, snapshotAt, runId, degraded },
});

/** A run that is told to wait always does; one by hand does until the report's `latest`, unless it is to be early. Tests never do. */
function closedBy(run: Omit<ReportRun, "sources">, missing: readonly DatasetName[], now: number): Closed {
  const { request, report, enterprise, date } = run;
  const lacks = `NoSnapshot: ${date} has no snapshot of ${missing.join(", ")}`;
  if (request.wait) {
    return { outcome: "deferred", reason: `${lacks} yet. The report waits for it, until the run without wait.` };
  }
  const byHand = request.scheduledTime === undefined && !request.early && !isRehearsal(request);
  const until = instantAt(date, latestOf(report.settings, enterprise), enterprise.timeZone);
  if (!byHand || now >= until) return { outcome: "not-sent", reason: `${lacks}.` };
  return { outcome: "deferred", reason: `${lacks} yet. It may still come until ${new Date(until).toISOString()}.` };
}
