import type { PagingPlan } from "./paging-plan.ts";
import type { Reading, TallySummary } from "./tally.ts";

/** What is still to be read before the end of the collection is proven. */
export type EndStep =
  | { readonly step: "proven" }
  /** The page after the last one read. */
  | { readonly step: "read"; readonly page: number }
  /** A page before an empty one: rows may have slid onto it after it was read. */
  | { readonly step: "read-again"; readonly page: number };

export interface EndState {
  /** The page read last. */
  readonly page: number;
  /** True when it was read again, after the page behind it had come back empty. */
  readonly wasReadAgain: boolean;
  readonly pageSize: number;
  readonly reading: (page: number) => Reading | undefined;
  /** The server gave more members than a page may have, all at once. */
  readonly isUnpaged?: boolean;
}

/**
 * A short page ends a collection when its own total ends with it. Without such a total it may as well be a page that lacks
 * members, so the page behind it is read; a full one is followed too. An empty one proves nothing of the rows that were on
 * it when the page before it was read (501 rows, one of the first 500 deleted after page 5 was read: row 501 is now on
 * page 5, and page 6 is empty), so that page is read again, unless its own total ended with it.
 * @see docs/pulling.md, "The end of a collection"
 */
export function nextEndStep({ page, wasReadAgain, pageSize, reading, isUnpaged = false }: EndState): EndStep {
  const last = reading(page);
  if (last === undefined) return { step: "read", page };
  if (isUnpaged && page === 1 && last.length === last.totalItems) return { step: "proven" };
  if (last.length > 0) {
    const end = pageSize * (page - 1) + last.length;
    const isEnd = wasReadAgain ? (last.totalItems ?? 0) <= end : last.length < pageSize && last.totalItems === end;
    return isEnd ? { step: "proven" } : { step: "read", page: page + 1 };
  }
  if (page === 1) return { step: "proven" };
  const before = reading(page - 1);
  const endsWithIt = before !== undefined && before.totalItems === pageSize * (page - 2) + before.length;
  return endsWithIt && before.length > 0 ? { step: "proven" } : { step: "read-again", page: page - 1 };
}

/**
 * A total that moved by this many rows is a live account; by more, and by more than one in a hundred, it is doubted. Growth is not,
 * where ids rise and everything that the last total counts has come: new rows stand behind the others and push none out of a page.
 */
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
    // A second copy is no row: it may stand where another one was.
    const accounted = summary.rows + summary.leftOut.length;
    const drift = Math.abs(totals.last - totals.first);
    const isGrowth = mode === "parallel" && totals.last > totals.first && accounted >= totals.last;
    if (!isGrowth && drift > Math.max(DRIFT_ROWS, DRIFT_SHARE * totals.first)) {
      return `the total moved from ${totals.first} to ${totals.last}`;
    }
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
