import { setMaxListeners } from "node:events";
import type { Clock } from "../platform/clock.ts";
import { ReportsError } from "../platform/errors.ts";
import type { Log } from "../platform/log.ts";
import { accountMemory } from "./account-memory.ts";
import type { CollectionRequest, ConvertrClient, MemberSink, RefusedSecrets } from "./client.ts";
import { createConcurrencySlots } from "./concurrency-slots.ts";
import type { CredentialsProvider } from "./credentials.ts";
import { endpointOf, pageUrl } from "./endpoint.ts";
import type { Exchange } from "./exchange.ts";
import { type ConvertrLimits, DEFAULT_LIMITS } from "./limits.ts";
import { type PullExchange, requestPage } from "./page-request.ts";
import { pullProven } from "./proven-pull.ts";
import { type Pulled, pullOnce } from "./pull.ts";
import { createRetryBudget } from "./retry-budget.ts";
import { createSession } from "./session.ts";
import { createTraffic } from "./traffic.ts";

/** The API's advice is to stay below ten (docs/convertr-api.md, "Rate limits"). */
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
  const progress: Progress = { collection: "login", done: 0, total: 0 };
  const exchange = exchangeOf(options, progress);
  const { traffic } = exchange;
  return {
    pull: async (request, sink) => {
      Object.assign(progress, { collection: request.collection, done: 0, total: 0 });
      const onPage = (done: number, total: number) => {
        Object.assign(progress, { done, total });
        traffic.pages += 1;
        options.onProgress?.(done, total);
      };
      const setup = { options, exchange, onPage };
      return await pullProven(exchange, request, ({ forceSequential }) =>
        pullGuarded(setup, request, { sink, forceSequential }),
      );
    },
    count: (request) => countOn(options, exchange, request),
    deadline: options.deadline,
    traffic: () => ({ requests: traffic.requests, retries: traffic.retries, pages: traffic.pages }),
  };
}

/**
 * Asks for one member of a collection: the shortest way through login and permissions to an answer.
 * @returns how many members the collection says it has; undefined when it does not say
 * @throws as `ConvertrClient.pull`
 */
export async function countMembers(
  options: ConvertrClientOptions,
  request: CollectionRequest,
): Promise<number | undefined> {
  return await countOn(options, exchangeOf(options, { collection: request.collection, done: 0, total: 1 }), request);
}

async function countOn(
  options: ConvertrClientOptions,
  exchange: Exchange,
  { collection, filters }: CollectionRequest,
): Promise<number | undefined> {
  return await guarded(options, exchange, async (shared) => {
    const url = pageUrl(shared.endpoint, { collection, filters, pageSize: 1 }, 1);
    const page = await requestPage(shared, { url, what: "its first member", collection, isOneOfMany: false });
    return page.totalItems;
  });
}

interface Progress {
  readonly collection: string;
  readonly done: number;
  readonly total: number;
}

/** What all requests of a client share; `refusedSecrets` and `credentials` are not part of it. */
export function exchangeOf(
  options: Omit<ConvertrClientOptions, "credentials" | "refusedSecrets">,
  progress: Progress,
): Exchange {
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
  return {
    endpoint,
    account: accountMemory(enterprise, endpoint.origin),
    limits,
    clock,
    random,
    log,
    deadline,
    slots: createConcurrencySlots(concurrency, limits.successesToGrow),
    budget: createRetryBudget(limits),
    traffic: createTraffic(),
    progress: () => `${progress.collection}: ${progress.done} of ${progress.total || "unknown"} pages done`,
  };
}

interface PullSetup {
  readonly options: ConvertrClientOptions;
  readonly exchange: Exchange;
  readonly onPage: (done: number, total: number) => void;
}

function pullGuarded(
  { options, exchange, onPage }: PullSetup,
  { collection, filters }: CollectionRequest,
  { sink, forceSequential }: { sink: MemberSink; forceSequential: boolean },
): Promise<Pulled> {
  const query = { collection, filters, pageSize: exchange.limits.pageSize };
  const window = 2 * options.concurrency;
  return guarded(options, exchange, (shared) =>
    pullOnce({ exchange: shared, query, sink, window, forceSequential, onPage }),
  );
}

/** Work under one login, whose first failure stops all of its workers, and is what is thrown once they have stopped. */
export async function guarded<T>(
  { credentials, refusedSecrets, redactor }: ConvertrClientOptions,
  exchange: Exchange,
  work: (shared: PullExchange) => Promise<T>,
): Promise<T> {
  const over = new AbortController();
  setMaxListeners(0, over.signal);
  const addSecret = (value: string) => redactor?.addSecret(value);
  const session = createSession({ shared: exchange, credentials, refusedSecrets, addSecret });
  const underWay = new Set<Promise<unknown>>();
  const stop = (reason: unknown) => over.abort(reason);
  try {
    return await work({ ...exchange, session, signal: over.signal, stop, underWay });
  } catch (thrown) {
    over.abort(thrown);
    throw over.signal.reason;
  } finally {
    over.abort();
    await Promise.allSettled(underWay);
  }
}
