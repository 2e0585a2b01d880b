import { DATASETS } from "../../shared/catalog/datasets.ts";
import type { Log } from "../../shared/platform/log.ts";
import type { Metrics } from "../../shared/platform/metrics.ts";
import type { RunRecord } from "../../shared/snapshot/run-record.ts";

/** One log line a run, and the few metrics that alarms and the dashboard need. */
export function reportRun(deps: { readonly log: Log; readonly metrics: Metrics }, record: RunRecord): void {
  const { outcome, enterprise, dataset } = record;
  const { nulled, leftOut, drift, ...line } = record;
  deps.log[outcome === "failed" ? "error" : "info"]("snapshot-run", {
    ...line,
    nulled: nulled?.map(({ column, count }) => ({ column, count })) ?? null,
    leftOut: leftOut?.length ?? null,
    drift,
  });
  if (outcome === "dry-run" || outcome === "look") return;
  const count = (name: string, value: number) => deps.metrics.put(name, value, "Count");
  deps.metrics.put(outcome === "failed" ? "SnapshotFailed" : "SnapshotSucceeded", 1, "Count", { enterprise, dataset });
  // Without the enterprise, so that one alarm hears of all.
  if (record.error?.name === "PasswordExpired") count("PasswordExpired", 1);
  // What is collected in parts uses its time up by intent and goes on in the next run.
  if (!DATASETS[dataset].inParts) deps.metrics.put("SnapshotDuration", record.durationMs, "Milliseconds");
  if (outcome !== "published") return;
  count("SnapshotRows", record.rows ?? 0);
  if (record.shrunk === true) count("SnapshotsShrunk", 1);
  if (record.degraded === true) count("SnapshotsDegraded", 1);
  if (drift !== null && drift.unknown.length + drift.missing.length > 0) count("SchemaDrift", 1);
}
