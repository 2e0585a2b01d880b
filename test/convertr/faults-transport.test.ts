import { once } from "node:events";
import { createServer } from "node:http";
import { createServer as createTlsServer } from "node:https";
import { gzipSync } from "node:zlib";
import { expect, test } from "vitest";
import { systemClock } from "../../shared/platform/clock.ts";
import { addressOf, ids, type Reply, type Scripted, startApi } from "./api-server.ts";
import { kit, whole } from "./client-kit.ts";
import { CERTIFICATE, KEY } from "./untrusted-certificate.ts";

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
const raw =
  (text: (reply: Reply) => string): Scripted =>
  (reply) => {
    reply.socket.write(text(reply), () => reply.socket.destroy());
  };

test.each<[string, number, Scripted]>([
  ["A19: a reset before the headers", 1, (reply) => void reply.socket.resetAndDestroy()],
  [
    "A20: a reset in the middle of the body",
    2,
    async (reply) => {
      reply.response.writeHead(200, { ...LD, "content-length": "100000" });
      reply.response.write(whole200(reply).slice(0, 500), () => reply.socket.resetAndDestroy());
    },
  ],
  [
    "A20: fewer bytes than Content-Length",
    2,
    raw(
      (reply) =>
        `HTTP/1.1 200 OK\r\ncontent-type: application/ld+json\r\ncontent-length: 99999\r\n\r\n${whole200(reply)}`,
    ),
  ],
  [
    "A20: a cut chunk",
    2,
    raw(
      () => 'HTTP/1.1 200 OK\r\ncontent-type: application/ld+json\r\ntransfer-encoding: chunked\r\n\r\nfff\r\n{"@type"',
    ),
  ],
  ["A21: truncated JSON", 2, (reply) => reply.send(200, whole200(reply).slice(0, -10), LD)],
  [
    "A22: a cut body in HTTP/1.0",
    2,
    raw((reply) => `HTTP/1.0 200 OK\r\ncontent-type: application/ld+json\r\n\r\n${whole200(reply).slice(0, 600)}`),
  ],
  ["A29: an HTML page", 2, (reply) => reply.send(200, "<html>CANARY</html>", { "content-type": "text/html" })],
  ["A32: an empty body", 2, (reply) => reply.send(200, "", LD)],
  ["A32: status 204", 2, (reply) => reply.send(204, "", {})],
  [
    "A33: damaged gzip",
    2,
    (reply) => {
      const zipped = gzipSync(whole200(reply));
      zipped.fill(0x55, 20, 60);
      reply.send(200, zipped, { ...LD, "content-encoding": "gzip" });
    },
  ],
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
  ["A17: status 500 always", "IncompleteCollection", 5, (reply) => reply.send(500, "CANARY")],
  ["A21: truncated JSON always", "BadResponse", 3, (reply) => reply.send(200, whole200(reply).slice(0, -10), LD)],
  [
    "A29: HTML always",
    "BadResponse",
    3,
    (reply) => reply.send(200, "<html>CANARY</html>", { "content-type": "text/html" }),
  ],
  [
    "A30: JSON called text/plain",
    "BadResponse",
    3,
    (reply) => reply.send(200, whole200(reply), { "content-type": "text/plain" }),
  ],
  ["A31: a bare array", "BadResponse", 1, (reply) => reply.json(200, [])],
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
  [
    "A36: a redirect to the same host",
    "BadResponse",
    1,
    (reply) => reply.send(302, "", { location: "/api/v4/campaigns?page=9" }),
  ],
  ["A38: status 206", "BadResponse", 1, (reply) => reply.send(206, whole200(reply), LD)],
  ["A38: status 304", "BadResponse", 1, (reply) => reply.send(304, "")],
  ["A38: status 418", "BadResponse", 1, (reply) => reply.send(418, "")],
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

test("A23: a host that does not exist is tried twice more", async () => {
  const k = kit({ baseUrl: "https://does-not-exist.invalid" });
  const error = await k.fails();
  expect(error.name).toBe("ApiUnavailable");
  expect(error.message).toContain("does-not-exist.invalid");
  expect(k.client.traffic().requests).toBe(3);
});

test("A24: a certificate nobody trusts fails at once", async () => {
  let hits = 0;
  const server = createTlsServer({ cert: CERTIFICATE, key: KEY }, () => {
    hits += 1;
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  const k = kit({ baseUrl: addressOf(server).replace("http:", "https:") });
  expect(await k.fails()).toMatchObject({ name: "ApiUnavailable", retryable: false });
  expect(k.client.traffic().requests).toBe(1);
  expect(hits).toBe(0);
  server.close();
});

test("A25: sockets that the server closed while the process was frozen are invisible", async () => {
  await using api = await startApi(ids(3000));
  api.latencyMs = 5;
  const k = kit(api);
  await k.pull();
  api.dropConnections();
  await k.pull();
  expect(k.handed).toEqual(whole(api));
  expect(k.clock.slept.every((ms) => ms === 0)).toBe(true);
});

test.each<[string, Scripted]>([
  ["A26: headers that never come", () => {}],
  [
    "A27: a body that drips",
    (reply) => {
      reply.response.writeHead(200, LD);
      const drip = setInterval(() => reply.response.write(" "), 20);
      reply.response.on("close", () => clearInterval(drip));
    },
  ],
])("%s: the attempt ends by its timer, in real time, and is repeated", async (_, fault) => {
  await using api = await startApi(ids(450));
  api.script = ({ kind, page, nthOfPage }) => (kind === "page" && page === 2 && nthOfPage === 0 ? fault : undefined);
  const k = kit(api, {
    clock: systemClock,
    deadline: Date.now() + 20_000,
    random: () => 0,
    limits: { attemptTimeoutMs: 250 },
  });
  const begin = Date.now();
  await k.pull();
  expect(k.handed).toEqual(whole(api));
  expect(Date.now() - begin).toBeGreaterThanOrEqual(245);
  expect(Date.now() - begin).toBeLessThan(2000);
});

test("A31: application/json with parameters in any case is accepted", async () => {
  await using api = await startApi(ids(5));
  api.script = ({ kind }) =>
    kind === "page"
      ? (reply) => reply.send(200, whole200(reply), { "content-type": "Application/JSON;charset=UTF-8" })
      : undefined;
  const k = kit(api);
  await k.pull();
  expect(k.handed).toEqual(whole(api));
});

test.each([
  ["plain", false],
  ["a gzip bomb", true],
])("A35: a body beyond the cap is cut off there (%s), and the memory stays bounded", async (_, zipped) => {
  await using api = await startApi(ids(5));
  const cap = 4 * 1024 * 1024;
  const big = Buffer.alloc(256 * 1024 * 1024, " ");
  const body = zipped ? gzipSync(big, { level: 1 }) : big;
  const headers = zipped ? { ...LD, "content-encoding": "gzip" } : LD;
  api.script = ({ kind }) => (kind === "page" ? (reply) => reply.send(200, body, headers) : undefined);
  const k = kit(api, { limits: { bodyBytes: cap } });
  const before = process.memoryUsage().arrayBuffers;
  const error = await k.fails();
  expect(error.name).toBe("BadResponse");
  expect(error.message).toContain(String(cap));
  expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(60 * 1024 * 1024);
  expect(api.count("page")).toBe(1);
});

test("A37: a redirect to another host is refused, and nothing reaches that host", async () => {
  let reached = 0;
  const other = createServer((_, response) => {
    reached += 1;
    response.end();
  }).listen(0, "127.0.0.1");
  await once(other, "listening");
  await using t = await withFault(1, (reply) =>
    reply.send(302, "", { location: `${addressOf(other)}/api/v4/campaigns` }),
  );
  expect(await t.k.fails()).toMatchObject({ name: "BadResponse" });
  expect(reached).toBe(0);
  other.close();
});

test("A39: informational answers before the real one are ignored", async () => {
  await using t = await withFault(1, (reply) => {
    reply.response.writeEarlyHints({ link: "</style.css>; rel=preload" });
    reply.response.writeProcessing();
    reply.send(200, whole200(reply), LD);
  });
  const report = await t.k.pull();
  expect(t.k.handed).toEqual(whole(t.api));
  expect(report.retries).toBe(0);
});
