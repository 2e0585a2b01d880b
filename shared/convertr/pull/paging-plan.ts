import type { CollectionQuery } from "../http/endpoint.ts";
import type { Page } from "./envelope.ts";

/** How the pages after the first are got (docs/pulling.md, "Pages"). */
export type PagingPlan =
  /** The server does what it was asked for: pages 2 to `readAhead` at once. The one behind a full last page is among them. */
  | { readonly mode: "parallel"; readonly pageSize: number; readonly readAhead: number; readonly mostPages: number }
  /** It does not, for the reason given: one page after the other until a short one, and nothing is taken for granted. */
  | {
      readonly mode: "sequential";
      readonly pageSize: number;
      readonly mostPages: number;
      readonly reason: string;
      /** The first page is longer than was asked for and has as many members as the total says: there are no other pages. */
      readonly isUnpaged?: true;
    };

export interface PlanLimits {
  readonly maxPages: number;
  readonly extraPages: number;
}

/** Judges the first page: was the order, the page size and every filter understood, and does the last page fit the total? */
export function planPaging(first: Page, query: CollectionQuery, limits: PlanLimits): PagingPlan {
  const { totalItems: total } = first;
  const { maxPages, extraPages } = limits;
  const pageSize = Math.max(1, first.length);
  if (total === undefined) return { mode: "sequential", pageSize, mostPages: maxPages, reason: "no total" };
  const size = isClamped(first, total, query) ? pageSize : query.pageSize;
  const reason = doubtOf(first, total, { asked: query, pageSize: size });
  if (reason !== undefined) {
    const mostPages = Math.min(maxPages, Math.ceil(total / pageSize) + extraPages);
    const isUnpaged = first.length > query.pageSize && first.length === total;
    return { mode: "sequential", pageSize, mostPages, reason, ...(isUnpaged ? { isUnpaged } : {}) };
  }
  const fullPages = Math.floor(total / size);
  const mostPages = Math.min(maxPages, fullPages + extraPages);
  return { mode: "parallel", pageSize: size, readAhead: fullPages + 1, mostPages };
}

/** The server has smaller pages than were asked for, and its last page says so: then those are asked for. */
function isClamped({ length, view }: Page, total: number, { pageSize }: CollectionQuery): boolean {
  return length > 0 && length < Math.min(total, pageSize) && view?.lastPage === pagesOf(total, length);
}

/** Pages that `total` members fill, at least one. */
export function pagesOf(total: number, pageSize: number): number {
  return Math.max(1, Math.ceil(total / pageSize));
}

/**
 * Members that page `page` must have by its own total: the total is counted with every page.
 * @returns undefined when the page does not say its total
 */
export function expectedLength(page: number, totalItems: number | undefined, pageSize: number): number | undefined {
  if (totalItems === undefined) return undefined;
  return Math.min(pageSize, Math.max(0, totalItems - pageSize * (page - 1)));
}

/** Ids rise within a page; the same id twice in a row is a duplicate, not another order. */
export function isOrdered(members: readonly { readonly id: number }[]): boolean {
  let before = 0;
  for (const { id } of members) {
    if (id < before) return false;
    before = id;
  }
  return true;
}

/** @param pageSize that of the server, where it is another one than was asked for */
function doubtOf(
  first: Page,
  total: number,
  { asked, pageSize }: { readonly asked: CollectionQuery; readonly pageSize: number },
): string | undefined {
  const { view, length } = first;
  if (!isOrdered(first.members)) return "not ordered by id";
  if (length !== Math.min(total, pageSize)) return "another page size";
  if (view === undefined) return length === total ? undefined : "no hydra:view";
  if (view.echo === undefined || !echoes(view.echo, asked)) return "parameters not understood";
  if (total > pageSize && view.lastPage === undefined) return "no last page";
  if ((view.lastPage ?? 1) !== pagesOf(total, pageSize)) return "a last page that does not fit the total";
  if (view.nextPage !== undefined && view.nextPage > pagesOf(total, pageSize)) return "a next page after the last";
  return undefined;
}

/**
 * Why a first page lacks members that its own answer says are on it: rows are counted and read one after the other, so that on a
 * busy account 50 can come where 51 belong. Asking again heals that.
 */
export function firstPageDoubt({ length, totalItems, view }: Page, pageSize: number): string | undefined {
  if (totalItems === undefined || view === undefined) return undefined;
  const expected = Math.min(totalItems, pageSize);
  if (length >= expected || (view.lastPage ?? 1) !== pagesOf(totalItems, pageSize)) return undefined;
  return `${length} members on page 1, where ${expected} belong`;
}

/**
 * Why an answer cannot be the page that was asked for: it shows another page's number, or (once the first page has shown that
 * they are understood) that a parameter was not applied this time.
 */
export function echoDoubt(
  { view }: Page,
  asked: { readonly query: CollectionQuery; readonly page: number; readonly understood: boolean },
): string | undefined {
  const echo = view?.echo;
  if (echo === undefined) return undefined;
  if ((echo.get("page") ?? String(asked.page)) !== String(asked.page)) return `another page than page ${asked.page}`;
  if (asked.understood && !echoes(echo, asked.query)) return `page ${asked.page} without order, size or filter`;
  return undefined;
}

function echoes(echo: URLSearchParams, { filters, pageSize }: CollectionQuery): boolean {
  const asked = Object.entries({ ...filters, itemsPerPage: String(pageSize), "order[id]": "asc" });
  return asked.every(([name, value]) => echo.get(name) === value);
}
