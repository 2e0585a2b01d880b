import { setMaxListeners } from "node:events";
import type { Clock } from "../platform/clock.ts";
import { ReportsError } from "../platform/errors.ts";
import type { Log } from "../platform/log.ts";
import { accountMemory } from "./account-memory.ts";
import type { CollectionRequest, ConvertrClient, MemberSink, PullReport, RefusedSecrets } from "./client.ts";
import { createConcurrencySlots } from "./concurrency-slots.ts";
import type { CredentialsProvider } from "./credentials.ts";
import { endpointOf } from "./endpoint.ts";
import type { Exchange } from "./exchange.ts";
import { type ConvertrLimits, DEFAULT_LIMITS } from "./limits.ts";
import type { PullExchange } from "./page-request.ts";
import { type Pulled, pullOnce, rowNumbers } from "./pull.ts";
import { createRetryBudget } from "./retry-budget.ts";
import { createSession } from "./session.ts";
import { createTraffic, type Traffic, trafficFields } from "./traffic.ts";

/** The API's advice is to stay below ten (convertr-api §1, "Rate limits"). */
const MOST_CONCURRENCY = 9;

export interface ConvertrClientOptions {
  readonly enterprise: string;
  /** An https origin, or http on loopback. @default `https://{enterprise}.cvtr.io` */
  readonly baseUrl?: string;
  readonly credentials: CredentialsProvider;
  readonly refusedSecrets: RefusedSecrets;
  readonly clock: Clock;
  /** Between 0 and 1, for jitter. */
  readonly random: () => number;
  readonly log: Log;
  /** Told of password and tokens before they are used, so that whatever leaves can be redacted. */
  readonly redactor?: { addSecret(value: string): void };
  /** Epoch ms: no attempt starts and no sleep is taken that would end later. */
  readonly deadline: number;
  /** Requests in flight at most, 1 to 9. */
  readonly concurrency: number;
  /** @default DEFAULT_LIMITS, each of them */
  readonly limits?: Partial<ConvertrLimits>;
  readonly onProgress?: (pagesDone: number, pagesTotal: number) => void;
}

/**
 * A client for one enterprise and one run. Token, pause gate and request bucket are the process's, per enterprise and address.
 * @throws UnknownEnterprise | InvalidSettings before anything is asked
 */
export function createConvertrClient(options: ConvertrClientOptions): ConvertrClient {
  const { enterprise, clock, random, log, deadline, concurrency } = options;
  const endpoint = endpointOf(enterprise, options.baseUrl);
  if (!Number.isInteger(concurrency) || concurrency < 1 || concurrency > MOST_CONCURRENCY) {
    throw new ReportsError("InvalidSettings", {
      what: `concurrency is not a whole number from 1 to ${MOST_CONCURRENCY}`,
      where: `enterprises.${enterprise}.concurrency`,
      remedy: "Use 8, or less when other integrations share the account",
    });
  }
  const limits = { ...DEFAULT_LIMITS, ...options.limits };
  const traffic = createTraffic();
  const progress = { collection: "login", done: 0, total: 0 };
  const exchange: Exchange = {
    endpoint,
    account: accountMemory(enterprise, endpoint.origin),
    limits,
    clock,
    random,
    log,
    deadline,
    slots: createConcurrencySlots(concurrency, limits.successesToGrow),
    budget: createRetryBudget(limits),
    traffic,
    progress: () => `${progress.collection}: ${progress.done} of ${progress.total || "unknown"} pages done`,
  };
  return {
    pull: async (request, sink) => {
      Object.assign(progress, { collection: request.collection, done: 0, total: 0 });
      const onPage = (done: number, total: number) => {
        Object.assign(progress, { done, total });
        traffic.pages += 1;
        options.onProgress?.(done, total);
      };
      return await pullProven({ options, exchange, onPage }, request, sink);
    },
    traffic: () => ({ requests: traffic.requests, retries: traffic.retries, pages: traffic.pages }),
  };
}

interface PullSetup {
  readonly options: ConvertrClientOptions;
  readonly exchange: Exchange;
  readonly onPage: (done: number, total: number) => void;
}

/** Pulls, and pulls once more from scratch when the first time proves nothing (faults.md, part 2.5). */
async function pullProven(setup: PullSetup, request: CollectionRequest, sink: MemberSink): Promise<PullReport> {
  const { exchange } = setup;
  const before = { ...exchange.traffic };
  const first = await pullGuarded(setup, request, { sink, forceSequential: false });
  let pulled = first;
  if (first.doubt !== undefined) {
    exchange.log.warn("convertr-pull-again", { collection: request.collection, reason: first.doubt });
    pulled = await pullGuarded(setup, request, { sink, forceSequential: !first.summary.isOrdered });
  }
  if (pulled.doubt !== undefined) throw incomplete(exchange, request, pulled.doubt);
  const numbers = { ...rowNumbers(pulled), ...since(before, exchange.traffic), pulledTwice: pulled !== first };
  const { leftOut, ...counts } = numbers;
  const flags = { leftOut: leftOut.length, duplicatesInPage: pulled.summary.duplicatesInPage };
  exchange.log.info("convertr-pull", {
    collection: request.collection,
    ...trafficFields(exchange.traffic),
    ...counts,
    ...flags,
  });
  return numbers;
}

/** One pull whose first failure stops all of its workers, and is what is thrown once they have stopped. */
async function pullGuarded(
  { options, exchange, onPage }: PullSetup,
  { collection, filters }: CollectionRequest,
  { sink, forceSequential }: { sink: MemberSink; forceSequential: boolean },
): Promise<Pulled> {
  const { concurrency, credentials, refusedSecrets, redactor } = options;
  const over = new AbortController();
  setMaxListeners(0, over.signal);
  const addSecret = (value: string) => redactor?.addSecret(value);
  const session = createSession({ shared: exchange, credentials, refusedSecrets, addSecret });
  const underWay = new Set<Promise<unknown>>();
  const shared: PullExchange = {
    ...exchange,
    session,
    signal: over.signal,
    stop: (reason) => over.abort(reason),
    underWay,
  };
  const query = { collection, filters, pageSize: exchange.limits.pageSize };
  try {
    return await pullOnce({ exchange: shared, query, sink, window: 2 * concurrency, forceSequential, onPage });
  } catch (thrown) {
    over.abort(thrown);
    throw over.signal.reason;
  } finally {
    over.abort();
    await Promise.allSettled(underWay);
  }
}

function since(before: Traffic, now: Traffic) {
  return {
    requests: now.requests - before.requests,
    retries: now.retries - before.retries,
    throttledMs: Math.round(now.throttledMs - before.throttledMs),
    responseBytes: now.responseBytes - before.responseBytes,
  };
}

function incomplete(exchange: Exchange, { collection }: CollectionRequest, doubt: string): ReportsError {
  return new ReportsError("IncompleteCollection", {
    what: `two pulls could not be proven complete, the second because ${doubt}`,
    where: `${collection} of ${exchange.endpoint.enterprise}`,
    remedy: "Nothing was published and yesterday's snapshot stands",
  });
}
