import { describe, expect, test } from "vitest";
import type { Failure } from "../../../shared/convertr/http/failure.ts";
import { DEFAULT_LIMITS } from "../../../shared/convertr/http/limits.ts";
import {
  createRetryBudget,
  decide,
  isThrottling,
  retryAfterMs,
  type Tries,
} from "../../../shared/convertr/http/retry.ts";
import { createPauseGate, createRequestBucket } from "../../../shared/convertr/http/throttle.ts";

const fresh = (): Tries => ({ attempts: 0, content: 0, immediate: 0, logins: 0 });
const by = { limits: DEFAULT_LIMITS, random: () => 1 };
/** What is decided about the same failure again and again. */
function decisions(failure: Failure, times: number): string[] {
  const tries = fresh();
  return Array.from({ length: times }, () => {
    const decision = decide(failure, tries, by);
    return decision.act === "retry" ? `${decision.isStale ? "at once" : "after"} ${decision.delayMs}` : decision.act;
  });
}
const status = (code: number, more: Partial<Failure> = {}): Failure =>
  ({ kind: "status", status: code, ...more }) as Failure;

describe("what is tried again", () => {
  test("a server's failure five times, each delay at most twice the one before", () => {
    expect(decisions(status(500), 5)).toEqual(["after 500", "after 1000", "after 2000", "after 4000", "give-up"]);
  });
  test.each([408, 425, 500, 502, 503, 504, 520, 521, 522, 523, 524])("status %i", (code) => {
    expect(decisions(status(code), 1)).toEqual(["after 500"]);
  });
  test.each([400, 403, 404, 406, 410, 418, 422, 501, 505, 525])("never status %i", (code) => {
    expect(decisions(status(code), 1)).toEqual(["give-up"]);
  });
  test("no delay is longer than the cap, and none starts from nothing", () => {
    const limits = { ...DEFAULT_LIMITS, attempts: 20 };
    const tries = fresh();
    const delays = Array.from({ length: 10 }, () => decide(status(500), tries, { limits, random: () => 0.5 }));
    expect(delays.map((one) => (one.act === "retry" ? one.delayMs : one.act))).toEqual([
      ...[250, 500, 1_000, 2_000, 4_000, 8_000, 10_000, 10_000, 10_000, 10_000],
    ]);
  });
  test("a 401 logs in, and counts for no attempt", () => {
    expect(decisions(status(401), 7)).toEqual(Array.from({ length: 7 }, () => "log-in"));
  });
  test("an expired password is given up, whatever its status", () => {
    for (const code of [401, 403, 429, 500])
      expect(decisions(status(code, { passwordExpired: true }), 1)).toEqual(["give-up"]);
  });
  test("what the server cannot read is given up, whatever its status", () => {
    for (const code of [400, 500]) expect(decisions(status(code, { malformedText: true }), 1)).toEqual(["give-up"]);
  });
  test("429, and 503 that says when, pause everybody and count for no attempt", () => {
    expect(decisions(status(429), 7)).toEqual(Array.from({ length: 7 }, () => "pause"));
    expect(decisions(status(503, { retryAfterMs: 0 }), 7)).toEqual(Array.from({ length: 7 }, () => "pause"));
    expect(isThrottling(status(500, { retryAfterMs: 1 }))).toBe(false);
    expect(isThrottling({ kind: "timeout", afterMs: 429 })).toBe(false);
  });
  test("what cannot be read two times more", () => {
    expect(decisions({ kind: "content", problem: "half" }, 3)).toEqual(["after 500", "after 1000", "give-up"]);
    for (const code of ["ENOTFOUND", "UNKNOWN"]) {
      expect(decisions({ kind: "network", code }, 3)).toEqual(["after 500", "after 1000", "give-up"]);
    }
  });
  test.each(["ECONNRESET", "EPIPE", "UND_ERR_SOCKET"])(
    "%s once at once, since an idle socket may have died",
    (code) => {
      expect(decisions({ kind: "network", code }, 5)).toEqual([
        ...["at once 0", "after 1000", "after 2000", "after 4000", "give-up"],
      ]);
    },
  );
  test("other failures of the network with a delay, those of TLS and refusals never", () => {
    expect(decisions({ kind: "network", code: "ECONNREFUSED" }, 1)).toEqual(["after 500"]);
    expect(decisions({ kind: "timeout", afterMs: 1 }, 1)).toEqual(["after 500"]);
    expect(decisions({ kind: "tls", code: "CERT_HAS_EXPIRED" }, 1)).toEqual(["give-up"]);
    expect(decisions({ kind: "refused", problem: "a redirect" }, 1)).toEqual(["give-up"]);
  });
});

describe("the budget of a run", () => {
  const limits = { ...DEFAULT_LIMITS, retryBudget: 4, retryBudgetShare: 0.2, breakerFailures: 3 };
  test("ends with so many failures in a row; an answer between them starts anew", () => {
    const budget = createRetryBudget(limits);
    for (const act of ["failed", "failed", "succeeded", "failed", "failed"] as const) budget[act]();
    expect(budget.exhausted(10)).toBeUndefined();
    budget.failed();
    expect(budget.exhausted(10)).toBe("3 attempts in a row failed");
  });
  test("ends with so many retries, or with a share of all requests, whichever is more; half of them is a strain", () => {
    const budget = createRetryBudget(limits);
    budget.retried();
    expect(budget.strained(10)).toBe(false);
    budget.retried();
    expect([budget.strained(10), budget.strained(21)]).toEqual([true, false]);
    budget.retried();
    expect(budget.exhausted(10)).toBeUndefined();
    budget.retried();
    expect(budget.exhausted(20)).toBe("4 of 20 requests were retries");
    expect(budget.exhausted(21)).toBeUndefined();
  });
});

describe("Retry-After", () => {
  const answered = { date: "Tue, 24 Nov 2026 05:00:00 GMT", nowMs: Date.UTC(2026, 10, 24, 6) };
  test.each([
    ["3", 3_000],
    [" 0 ", 0],
    ["9999999999", 9_999_999_999_000],
    ["Tue, 24 Nov 2026 05:00:09 GMT", 9_000],
    ["Tuesday, 24-Nov-26 05:00:09 GMT", 9_000],
    ["Tue 24 Nov 2026 05:00:09 GMT", 9_000],
    ["Tue, 24 Nov 2026 04:59:00 GMT", 0],
  ])("%s is %i ms by the answer's own clock", (header, ms) => {
    expect(retryAfterMs(header, answered)).toBe(ms);
  });
  test("a date counts from our own clock when the answer has none", () => {
    expect(retryAfterMs("Tue, 24 Nov 2026 06:00:01 GMT", { ...answered, date: null })).toBe(1_000);
    expect(retryAfterMs("Tue, 24 Nov 2026 06:00:01 GMT", { ...answered, date: "soon" })).toBe(1_000);
  });
  test.each([
    null,
    "",
    "-1",
    "1.5",
    "3 s",
    "x3",
    "12345678901",
    "soon",
    "Tue, 99 Nov 2026 05:00:09 GMT",
    "2026-11-24",
    "at Tue, 24 Nov 2026 05:00:09 GMT",
    "Tue, 24 Nov 2026 05:00:09 GMT or so",
  ])("%s is as if it were absent", (header) => {
    expect(retryAfterMs(header, answered)).toBeUndefined();
  });
});

describe("the gate", () => {
  const limits = { ...DEFAULT_LIMITS, gateStepsMs: [10, 20, 40], gateJitterMs: 8 };
  const close = (
    gate: ReturnType<typeof createPauseGate>,
    nowMs: number,
    more: { episode?: number; atLeastMs?: number; asked?: boolean } = {},
  ) => gate.close({ nowMs, asked: true, episode: gate.episode(), limits, random: () => 0.5, ...more });

  test("pauses follow its steps, the last of which repeats, each with its jitter", () => {
    const gate = createPauseGate();
    expect([gate.waitMs(0), gate.isAskedFor()]).toEqual([0, false]);
    expect(close(gate, 100)).toEqual({ addedMs: 14, isNew: true });
    expect([gate.waitMs(100), gate.waitMs(113), gate.waitMs(114), gate.waitMs(500)]).toEqual([14, 1, 0, 0]);
    expect([200, 300, 400].map((now) => close(gate, now).addedMs)).toEqual([24, 44, 44]);
  });
  test("failures of one episode close it once", () => {
    const gate = createPauseGate();
    const episode = gate.episode();
    close(gate, 0, { episode });
    expect(close(gate, 5, { episode })).toEqual({ addedMs: 0, isNew: false });
    expect(gate.waitMs(5)).toBe(9);
    expect(gate.episode()).toBe(episode + 1);
  });
  test("Retry-After is a floor for the first pause, and longer ones lengthen it", () => {
    const gate = createPauseGate();
    const episode = gate.episode();
    expect(close(gate, 0, { episode, atLeastMs: 3 })).toEqual({ addedMs: 7, isNew: true });
    expect(close(gate, 0, { episode, atLeastMs: 100 })).toEqual({ addedMs: 97, isNew: false });
    expect(close(gate, 0, { episode, atLeastMs: 1 })).toEqual({ addedMs: 0, isNew: false });
    expect(gate.waitMs(0)).toBe(104);
  });
  test("later failures of an episode lengthen it by no step, and without Retry-After not at all", () => {
    const gate = createPauseGate();
    const episode = gate.episode();
    close(gate, 0, { episode, atLeastMs: 3 });
    expect(close(gate, 5, { episode, atLeastMs: 1 })).toEqual({ addedMs: 3, isNew: false });
    expect(close(gate, 9, { episode })).toEqual({ addedMs: 0, isNew: false });
    expect([gate.waitMs(9), gate.episode()]).toEqual([1, episode + 1]);
  });
  test("pauses that follow each other grow although the server names a short time", () => {
    const gate = createPauseGate();
    expect([0, 100, 200].map((now) => close(gate, now, { atLeastMs: 1 }).addedMs)).toEqual([5, 14, 24]);
  });
  test("so many answers in a row of the present episode make it forget its steps; another pause starts their count anew", () => {
    const gate = createPauseGate();
    const old = gate.episode();
    close(gate, 0);
    gate.succeeded(old, 2);
    gate.succeeded(gate.episode(), 2);
    close(gate, 100);
    gate.succeeded(gate.episode(), 2);
    expect(close(gate, 200).addedMs).toBe(44);
    gate.succeeded(gate.episode(), 2);
    gate.succeeded(gate.episode(), 2);
    expect(close(gate, 300).addedMs).toBe(14);
    gate.succeeded(gate.episode(), 1);
    gate.succeeded(gate.episode(), 1);
    expect(close(gate, 400).addedMs).toBe(14);
  });
  test("it tells whether the server asked for the pause", () => {
    const gate = createPauseGate();
    close(gate, 0);
    expect(gate.isAskedFor()).toBe(true);
    close(gate, 50, { asked: false });
    expect(gate.isAskedFor()).toBe(false);
  });
});

test("the bucket lets so many requests start in any window", () => {
  const limit = { bucketRequests: 2, bucketWindowMs: 100 };
  const bucket = createRequestBucket();
  const waits = [0, 10, 20, 99, 100, 109, 110].map((now) => {
    const wait = bucket.waitMs(now, limit);
    if (wait === 0) bucket.take(now);
    return wait;
  });
  expect(waits).toEqual([0, 0, 80, 1, 0, 1, 0]);
});
