import { DATASETS, type DatasetName } from "../../shared/catalog/datasets.ts";
import { type Day, instantAt } from "../../shared/platform/day.ts";
import type { ReportSettings } from "../../shared/settings/report.ts";
import type { EnterpriseSettings } from "../../shared/settings/schema.ts";
import { latestOf } from "../../shared/settings/timetable.ts";
import { findSnapshot, hasSnapshot } from "../../shared/snapshot/published.ts";
import type { ObjectStore } from "../../shared/snapshot/store.ts";

/** Why a report is not made. */
export interface Closed {
  readonly outcome: "deferred" | "not-sent";
  readonly reason: string;
}

interface Gate {
  readonly enterprise: string;
  readonly settings: EnterpriseSettings;
  readonly report: ReportSettings;
  readonly date: Day;
  /** What its parts read. */
  readonly datasets: readonly DatasetName[];
  /** Epoch ms. */
  readonly now: number;
}

/**
 * Never another day's numbers: every dataset that is read whole must have the day's snapshot, and one that is not shrunk. What is
 * collected in parts is told as far as it was read.
 * @returns undefined when the report may be made
 * @throws StoreFailed
 */
export async function closedGate(store: ObjectStore, gate: Gate): Promise<Closed | undefined> {
  const { enterprise, settings, report, date, now } = gate;
  const at = { enterprise, date };
  const missing: DatasetName[] = [];
  const shrunk: DatasetName[] = [];
  for (const dataset of gate.datasets.filter((name) => !DATASETS[name].inParts)) {
    if (!(await hasSnapshot(store, dataset, at))) missing.push(dataset);
    else if ((await findSnapshot(store, dataset, at))?.label.shrunk === true) shrunk.push(dataset);
  }
  if (missing.length > 0) {
    const lacks = `NoSnapshot: ${date} has no snapshot of ${missing.join(", ")}`;
    const until = instantAt(date, latestOf(report, settings), settings.timeZone);
    if (now >= until) return { outcome: "not-sent", reason: `${lacks}.` };
    return { outcome: "deferred", reason: `${lacks} yet. It may still come until ${new Date(until).toISOString()}.` };
  }
  if (shrunk.length === 0) return undefined;
  const reason = `NoSnapshot: the snapshot of ${shrunk.join(", ")} of ${date} is marked shrunk: rows are missing, or the size is still to be accepted.`;
  return { outcome: "not-sent", reason };
}
