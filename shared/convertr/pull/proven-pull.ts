import { ReportsError } from "../../platform/errors.ts";
import type { RequestContext } from "../http/request-context.ts";
import { type Traffic, trafficFields } from "../http/traffic.ts";
import type { CollectionRequest, PullReport } from "./collection.ts";
import { provesItself, unconfirmed } from "./proof.ts";
import { type Pulled, rowNumbers } from "./pull.ts";

const MOST_PULLS = 2;
/** One that finds the disorder, one that reads page by page, one that confirms it. */
const MOST_PULLS_UNSURE = 3;

/**
 * Pulls, and pulls again from scratch while nothing is proven (docs/pulling.md, "When a pull is believed").
 * @param pull one pull from scratch
 * @throws what `pull` throws | IncompleteCollection
 */
export async function pullProven(
  context: RequestContext,
  request: CollectionRequest,
  pull: (how: { readonly forceSequential: boolean }) => Promise<Pulled>,
): Promise<PullReport> {
  const before = { ...context.traffic };
  let earlier: Pulled | undefined;
  for (let pulls = 1; ; pulls++) {
    const forceSequential = earlier !== undefined && !earlier.summary.isOrdered;
    const pulled = await pull({ forceSequential });
    const doubt = pulled.doubt ?? unconfirmed(pulled.summary, earlier);
    if (doubt === undefined) {
      const numbers = { ...rowNumbers(pulled), ...since(before, context.traffic), pulledTwice: pulls > 1 };
      logPull(context, request, { numbers, pulled });
      return numbers;
    }
    if (pulls >= (provesItself(pulled.summary) ? MOST_PULLS : MOST_PULLS_UNSURE)) {
      throw incomplete(context, request, { doubt, pulls });
    }
    context.log.warn("convertr-pull-again", { collection: request.collection, reason: doubt });
    earlier = pulled;
  }
}

function logPull(
  { log, traffic }: RequestContext,
  { collection }: CollectionRequest,
  { numbers, pulled }: { readonly numbers: PullReport; readonly pulled: Pulled },
): void {
  const { leftOut, ...counts } = numbers;
  const flags = { leftOut: leftOut.length, duplicatesInPage: pulled.summary.duplicatesInPage };
  log.info("convertr-pull", { collection, ...trafficFields(traffic), ...counts, ...flags });
}

function since(before: Traffic, now: Traffic) {
  return {
    requests: now.requests - before.requests,
    retries: now.retries - before.retries,
    throttledMs: Math.round(now.throttledMs - before.throttledMs),
    responseBytes: now.responseBytes - before.responseBytes,
  };
}

function incomplete(
  context: RequestContext,
  { collection }: CollectionRequest,
  { doubt, pulls }: { readonly doubt: string; readonly pulls: number },
): ReportsError {
  return new ReportsError("IncompleteCollection", {
    what: `${pulls} pulls could not be proven complete, the last because ${doubt}`,
    where: `${collection} of ${context.endpoint.enterprise}`,
    remedy: "Nothing was published and yesterday's snapshot stands",
  });
}
