import { expect, test } from "vitest";
import { systemClock } from "../../shared/platform/clock.ts";
import { type Hit, ids, type Reply, startApi } from "./api-server.ts";
import { kit, whole } from "./client-kit.ts";

const throttled = (headers: Record<string, string>) => (reply: Reply) => reply.send(429, "Too many requests", headers);

test("A14: a login that is throttled waits at the same gate", async () => {
  await using api = await startApi(ids(5));
  api.script = ({ kind, nth }) => (kind === "login" && nth < 2 ? throttled({ "retry-after": "40" }) : undefined);
  const k = kit(api);
  await k.pull();
  expect(k.handed).toEqual(whole(api));
  expect(k.refused).toEqual([]);
  expect(k.clock.slept).toEqual([40_500, 40_500]);
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

test("four refusals of the same moment are one pause, and halve the requests in flight once", async () => {
  await using api = await startApi(ids(4000));
  let [refused, waiting] = [0, 0];
  const release = Promise.withResolvers<void>();
  // All four are in flight before the first one is answered.
  api.script = ({ kind, page }) => {
    if (kind !== "page" || (page ?? 1) < 3 || refused >= 4) return undefined;
    refused += 1;
    return async (reply) => {
      waiting += 1;
      if (waiting === 4) release.resolve();
      await release.promise;
      reply.send(429, "Too many requests", { "retry-after": "40" });
    };
  };
  const k = kit(api, { concurrency: 4 });
  await k.pull();
  expect(k.handed).toEqual(whole(api));
  const pauses = k.log.filter(({ event }) => event === "convertr-pause");
  expect(pauses.map(({ fields }) => fields["concurrency"])).toEqual([2]);
});

test("never more requests in flight than the concurrency", async () => {
  await using api = await startApi(ids(4000));
  api.latencyMs = 3;
  await kit(api, { concurrency: 3 }).pull();
  expect(api.mostInFlight()).toBe(3);
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
