import type { Member } from "./client.ts";
import { type CollectionQuery, pageUrl, probeUrl } from "./endpoint.ts";
import type { LeftOut } from "./envelope.ts";
import { createGapProbe, type Gap, probeDoubt, straddlingPage } from "./gap-probe.ts";
import { type PullExchange, requestPage } from "./page-request.ts";
import { isOrdered, type PagingPlan } from "./paging-plan.ts";

/** Below this no page size can have every boundary inside. */
const MIN_STRADDLE = 4;

/** Looks into gaps while the pages still come, so that it hardly takes time of its own. */
export interface GapReader {
  add(gap: Gap): void;
  /** Everything that was found; or why a gap could not be looked into. */
  finish(): Promise<Found>;
}

export interface Found {
  readonly members: readonly Member[];
  /** What lay there without a usable id. */
  readonly leftOut: readonly LeftOut[];
  readonly doubt?: string | undefined;
}

const NOTHING = { members: [], leftOut: [] } as const;

export function createGapReader(exchange: PullExchange, query: CollectionQuery, plan: PagingPlan): GapReader {
  const { limits } = exchange;
  const requests = Math.max(limits.probeRequests, plan.mode === "parallel" ? Math.floor(plan.readAhead / 4) : 0);
  const probe = createGapProbe({ ids: limits.probeIds, requests });
  const looking: Promise<Found>[] = [];
  const start = (found: Promise<Found>) => {
    // Awaited in `finish`; until then a failure must not count as unhandled.
    found.catch(() => {});
    looking.push(found);
  };
  return {
    add: (gap) => {
      const batches = probe.add(gap);
      if (batches === undefined) start(readAcross(exchange, { ...query, pageSize: plan.pageSize }, gap));
      else for (const ids of batches) start(askFor(exchange, query, ids));
    },
    finish: async () => {
      const rest = probe.rest();
      if (rest.length > 0) start(askFor(exchange, query, rest));
      const found = await Promise.all(looking);
      const doubt = found.find((one) => one.doubt !== undefined)?.doubt;
      const members = found.flatMap((one) => one.members);
      const leftOut = found.flatMap((one) => one.leftOut);
      return { members, leftOut, doubt };
    },
  };
}

async function askFor(exchange: PullExchange, query: CollectionQuery, ids: readonly number[]): Promise<Found> {
  const page = await requestPage(exchange, {
    url: probeUrl(exchange.endpoint, query, ids),
    what: "the gap probe",
    collection: query.collection,
    isOneOfMany: true,
  });
  const doubt = probeDoubt(ids, page);
  return doubt === undefined ? page : { ...NOTHING, doubt };
}

/** Gets both sides of the boundary, and what lies between them, in one answer. */
async function readAcross(exchange: PullExchange, query: CollectionQuery, gap: Gap): Promise<Found> {
  if (gap.offset === undefined) return { ...NOTHING, doubt: "a page with a member twice has too wide a gap" };
  const { page: number, pageSize } = straddlingPage(gap.offset, Math.max(query.pageSize, MIN_STRADDLE));
  const page = await requestPage(exchange, {
    url: pageUrl(exchange.endpoint, { ...query, pageSize }, number),
    what: `a page across the boundary after row ${gap.offset}`,
    collection: query.collection,
    isOneOfMany: true,
  });
  const first = page.members[0]?.id ?? Number.POSITIVE_INFINITY;
  const last = page.members.at(-1)?.id ?? 0;
  const covers = isOrdered(page.members) && first <= gap.after + 1 && last >= gap.before - 1;
  return covers ? page : { ...NOTHING, doubt: "rows went faster than they were read" };
}
