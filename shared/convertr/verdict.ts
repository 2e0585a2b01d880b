import type { PagingPlan } from "./paging-plan.ts";
import type { TallySummary } from "./tally.ts";

/** A total that moved by this many rows is a live account; by more, and by more than one in a hundred, it is doubted. */
const DRIFT_ROWS = 5;
const DRIFT_SHARE = 0.01;

/**
 * Why a finished pull cannot be taken for complete; undefined when it can (docs/pulling.md, "When a pull is believed"). Its pages, gaps and end are
 * proven already; this weighs what the totals and the duplicates say.
 */
export function doubtOf(summary: TallySummary, mode: PagingPlan["mode"]): string | undefined {
  const { totals } = summary;
  if (mode === "parallel" && !summary.isOrdered) return "ids do not rise";
  if (mode === "parallel" && summary.lacksTotal) return "a page has no total";
  if (summary.endsDoubled) return "the last page has a row twice, where another one may belong";
  if (totals !== undefined) {
    const drift = Math.abs(totals.last - totals.first);
    if (drift > Math.max(DRIFT_ROWS, DRIFT_SHARE * totals.first)) {
      return `the total moved from ${totals.first} to ${totals.last}`;
    }
    // A second copy is no row: it may stand where another one was.
    const accounted = summary.rows + summary.leftOut.length;
    if (accounted < totals.smallest) return `${accounted} rows came of at least ${totals.smallest}`;
  }
  if (mode === "parallel") return undefined;
  if (summary.duplicates > 0) return "rows came twice, and their order is not sure";
  if (totals?.moved === true) return "the total moved, and the order of rows is not sure";
  if (!summary.isOrdered && (totals === undefined || summary.lacksTotal)) return "neither order nor total";
  return undefined;
}

/** Ids rise, and a total says how many there are: what such a pull lost shows in a gap or in the number of rows. */
export const provesItself = ({ isOrdered, totals }: TallySummary): boolean => isOrdered && totals !== undefined;

/**
 * Why a finished pull that does not prove itself needs another one; undefined when it is confirmed. Where ids do not rise, a
 * row that slid over a boundary lies in no gap, and a row that came can hide it from the totals. But a row only slides when
 * one that was read before it goes: then the pull holds a row that the next one lacks. So a pull is believed when it holds
 * every row of the one before it, read page by page as well; and without totals, where nothing tells a short last page from
 * a whole one, likewise.
 * @param earlier the pull before; undefined when there is none that counts
 */
export function unconfirmed(
  summary: TallySummary,
  earlier: { readonly doubt?: string | undefined; readonly summary: TallySummary } | undefined,
): string | undefined {
  if (provesItself(summary)) return undefined;
  const lacks = summary.isOrdered ? "there is no total" : "ids do not rise";
  if (earlier === undefined || earlier.doubt !== undefined) return `${lacks}, and no other pull confirms it`;
  const lost = earlier.summary.ids.difference(summary.ids).size;
  return lost === 0 ? undefined : `${lacks}, and ${lost} rows of the pull before are not there`;
}
