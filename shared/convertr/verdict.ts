import type { PagingPlan } from "./paging-plan.ts";
import type { TallySummary } from "./tally.ts";

/** A total that moved by this many rows is a live account; by more, and by more than one in a hundred, it is doubted. */
const DRIFT_ROWS = 5;
const DRIFT_SHARE = 0.01;

/**
 * Why a finished pull cannot be taken for complete; undefined when it can (faults.md, part 2.5). Its pages, gaps and end are
 * proven already; this weighs what the totals and the duplicates say.
 */
export function doubtOf(summary: TallySummary, mode: PagingPlan["mode"]): string | undefined {
  const { totals } = summary;
  if (mode === "parallel" && !summary.isOrdered) return "ids do not rise within a page";
  if (mode === "parallel" && summary.lacksTotal) return "a page has no total";
  if (totals !== undefined) {
    const drift = Math.abs(totals.last - totals.first);
    if (drift > Math.max(DRIFT_ROWS, DRIFT_SHARE * totals.first)) {
      return `the total moved from ${totals.first} to ${totals.last}`;
    }
    const accounted = summary.rows + summary.leftOut.length + summary.duplicatesInPage;
    if (accounted < totals.smallest) return `${accounted} rows came of at least ${totals.smallest}`;
  }
  if (mode === "parallel") return undefined;
  if (summary.duplicates > 0) return "rows came twice, and their order is not sure";
  if (totals?.moved === true) return "the total moved, and the order of rows is not sure";
  if (!summary.isOrdered && (totals === undefined || summary.lacksTotal)) return "neither order nor total";
  return undefined;
}
