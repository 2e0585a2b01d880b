import { once } from "node:events";
import { createServer } from "node:http";
import { gzipSync } from "node:zlib";
import { expect, test } from "vitest";
import { addressOf, ids, type Reply, type Scripted, startApi } from "./api-server.ts";
import { kit, whole } from "./client-kit.ts";

const LD = { "content-type": "application/ld+json" };

/** Answers page 2 with `fault` the first `times` times. */
async function withFault(times: number, fault: Scripted) {
  const api = await startApi(ids(450));
  api.script = ({ kind, page, nthOfPage }) => (kind === "page" && page === 2 && nthOfPage < times ? fault : undefined);
  return {
    api,
    k: kit(api),
    asked: () => api.hits.filter(({ page }) => page === 2).length,
    [Symbol.asyncDispose]: api.close,
  };
}

const whole200 = (reply: Reply) => JSON.stringify(reply.envelope());

test.each<[string, number, Scripted]>([
  ["A32: an empty body", 2, (reply) => reply.send(200, "", LD)],
  ["A32: status 204", 2, (reply) => reply.send(204, "", {})],
  [
    "A33: truncated gzip",
    2,
    (reply) => reply.send(200, gzipSync(whole200(reply)).subarray(0, -20), { ...LD, "content-encoding": "gzip" }),
  ],
  ["status 408", 4, (reply) => reply.send(408, "")],
  ["status 425", 4, (reply) => reply.send(425, "")],
  ["status 500", 4, (reply) => reply.send(500, "")],
  ["status 524", 4, (reply) => reply.send(524, "")],
])("%s is survived: the page is asked for again as a whole", async (_, times, fault) => {
  await using t = await withFault(times, fault);
  const report = await t.k.pull();
  expect(t.k.handed).toEqual(whole(t.api));
  expect(t.asked()).toBe(times + 1);
  expect(report).toMatchObject({ duplicates: 0, retries: times, ordering: "verified", pulledTwice: false });
});

test("A19: the first reset is retried at once, the next one after a pause", async () => {
  await using once = await withFault(1, (reply) => void reply.socket.resetAndDestroy());
  await once.k.pull();
  expect(once.k.clock.slept).toEqual([0]);
  await using twice = await withFault(2, (reply) => void reply.socket.resetAndDestroy());
  await twice.k.pull();
  expect(twice.k.clock.slept).toEqual([0, 500]);
});

test.each<[string, string, number, Scripted]>([
  [
    "a record that is no collection",
    "BadResponse",
    1,
    (reply) => reply.json(200, { "@type": "hydra:Error", "hydra:description": "CANARY" }),
  ],
  [
    "a collection whose members are no list",
    "BadResponse",
    1,
    (reply) => reply.json(200, { ...reply.envelope(), "hydra:member": {} }),
  ],
  ["status 400", "BadResponse", 1, (reply) => reply.json(400, { detail: "CANARY" })],
  ["status 404", "BadResponse", 1, (reply) => reply.send(404, "CANARY")],
  ["status 406", "BadResponse", 1, (reply) => reply.send(406, "")],
  ["status 410", "BadResponse", 1, (reply) => reply.send(410, "")],
])("%s ends as %s after %i attempts, naming the page", async (_, name, attempts, fault) => {
  await using t = await withFault(100, fault);
  const error = await t.k.fails();
  expect(error.name).toBe(name);
  expect(error.message).toContain("page 2");
  expect(error.where).toBe("campaigns of acme");
  expect(t.asked()).toBe(attempts);
});

test("A23: a login that nobody takes backs off over a minute and then names the host", async () => {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const baseUrl = addressOf(server);
  await new Promise((resolve) => server.close(resolve));
  const k = kit({ baseUrl });
  const error = await k.fails();
  expect(error).toMatchObject({ name: "ApiUnavailable", retryable: true });
  expect(error.message).toContain(new URL(baseUrl).host);
  expect(k.clock.slept).toEqual([2_000, 6_000, 16_000, 36_000]);
});
