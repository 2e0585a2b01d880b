import type { Member } from "./collection.ts";
import type { LeftOutRecord, Page } from "./envelope.ts";
import type { Gap } from "./gaps.ts";
import { isOrdered } from "./paging-plan.ts";

/** What was learnt of a page when it was last read. */
export interface Reading {
  readonly length: number;
  readonly totalItems: number | undefined;
}

/** What has come so far in one pull, in page order. */
export interface Tally {
  /**
   * Takes a page and says which of its members are new, and between which ids rows may have slid away.
   * @param how "again" when the page was taken before: its known members are no duplicates
   */
  take(
    number: number,
    page: Page,
    how: "first" | "again",
  ): { readonly fresh: readonly Member[]; readonly gaps: readonly Gap[] };
  /** Takes what the gap probe found. What is left out is named once, on its page or here. */
  takeRecovered(found: {
    readonly members: readonly Member[];
    readonly leftOut: readonly LeftOutRecord[];
  }): readonly Member[];
  reading(number: number): Reading | undefined;
  summary(): TallySummary;
}

export interface TallySummary {
  readonly rows: number;
  /** Of the rows. */
  readonly ids: ReadonlySet<number>;
  readonly leftOut: readonly LeftOutRecord[];
  readonly duplicates: number;
  /** Of the duplicates, those on one page. */
  readonly duplicatesInPage: number;
  /** The last page has a member twice: what stood in the place of the second copy can lie behind the last id that was seen. */
  readonly endsDoubled: boolean;
  readonly recovered: number;
  readonly foreignLinks: number;
  /** Ids rise, within each page and from page to page. */
  readonly isOrdered: boolean;
  /** The smallest, first and last total, and whether any two differed; absent when no page had one. */
  readonly totals:
    | { readonly first: number; readonly last: number; readonly smallest: number; readonly moved: boolean }
    | undefined;
  readonly lacksTotal: boolean;
}

/** @param query.collection for telling a member's usual `@id` */
export function createTally(query: { readonly collection: string; readonly pageSize: number }): Tally {
  const state: State = {
    ...query,
    seen: new Set(),
    oddNames: new Map(),
    readings: new Map(),
    leftOut: [],
    totals: [],
    counts: { duplicates: 0, duplicatesInPage: 0, recovered: 0, foreignLinks: 0 },
    greatest: 0,
    end: { page: 0, doubled: false },
    isOrdered: true,
    lacksTotal: false,
  };
  return {
    reading: (number) => state.readings.get(number),
    take: (number, page, how) => take(state, number, { page, how }),
    takeRecovered: ({ members, leftOut }) => {
      state.leftOut.push(...leftOut.filter((one) => !isKnown(state, one)));
      const added = members.filter(({ id }) => !state.seen.has(id)).filter((member) => isNew(state, member));
      state.counts.recovered += added.length;
      return added;
    },
    summary: () => ({
      ...state.counts,
      rows: state.seen.size,
      ids: state.seen,
      endsDoubled: state.end.doubled,
      leftOut: state.leftOut,
      isOrdered: state.isOrdered,
      lacksTotal: state.lacksTotal,
      totals: state.totals.length === 0 ? undefined : summarise(state.totals),
    }),
  };
}

interface State {
  readonly collection: string;
  readonly pageSize: number;
  readonly seen: Set<number>;
  /** `@id` of the members where it is not the usual one. */
  readonly oddNames: Map<number, unknown>;
  readonly readings: Map<number, Reading>;
  readonly leftOut: LeftOutRecord[];
  readonly totals: number[];
  readonly counts: { duplicates: number; duplicatesInPage: number; recovered: number; foreignLinks: number };
  greatest: number;
  /** The last page with members. */
  end: { readonly page: number; readonly doubled: boolean };
  isOrdered: boolean;
  lacksTotal: boolean;
}

function take(
  state: State,
  number: number,
  { page, how }: { readonly page: Page; readonly how: "first" | "again" },
): ReturnType<Tally["take"]> {
  const { counts, seen } = state;
  noteReading(state, number, page);
  const before = state.greatest;
  const doubled = doubledIds(page.members);
  if (page.length > 0 && number >= state.end.page) state.end = { page: number, doubled: doubled > 0 };
  if (how === "first") {
    for (const one of page.leftOut) {
      if (isKnown(state, one)) counts.duplicates += 1;
      else state.leftOut.push(one);
    }
    counts.duplicatesInPage += doubled;
  }
  const candidates = how === "again" ? page.members.filter(({ id }) => !seen.has(id)) : page.members;
  const fresh = candidates.filter((member) => isNew(state, member));
  if (how === "again") counts.recovered += fresh.length;
  else state.isOrdered &&= fresh.every(({ id }) => id > before);
  const first = page.members[0]?.id;
  const last = page.members.at(-1)?.id;
  if (first === undefined || last === undefined || !state.isOrdered) return { fresh, gaps: [] };
  state.greatest = Math.max(before, last);
  const gaps: Gap[] = [];
  const isApart = before > 0 && first > before + 1;
  if (isApart) gaps.push({ after: before, before: first, offset: state.pageSize * (number - 1) });
  // A row may have been pushed out of a page by the second copy of another.
  if (doubled > 0) gaps.push({ after: first, before: last });
  return { fresh, gaps };
}

function noteReading(state: State, number: number, page: Page): void {
  state.readings.set(number, { length: page.length, totalItems: page.totalItems });
  state.counts.foreignLinks += page.foreignLinks;
  state.isOrdered &&= isOrdered(page.members);
  if (page.totalItems !== undefined) state.totals.push(page.totalItems);
  else if (page.isAbsent !== true) state.lacksTotal = true;
}

/** True when a member without a usable id bears the name of one that has come: it must not be counted for a row of its own. */
const isKnown = ({ seen, leftOut }: State, { id }: LeftOutRecord): boolean =>
  id !== null && (seen.has(Number(id)) || leftOut.some((one) => one.id === id));

/** True when the member has not been seen. Another record under a known id is left out, not a duplicate. */
function isNew({ seen, oddNames, leftOut, counts, collection }: State, member: Member): boolean {
  const name = Object.hasOwn(member, "@id") ? member["@id"] : undefined;
  const usual = `/api/v4/${collection}/${member.id}`;
  if (!seen.has(member.id)) {
    seen.add(member.id);
    // It came before, without its id.
    const named = leftOut.findIndex(({ id }) => id === String(member.id));
    if (named >= 0) leftOut.splice(named, 1);
    if (name !== usual) oddNames.set(member.id, name);
    return true;
  }
  const known = oddNames.has(member.id) ? oddNames.get(member.id) : usual;
  if (known !== name) leftOut.push({ id: String(member.id), reason: "another record has the same id" });
  else counts.duplicates += 1;
  return false;
}

/** Members on the page under an id that the page already has. */
function doubledIds(members: readonly Member[]): number {
  return members.length - new Set(members.map(({ id }) => id)).size;
}

function summarise(totals: readonly number[]): NonNullable<TallySummary["totals"]> {
  let smallest = Number.POSITIVE_INFINITY;
  let greatest = 0;
  for (const total of totals) {
    smallest = Math.min(smallest, total);
    greatest = Math.max(greatest, total);
  }
  return { first: totals[0] ?? 0, last: totals.at(-1) ?? 0, smallest, moved: smallest !== greatest };
}
