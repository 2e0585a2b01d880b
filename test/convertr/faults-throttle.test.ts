import { expect, test } from "vitest";
import { systemClock } from "../../shared/platform/clock.ts";
import { type Hit, ids, type Reply, startApi } from "./api-server.ts";
import { FIFTEEN_MINUTES, kit, whole } from "./client-kit.ts";

const throttled = (headers: Record<string, string>) => (reply: Reply) => reply.send(429, "Too many requests", headers);
const nowAs = (ms: number) => new Date(ms).toUTCString();

test.each([
  ["A10: Retry-After 3", 429, () => ({ "retry-after": "3" })],
  [
    "A11: an HTTP-date 3 s after the answer's own date, ten minutes off our clock",
    429,
    (now: number) => ({ date: nowAs(now + 600_000), "retry-after": nowAs(now + 603_000) }),
  ],
  ["A15: 503 with Retry-After 3", 503, () => ({ "retry-after": "3" })],
])("%s holds all workers for at least 3 s, then nothing is lost", async (_, status, headers) => {
  await using api = await startApi(ids(3000));
  const k = kit(api);
  const starts: number[] = [];
  let pausedAt = Number.POSITIVE_INFINITY;
  api.latencyMs = 5;
  api.script = ({ kind, nth }) => {
    if (kind !== "page") return undefined;
    starts.push(k.clock.now());
    if (nth < 9 || nth > 12) return undefined;
    pausedAt = Math.min(pausedAt, k.clock.now());
    return (reply) => reply.send(status, "", headers(k.clock.now()));
  };
  const report = await k.pull();
  expect(k.handed).toEqual(whole(api));
  expect(starts.filter((at) => at > pausedAt && at < pausedAt + 3000)).toEqual([]);
  expect(report.throttledMs).toBeGreaterThanOrEqual(3000);
  // One pause when the four refusals come together; each its own at worst.
  expect(report.throttledMs).toBeLessThanOrEqual(4 * 4000);
});

test.each([
  ["0", "0"],
  ["a date in the past", nowAs(0)],
])("A12: Retry-After %s pauses for at most a second", async (_, header) => {
  await using api = await startApi(ids(250));
  api.script = ({ kind, nth }) => (kind === "page" && nth === 0 ? throttled({ "retry-after": header }) : undefined);
  const k = kit(api);
  await k.pull();
  expect(k.clock.slept.every((ms) => ms <= 1000)).toBe(true);
});

test.each(["soon", "-5", "1.5", ""])("A13: Retry-After '%s' is as if it were absent", async (header) => {
  await using api = await startApi(ids(250));
  api.script = ({ kind, nth }) => (kind === "page" && nth === 0 ? throttled({ "retry-after": header }) : undefined);
  const k = kit(api);
  await k.pull();
  expect(k.clock.slept).toEqual([5500]);
});

test("A13: a Retry-After beyond the deadline fails at once and says when to come back", async () => {
  await using api = await startApi(ids(250));
  api.script = ({ kind }) => (kind === "page" ? throttled({ "retry-after": "1000000000" }) : undefined);
  const k = kit(api);
  const error = await k.fails();
  expect(error).toMatchObject({ name: "RateLimited", retryable: true });
  expect(error.retryAt?.getTime()).toBeGreaterThanOrEqual(k.clock.now() + 1e12);
  expect(k.clock.slept).toEqual([]);
  expect(api.count("page")).toBe(1);
});

test("A14: 429 without a header for 300 s is outlived with few requests, and concurrency falls", async () => {
  await using api = await startApi(ids(3000));
  api.latencyMs = 5;
  const k = kit(api);
  const begin = k.clock.now();
  api.script = ({ kind, nth }) =>
    kind === "page" && nth > 8 && k.clock.now() < begin + 300_000 ? throttled({}) : undefined;
  const report = await k.pull();
  expect(k.handed).toEqual(whole(api));
  expect(report.retries).toBeLessThanOrEqual(8 + 4 + 2 + 1 + 1 + 1 + 1);
  const pauses = k.log.filter(({ event }) => event === "convertr-pause");
  expect(pauses.map(({ fields }) => fields["concurrency"])).toEqual([4, 2, 1, 1, 1, 1, 1]);
  expect(pauses.map(({ fields }) => fields["ms"])).toEqual([5500, 10500, 20500, 40500, 80500, 120500, 120500]);
});

test("A14: 429 for ever ends as RateLimited before the deadline", async () => {
  await using api = await startApi(ids(3000));
  const k = kit(api);
  api.script = ({ kind, nth }) => (kind === "page" && nth > 8 ? throttled({}) : undefined);
  const error = await k.fails();
  expect(error.name).toBe("RateLimited");
  expect(error.message).toMatch(/of 30 pages done/);
  expect(k.clock.now()).toBeLessThan(k.options.deadline);
});

test("A14: a login that is throttled waits at the same gate", async () => {
  await using api = await startApi(ids(5));
  api.script = ({ kind, nth }) => (kind === "login" && nth < 2 ? throttled({ "retry-after": "40" }) : undefined);
  const k = kit(api);
  await k.pull();
  expect(k.handed).toEqual(whole(api));
  expect(k.refused).toEqual([]);
  expect(k.clock.slept).toEqual([40_500, 40_500]);
});

test("A16: a burst of 5xx, 30 % for 20 s, is outlived within the retry budget", async () => {
  await using api = await startApi(ids(20_000));
  api.latencyMs = 1;
  const k = kit(api);
  const begin = k.clock.now();
  let random = 7;
  const next = () => {
    random = (random * 48_271) % 2_147_483_647;
    return random / 2_147_483_647;
  };
  api.script = ({ kind, nth }) =>
    kind === "page" && nth > 0 && k.clock.now() < begin + 20_000 && next() < 0.3
      ? (reply) => reply.send(500, "")
      : undefined;
  const report = await k.pull();
  expect(k.handed).toEqual(whole(api));
  expect(report.retries).toBeLessThanOrEqual(Math.max(20, 0.2 * report.requests));
  expect(report.retries).toBeGreaterThan(5);
});

test("A18: when every answer is a 5xx the run stops after about ten attempts", async () => {
  await using api = await startApi(ids(60_000));
  api.latencyMs = 5;
  api.script = ({ kind, nth }) => (kind === "page" && nth > 0 ? (reply) => reply.send(500, "CANARY") : undefined);
  const error = await kit(api).fails();
  expect(error).toMatchObject({ name: "ApiUnavailable", retryable: true });
  expect(api.count("page")).toBeLessThanOrEqual(1 + 10 + 8);
});

test("requests of an enterprise stay below the bucket, across clients", async () => {
  await using api = await startApi(ids(2000));
  const limits = { bucketRequests: 12, bucketWindowMs: 10_000 };
  const k = kit(api, { limits });
  const begin = k.clock.now();
  let crowded = 0;
  api.script = () => {
    const windows = 1 + Math.floor((k.clock.now() - begin) / 10_000);
    if (api.hits.length + 1 > 12 * windows) crowded += 1;
    return undefined;
  };
  await k.pull();
  await kit(api, { limits, clock: k.clock, deadline: k.options.deadline }).pull();
  expect(api.hits.length).toBeGreaterThan(40);
  expect(k.clock.now() - begin).toBe(30_000);
  expect(crowded).toBe(0);
});

test("never more requests in flight than the concurrency", async () => {
  await using api = await startApi(ids(4000));
  api.latencyMs = 3;
  await kit(api, { concurrency: 3 }).pull();
  expect(api.mostInFlight()).toBe(3);
});

test("A28: pages so slow that the run cannot finish end as DeadlineExceeded, naming how far it came", async () => {
  await using api = await startApi(ids(3000));
  const k = kit(api);
  api.script = () => void k.clock.advance(60_000);
  const error = await k.fails();
  expect(error).toMatchObject({ name: "DeadlineExceeded", retryable: true });
  expect(error.message).toMatch(/campaigns: \d+ of 30 pages done/);
  expect(api.hits.length).toBeLessThan(FIFTEEN_MINUTES / 60_000 + 8);
});

test("an attempt never lasts beyond the deadline", async () => {
  await using api = await startApi(ids(3000));
  const silent = (_: Hit) => (reply: Reply) => void reply.response.flushHeaders();
  api.script = (hit) => (hit.kind === "page" && hit.page === 5 ? silent(hit) : undefined);
  const begin = Date.now();
  const k = kit(api, { clock: systemClock, deadline: begin + 400 });
  expect(await k.fails()).toMatchObject({ name: "DeadlineExceeded" });
  expect(Date.now() - begin).toBeLessThan(900);
});
