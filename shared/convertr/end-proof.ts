import type { Reading } from "./tally.ts";

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
}

/**
 * A short page ends a collection when its own total ends with it. Without such a total it may as well be a page that lacks
 * members, so the page behind it is read; a full one is followed too. An empty one proves nothing of the rows that were on
 * it when the page before it was read (501 rows, one of the first 500 deleted after page 5 was read: row 501 is now on
 * page 5, and page 6 is empty), so that page is read again, unless its own total ended with it.
 * @see docs/pulling.md, "The end of a collection"
 */
export function nextEndStep({ page, wasReadAgain, pageSize, reading }: EndState): EndStep {
  const last = reading(page);
  if (last === undefined) return { step: "read", page };
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
