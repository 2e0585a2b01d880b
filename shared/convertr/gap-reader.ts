import type { Member } from "./client.ts";
import { type CollectionQuery, pageUrl, probeUrl } from "./endpoint.ts";
import { createGapProbe, type Gap, probeDoubt } from "./gap-probe.ts";
import { type PullExchange, requestPage } from "./page-request.ts";
import type { PagingPlan } from "./paging-plan.ts";

/** Looks into gaps while the pages still come, so that it hardly takes time of its own. */
export interface GapReader {
  add(gap: Gap): void;
  /** Everything that was found; or why a gap could not be looked into. */
  finish(): Promise<Found>;
}

export interface Found {
  readonly members: readonly Member[];
  readonly doubt?: string;
}

export function createGapReader(exchange: PullExchange, query: CollectionQuery, plan: PagingPlan): GapReader {
  const { limits } = exchange;
  const requests = Math.max(limits.probeRequests, Math.floor(plan.mostPages / 4));
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
      if (batches === undefined) start(readAgain(exchange, query, gap));
      else for (const ids of batches) start(askFor(exchange, query, ids));
    },
    finish: async () => {
      const rest = probe.rest();
      if (rest.length > 0) start(askFor(exchange, query, rest));
      const found = await Promise.all(looking);
      const doubt = found.find((one) => one.doubt !== undefined)?.doubt;
      return { members: found.flatMap(({ members }) => members), ...(doubt === undefined ? {} : { doubt }) };
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
  return doubt === undefined ? { members: page.members } : { members: [], doubt };
}

/**
 * The page before a gap that is too wide to be asked for id by id, read again now that the page behind the gap is known: a row
 * that slid over the boundary is on it. It must reach back to what was seen, or a whole page of rows went at once.
 */
async function readAgain(exchange: PullExchange, query: CollectionQuery, gap: Gap): Promise<Found> {
  const page = await requestPage(exchange, {
    url: pageUrl(exchange.endpoint, query, gap.page),
    what: `page ${gap.page} again`,
    collection: query.collection,
    isOneOfMany: true,
  });
  const first = page.members[0]?.id;
  if (first === undefined || first > gap.after + 1)
    return { members: [], doubt: "rows went faster than they were read" };
  return { members: page.members };
}
