import type { Clock } from "../../platform/clock.ts";
import { ReportsError } from "../../platform/errors.ts";
import type { Log } from "../../platform/log.ts";
import { type AccountMemory, accountMemory } from "./account-memory.ts";
import { type ConcurrencySlots, createConcurrencySlots } from "./concurrency-slots.ts";
import { type Endpoint, endpointOf } from "./endpoint.ts";
import { describeFailure, type Failure } from "./failure.ts";
import { type ConvertrLimits, DEFAULT_LIMITS } from "./limits.ts";
import { createRetryBudget, isThrottling, type RetryBudget } from "./retry.ts";
import { createTraffic, type Traffic } from "./traffic.ts";
import { type Attempt, attempt, type Outcome } from "./transport.ts";

/** What all requests of one client share. */
export interface RequestContext {
  readonly endpoint: Endpoint;
  readonly account: AccountMemory;
  readonly limits: ConvertrLimits;
  readonly clock: Clock;
  readonly random: () => number;
  readonly log: Log;
  /** Epoch ms: no attempt starts and no sleep is taken that would end later. */
  readonly deadline: number;
  readonly slots: ConcurrencySlots;
  readonly budget: RetryBudget;
  readonly traffic: Traffic;
  /** "campaigns, 7 of 20 pages done", for messages. */
  readonly progress: () => string;
}

export interface ConnectionOptions {
  readonly enterprise: string;
  /** An https origin, or http on loopback. @default `https://{enterprise}.cvtr.io` */
  readonly baseUrl?: string;
  readonly clock: Clock;
  /** Between 0 and 1, for jitter. */
  readonly random: () => number;
  readonly log: Log;
  /** Epoch ms: no attempt starts and no sleep is taken that would end later. */
  readonly deadline: number;
  /** Requests in flight at most, 1 to 9. */
  readonly concurrency: number;
  /** @default DEFAULT_LIMITS, each of them */
  readonly limits?: Partial<ConvertrLimits>;
}

/** How far the work is, for messages. */
export interface PullProgress {
  readonly collection: string;
  readonly done: number;
  readonly total: number;
}

/**
 * What all requests of a client share. Pause gate, request bucket and token are the process's, per enterprise and address.
 * @throws UnknownEnterprise before anything is asked
 */
export function createRequestContext(options: ConnectionOptions, progress: PullProgress): RequestContext {
  const { enterprise, clock, random, log, deadline, concurrency } = options;
  const endpoint = endpointOf(enterprise, options.baseUrl);
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

/** What a request must do before it may go out, and what it needs for that. */
export interface Turn {
  readonly signal: AbortSignal;
  /** Whether the request has what it needs, such as a token, and how to get it; got while no slot is held. */
  readonly needs?: { isMet(): boolean; meet(): Promise<void> };
  /** Told of the outcome before anybody else gets the slot: what they must know first. */
  readonly note?: (outcome: Outcome) => void;
}

/**
 * Sends one request when it is its turn: the gate open, the bucket not full, a slot free, all at the same moment.
 * @throws RateLimited | DeadlineExceeded, or the signal's reason
 */
export async function send(
  shared: RequestContext,
  turn: Turn,
  build: () => Omit<Attempt, "signal" | "origin" | "clock" | "capBytes">,
): Promise<{ readonly outcome: Outcome; readonly episode: number }> {
  await takeTurn(shared, turn);
  const { clock, traffic, limits, deadline, endpoint } = shared;
  const startedAt = clock.now();
  const episode = shared.account.gate.episode();
  try {
    const request = build();
    const timeoutMs = Math.min(request.timeoutMs, deadline - startedAt);
    const fixed = { origin: endpoint.origin, capBytes: limits.bodyBytes, clock, signal: turn.signal, timeoutMs };
    const outcome = await attempt({ ...request, ...fixed });
    traffic.responseBytes += outcome.ok ? outcome.answer.bytes.byteLength : outcome.bytes;
    closeGateIfThrottled(shared, outcome, episode);
    turn.note?.(outcome);
    return { outcome, episode };
  } finally {
    traffic.requests += 1;
    traffic.durationsMs.push(clock.now() - startedAt);
    shared.slots.release();
  }
}

async function takeTurn(shared: RequestContext, turn: Turn): Promise<void> {
  const { slots, clock, account } = shared;
  for (;;) {
    turn.signal.throwIfAborted();
    const waitMs = closedForMs(shared);
    if (waitMs > 0) {
      await waitUnlessLate(shared, waitMs, turn.signal);
      continue;
    }
    if (turn.needs?.isMet() === false) {
      await turn.needs.meet();
      continue;
    }
    await slots.acquire(turn.signal);
    // While it waited for a slot the gate may have closed, or the token have gone.
    const isStill = !turn.signal.aborted && closedForMs(shared) === 0 && turn.needs?.isMet() !== false;
    if (isStill) break;
    slots.release();
  }
  if (clock.now() >= shared.deadline) {
    slots.release();
    throw deadlineExceeded(shared);
  }
  account.bucket.take(clock.now());
}

function closedForMs({ account, clock, limits }: RequestContext): number {
  return Math.max(account.gate.waitMs(clock.now()), account.bucket.waitMs(clock.now(), limits));
}

/** @throws RateLimited | DeadlineExceeded at once when the sleep would end after the deadline */
export async function waitUnlessLate(shared: RequestContext, ms: number, signal: AbortSignal): Promise<void> {
  const { clock, account, deadline } = shared;
  const until = clock.now() + ms;
  if (until >= deadline) {
    const { gate } = account;
    const isAsked = gate.isAskedFor() && gate.waitMs(clock.now()) > 0;
    throw isAsked ? rateLimited(shared, clock.now() + gate.waitMs(clock.now())) : deadlineExceeded(shared);
  }
  await clock.sleep(ms, signal);
}

function closeGateIfThrottled(shared: RequestContext, outcome: Outcome, episode: number): void {
  if (!outcome.ok) return;
  const { status, retryAfterMs } = outcome.answer;
  const failure: Failure = { kind: "status", status, retryAfterMs };
  if (isThrottling(failure)) closeGate(shared, { failure, episode, asked: true });
}

/** Closes the gate for all workers: because the server asks for it, or because it struggles. */
export function closeGate(shared: RequestContext, by: { failure: Failure; episode: number; asked: boolean }): void {
  const { account, limits, clock, random, slots, traffic, log } = shared;
  const atLeastMs = by.asked && by.failure.kind === "status" ? by.failure.retryAfterMs : undefined;
  const { episode, asked } = by;
  const { addedMs, isNew } = account.gate.close({ nowMs: clock.now(), episode, asked, atLeastMs, limits, random });
  traffic.throttledMs += addedMs;
  if (!isNew) return;
  slots.halve();
  log.warn("convertr-pause", {
    failure: describeFailure(by.failure),
    ms: Math.round(addedMs),
    concurrency: slots.limit(),
  });
}

export function noteSuccess(shared: RequestContext, episode: number): void {
  shared.slots.succeeded();
  shared.budget.succeeded();
  shared.account.gate.succeeded(episode, shared.limits.successesToGrow);
}

export function deadlineExceeded(shared: RequestContext): ReportsError {
  return new ReportsError("DeadlineExceeded", {
    what: "the time of this run is used up",
    where: `${shared.endpoint.enterprise}, ${shared.progress()}`,
    remedy: "Nothing was published. See in the log how long each request took",
  });
}

function rateLimited(shared: RequestContext, retryAtMs: number): ReportsError {
  const retryAt = new Date(Math.min(retryAtMs, 8.64e15));
  return new ReportsError("RateLimited", {
    what: `Convertr wants no requests before ${retryAt.toISOString()}, which is after the end of this run`,
    where: `${shared.endpoint.enterprise}, ${shared.progress()}`,
    remedy: "Nothing was published. See what else uses this account's request limit",
    retryAt,
  });
}
