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
  if (outcome === "dry-run") return;
  deps.metrics.put(outcome === "failed" ? "SnapshotFailed" : "SnapshotSucceeded", 1, "Count", { enterprise, dataset });
  // Without the enterprise, so that one alarm hears of all.
  if (record.error?.name === "PasswordExpired") deps.metrics.put("PasswordExpired", 1, "Count");
  if (outcome === "published") deps.metrics.put("SnapshotRows", record.rows ?? 0, "Count");
}
