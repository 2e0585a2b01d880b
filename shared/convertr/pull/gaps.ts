import { type CollectionQuery, pageUrl, probeUrl } from "../http/endpoint.ts";
import type { Member } from "./collection.ts";
import type { LeftOutRecord } from "./envelope.ts";
import { type PullContext, requestPage } from "./page-request.ts";
import { isOrdered, type PagingPlan } from "./paging-plan.ts";

/** Ids strictly between two neighbours in page order: a row that slid over the boundary can only be there. */
export interface Gap {
  readonly after: number;
  readonly before: number;
  /** How many members the pages before the boundary hold. Absent for a gap within a page. */
  readonly offset?: number;
}

/** Collects the ids of gaps into batches of one request each, up to a number of requests. */
export interface GapProbe {
  /** Batches that are full now. Undefined when the gap is too wide for what is left: see `straddlingPage`. */
  add(gap: Gap): readonly (readonly number[])[] | undefined;
  /** What is left at the end, the last batch. */
  rest(): readonly number[];
}

/**
 * @param limits.ids per request (100 make an address of about 1.7 KB)
 * @param limits.requests how many requests all gaps together may cost (docs/pulling.md, "Gaps between pages")
 */
export function createGapProbe(limits: { readonly ids: number; readonly requests: number }): GapProbe {
  let left = limits.ids * limits.requests;
  let batch: number[] = [];
  return {
    add: (gap) => {
      const width = gap.before - gap.after - 1;
      if (width > left) return undefined;
      left -= width;
      const full: number[][] = [];
      for (let id = gap.after + 1; id < gap.before; id++) {
        batch.push(id);
        if (batch.length < limits.ids) continue;
        full.push(batch);
        batch = [];
      }
      return full;
    },
    rest: () => batch,
  };
}

/**
 * A page of another size that has the boundary at `offset` near its middle. Its one answer shows both sides of a gap that is too
 * wide to be asked for id by id, and what lies between them, whatever happened before or after it.
 * @param most the greatest page size the API takes
 */
export function straddlingPage(offset: number, most: number): { readonly page: number; readonly pageSize: number } {
  const margin = (size: number) => Math.min(offset % size, size - (offset % size));
  const sizes = Array.from({ length: most - 1 }, (_, index) => index + 2);
  const pageSize = sizes.reduce((best, size) => (margin(size) >= margin(best) ? size : best), 2);
  return { page: Math.floor(offset / pageSize) + 1, pageSize };
}

/** What a probe's answer shows: only members that were asked for, and all of them on one page. */
export function probeDoubt(
  ids: readonly number[],
  answer: {
    readonly members: readonly { readonly id: number }[];
    readonly length: number;
    readonly totalItems: number | undefined;
  },
): string | undefined {
  const asked = new Set(ids);
  if (!answer.members.every(({ id }) => asked.has(id))) return "the filter by id was not applied";
  if ((answer.totalItems ?? answer.length) > answer.length) return "the probe's answer has more pages";
  return undefined;
}

/** Below this no page size can have every boundary inside. */
const MIN_STRADDLE = 4;

/** Looks into gaps while the pages still come, so that it hardly takes time of its own. */
export interface GapReader {
  add(gap: Gap): void;
  /** Everything that was found; or why a gap could not be looked into. */
  finish(): Promise<GapRows>;
}

export interface GapRows {
  readonly members: readonly Member[];
  /** What lay there without a usable id. */
  readonly leftOut: readonly LeftOutRecord[];
  readonly doubt?: string | undefined;
}

const NOTHING = { members: [], leftOut: [] } as const;

export function createGapReader(context: PullContext, query: CollectionQuery, plan: PagingPlan): GapReader {
  const { limits } = context;
  const requests = Math.max(limits.probeRequests, plan.mode === "parallel" ? Math.floor(plan.readAhead / 4) : 0);
  // A server with smaller pages answers no more ids than one of them holds.
  const ids = query.pageSize < limits.pageSize ? Math.min(limits.probeIds, query.pageSize) : limits.probeIds;
  const probe = createGapProbe({ ids, requests });
  const looking: Promise<GapRows>[] = [];
  const start = (found: Promise<GapRows>) => {
    // Awaited in `finish`; until then a failure must not count as unhandled.
    found.catch(() => {});
    looking.push(found);
  };
  return {
    add: (gap) => {
      const batches = probe.add(gap);
      if (batches === undefined) start(readAcross(context, { ...query, pageSize: plan.pageSize }, gap));
      else for (const ids of batches) start(askFor(context, query, ids));
    },
    finish: async () => {
      const rest = probe.rest();
      if (rest.length > 0) start(askFor(context, query, rest));
      const found = await Promise.all(looking);
      const doubt = found.find((one) => one.doubt !== undefined)?.doubt;
      const members = found.flatMap((one) => one.members);
      const leftOut = found.flatMap((one) => one.leftOut);
      return { members, leftOut, doubt };
    },
  };
}

async function askFor(context: PullContext, query: CollectionQuery, ids: readonly number[]): Promise<GapRows> {
  const page = await requestPage(context, {
    url: probeUrl(context.endpoint, query, ids),
    what: "the gap probe",
    collection: query.collection,
    isOneOfMany: true,
  });
  const doubt = probeDoubt(ids, page);
  return doubt === undefined ? page : { ...NOTHING, doubt };
}

/** Gets both sides of the boundary, and what lies between them, in one answer. */
async function readAcross(context: PullContext, query: CollectionQuery, gap: Gap): Promise<GapRows> {
  if (gap.offset === undefined) return { ...NOTHING, doubt: "a page with a member twice has too wide a gap" };
  const { page: number, pageSize } = straddlingPage(gap.offset, Math.max(query.pageSize, MIN_STRADDLE));
  const page = await requestPage(context, {
    url: pageUrl(context.endpoint, { ...query, pageSize }, number),
    what: `a page across the boundary after row ${gap.offset}`,
    collection: query.collection,
    isOneOfMany: true,
  });
  const first = page.members[0]?.id ?? Number.POSITIVE_INFINITY;
  const last = page.members.at(-1)?.id ?? 0;
  const covers = isOrdered(page.members) && first <= gap.after + 1 && last >= gap.before - 1;
  return covers ? page : { ...NOTHING, doubt: "rows went faster than they were read" };
}
