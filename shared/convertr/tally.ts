import type { Member } from "./client.ts";
import type { LeftOut, Page } from "./envelope.ts";
import type { Gap } from "./gap-probe.ts";
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
  /** Takes what the gap probe found. */
  takeRecovered(members: readonly Member[]): readonly Member[];
  reading(number: number): Reading | undefined;
  summary(): TallySummary;
}

export interface TallySummary {
  readonly rows: number;
  readonly leftOut: readonly LeftOut[];
  readonly duplicates: number;
  /** Of the duplicates, those on one page. */
  readonly duplicatesInPage: number;
  readonly recovered: number;
  readonly foreignLinks: number;
  readonly isOrdered: boolean;
  /** The smallest, first and last total, and whether any two differed; absent when no page had one. */
  readonly totals:
    | { readonly first: number; readonly last: number; readonly smallest: number; readonly moved: boolean }
    | undefined;
  readonly lacksTotal: boolean;
}

/** @param query.collection for telling a member's usual `@id` */
export function createTally({ collection, pageSize }: { collection: string; pageSize: number }): Tally {
  const seen = new Set<number>();
  const oddNames = new Map<number, unknown>();
  const readings = new Map<number, Reading>();
  const leftOut: LeftOut[] = [];
  const totals: number[] = [];
  const counts = { duplicates: 0, duplicatesInPage: 0, recovered: 0, foreignLinks: 0 };
  let greatest = 0;
  let ordered = true;
  let lacksTotal = false;

  /** True when the member has not been seen. Another record under a known id is left out, not a duplicate. */
  function isNew(member: Member): boolean {
    const name = Object.hasOwn(member, "@id") ? member["@id"] : undefined;
    const usual = `/api/v4/${collection}/${member.id}`;
    if (!seen.has(member.id)) {
      seen.add(member.id);
      if (name !== usual) oddNames.set(member.id, name);
      return true;
    }
    const known = oddNames.has(member.id) ? oddNames.get(member.id) : usual;
    if (known !== name) leftOut.push({ id: String(member.id), reason: "another record has the same id" });
    else counts.duplicates += 1;
    return false;
  }

  function note(number: number, page: Page, how: "first" | "again"): void {
    readings.set(number, { length: page.length, totalItems: page.totalItems });
    counts.foreignLinks += page.foreignLinks;
    ordered &&= isOrdered(page.members);
    if (page.totalItems === undefined) lacksTotal = true;
    else totals.push(page.totalItems);
    if (how === "first") leftOut.push(...page.leftOut);
  }

  return {
    reading: (number) => readings.get(number),
    take: (number, page, how) => {
      note(number, page, how);
      const before = greatest;
      const doubled = doubledIds(page.members);
      const fresh = how === "again" ? page.members.filter(({ id }) => !seen.has(id)) : page.members;
      const added = fresh.filter(isNew);
      if (how === "again") counts.recovered += added.length;
      else counts.duplicatesInPage += doubled;
      const first = page.members[0]?.id;
      greatest = Math.max(greatest, page.members.at(-1)?.id ?? 0);
      if (first === undefined || !ordered) return { fresh: added, gaps: [] };
      const gaps: Gap[] =
        first > before + 1 && before > 0 ? [{ after: before, before: first, offset: pageSize * (number - 1) }] : [];
      // A row may have been pushed out of a page by the second copy of another.
      if (doubled > 0) gaps.push({ after: first, before: page.members.at(-1)?.id ?? first });
      return { fresh: added, gaps };
    },
    takeRecovered: (members) => {
      const added = members.filter(({ id }) => !seen.has(id)).filter(isNew);
      counts.recovered += added.length;
      return added;
    },
    summary: () => ({
      ...counts,
      rows: seen.size,
      leftOut,
      isOrdered: ordered,
      lacksTotal,
      totals: totals.length === 0 ? undefined : summarise(totals),
    }),
  };
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
