import type { ConvertrClient } from "../../../shared/convertr/client.ts";
import type { CollectionRequest } from "../../../shared/convertr/pull/collection.ts";
import { ReportsError } from "../../../shared/platform/errors.ts";
import type { Sweep } from "./cursor.ts";
import { FIELD } from "./sweep.ts";

const SECOND_MS = 1_000;
const DAY_MS = 86_400_000;
/** Nothing of the platform is older: where the search for the first leads begins. */
const EARLIEST_MS = Date.UTC(2010, 0, 1);
/** A part may have this much more than its target, or this little, before another bound is tried. */
const MOST = 1.5;
const LEAST = 0.4;
const MOST_TRIES = 40;
/** Further ahead than any clock or zone is off. */
const FUTURE_MS = 3 * DAY_MS;

/** A stretch of a sweep: from its cursor up to `until`, or to the end when null. Epoch ms, whole seconds. */
export interface Window {
  readonly until: number | null;
  readonly filters: CollectionRequest["filters"];
}

type Counter = Pick<ConvertrClient, "count">;

/**
 * The next stretch of about `target` leads. Its bounds are written alike as the end of one and the start of the next, so that
 * stretches leave nothing out and share nothing, whatever zone the API takes them to be in.
 * @param width of the stretch before, in ms: where the search begins
 */
export async function nextWindow(
  client: Counter,
  sweep: Sweep,
  of: { readonly target: number; readonly width: number | undefined },
): Promise<Window> {
  const count = (until: number | null) => countLeads(client, filtersOf(sweep, until));
  const rest = await count(null);
  if (rest === undefined || rest <= of.target * MOST) return { until: null, filters: filtersOf(sweep, null) };
  const until = await boundFor(count, sweep, of);
  return { until, filters: filtersOf(sweep, until) };
}

/** Looks for a bound that leaves about `target` leads before it, from a guess on, by halves once it is hemmed in. */
async function boundFor(
  count: (until: number) => Promise<number | undefined>,
  { cursor, startedAt }: Sweep,
  { target, width }: { readonly target: number; readonly width: number | undefined },
): Promise<number | null> {
  const start = wholeSecond(cursor ?? EARLIEST_MS);
  let low = start;
  let high = wholeSecond(startedAt);
  if (high - low <= SECOND_MS) return null;
  let guess = width === undefined ? middle(low, high) : Math.min(wholeSecond(low + width), middle(low, high));
  for (let tries = 0; tries < MOST_TRIES && high - low > SECOND_MS; tries += 1) {
    const found = await count(guess);
    if (found === undefined) return null;
    if (found <= target * MOST && found >= target * LEAST) return guess;
    if (found > target) high = guess;
    else low = guess;
    guess = middle(low, high);
  }
  // So many came in within one second: what lies before it is a part, then that second is one, however big.
  return low > start ? low : high;
}

const wholeSecond = (ms: number): number => Math.floor(ms / SECOND_MS) * SECOND_MS;
const middle = (low: number, high: number): number => wholeSecond(low + (high - low) / 2);

function filtersOf({ kind, cursor }: Sweep, until: number | null): CollectionRequest["filters"] {
  const field = FIELD[kind];
  return {
    ...(cursor === null ? {} : { [`${field}[after]`]: boundText(cursor) }),
    ...(until === null ? {} : { [`${field}[strictly_before]`]: boundText(until) }),
  };
}

/** Cut to whole seconds, as the API's instants are. */
const boundText = (epochMs: number): string => `${new Date(epochMs).toISOString().slice(0, 19)}Z`;

const countLeads = (client: Counter, filters: CollectionRequest["filters"]): Promise<number | undefined> =>
  client.count({ collection: "leads", filters });

/**
 * The API ignores filters it does not know, and leads need not show when they changed: so a filter that must leave nothing is
 * tried first.
 * @throws BadResponse when leads pass it
 */
export async function refuseIgnoredFilter(client: Counter, { kind }: Sweep, now: number): Promise<void> {
  const filter = `${FIELD[kind]}[after]`;
  const found = await countLeads(client, { [filter]: boundText(now + FUTURE_MS) });
  if (found === undefined || found === 0) return;
  throw new ReportsError("BadResponse", {
    what: `the API ignored the filter: ${found} leads with ${filter} days from now`,
    where: "leads",
    remedy: "Ask Convertr whether the filter changed; nothing was published",
  });
}
