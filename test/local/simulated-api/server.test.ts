import { describe, expect, onTestFinished, test } from "vitest";
import { editWorld } from "../../../functions/local/simulated-api/edits.ts";
import { serveApi } from "../../../functions/local/simulated-api/serve-api.ts";
import { logIn, memberIds, openApi } from "./api-session.ts";
import { type AnyRecord, demoWorld, morning } from "./demo-world.ts";

describe("limits", () => {
  test("the documented ones: refused until the window has rolled on by the given clock", async () => {
    let nowMs = morning(0);
    const rateLimit = { requests: 5, windowSeconds: 300, retryAfter: true };
    const { get } = await openApi({ now: () => nowMs, rateLimit });
    nowMs += 100_000;
    for (let i = 0; i < 4; i += 1) expect((await get("/api/v4/campaigns?itemsPerPage=1")).status).toBe(200);
    const refused = await get("/api/v4/campaigns?itemsPerPage=1");
    expect([refused.status, refused.headers.get("retry-after")]).toEqual([429, "200"]);
    nowMs += 200_000;
    expect((await get("/api/v4/campaigns?itemsPerPage=1")).status).toBe(200);
    expect((await get("/api/v4/campaigns?itemsPerPage=1")).status).toBe(429);
  });

  test("a hundred logins in five minutes", async () => {
    const { api } = await openApi();
    const asked = Array.from({ length: 100 }, () => logIn(api, { username: "a@convertr.example", password: "x" }));
    const statuses = (await Promise.all(asked)).map(({ status }) => status);
    expect(statuses.filter((status) => status === 429)).toHaveLength(1);
  });
});

test("latency holds each request up, and none another", async () => {
  const { api, get } = await openApi({ latencyMs: 600 });
  const startedMs = performance.now();
  await Promise.all(Array.from({ length: 8 }, (_, page) => get(`/api/v4/campaigns?itemsPerPage=10&page=${page + 1}`)));
  const tookMs = performance.now() - startedMs;
  expect(tookMs).toBeGreaterThanOrEqual(595);
  expect(api.stats.maxInFlight).toBe(8);
});

test("requests are counted, logins and answers by status", async () => {
  const { api, get } = await openApi();
  await get("/api/v4/campaigns");
  await get("/api/v4/nothing");
  expect(api.stats).toMatchObject({ requests: 3, logins: 1, statuses: { 200: 2, 404: 1 } });
});

describe("the one place between request and answer", () => {
  test("can change clock and rows between two pages", async () => {
    const edited = editWorld(demoWorld({ campaigns: 250 }));
    const { get } = await openApi({
      world: edited.world,
      onRequest: async (exchange, next) => {
        if (exchange.search.includes("page=2")) edited.remove("campaigns", 124);
        return next();
      },
    });
    const page = (number: number) => get(`/api/v4/campaigns?order[id]=asc&itemsPerPage=50&page=${number}`);
    const first = memberIds((await page(1)).body);
    const second = (await page(2)).body;
    expect(first).toContain(124);
    expect(second["hydra:totalItems"]).toBe(249);
    expect(memberIds(second)[0]).toBe((first.at(-1) ?? 0) + 2);
  });

  test("can change the answer, answer itself, or take the socket", async () => {
    const { get } = await openApi({
      onRequest: async (exchange, next) => {
        if (exchange.path.endsWith("/1")) return { ...(await next()), status: 503, headers: { "retry-after": "3" } };
        if (exchange.path.endsWith("/2")) return { status: 418, headers: {}, body: "tea" };
        if (exchange.path.endsWith("/3")) {
          exchange.request.socket.destroy();
          return "taken";
        }
        return next();
      },
    });
    expect((await get("/api/v4/campaigns/1")).headers.get("retry-after")).toBe("3");
    expect(await get("/api/v4/campaigns/2")).toMatchObject({ status: 418, body: "tea" });
    await expect(get("/api/v4/campaigns/3")).rejects.toThrow("fetch failed");
    expect((await get("/api/v4/campaigns")).status).toBe(200);
  });

  test("a hook that breaks is said aloud", async () => {
    const { get } = await openApi({
      onRequest: async (exchange, next) => {
        if (exchange.number > 1) throw new Error("script line 3");
        return next();
      },
    });
    expect(await get("/api/v4/campaigns")).toMatchObject({
      status: 500,
      body: { message: expect.stringContaining("script line 3") },
    });
  });
});

test("edits add, change and take away rows, for lists, filters and items alike", () => {
  const { world, insert, alter, remove } = editWorld(demoWorld({ campaigns: 20 }));
  const atMs = morning(0);
  const ids = world.ids("campaigns", atMs);
  const [first = 0, second = 0] = ids;
  insert("campaigns", { id: 90_001, status: "Archived" });
  alter("campaigns", second, (record) => ({ ...record, status: "Frozen" }));
  alter("campaigns", second, (record) => ({ ...record, name: `${record["status"]} one` }));
  remove("campaigns", first);
  expect(world.ids("campaigns", atMs)).toEqual([...ids.slice(1), 90_001]);
  expect(world.record("campaigns", first, atMs)).toBeUndefined();
  expect(world.record("campaigns", second, atMs)).toMatchObject({ status: "Frozen", name: "Frozen one" });
  expect(world.reader("campaigns", "status", atMs)(second)).toEqual(["Frozen"]);
  expect(world.reader("campaigns", "status", atMs)(90_001)).toEqual(["Archived"]);
});

describe("serve-api", () => {
  test("serves the demo's account on loopback, says how to use it, and its clock goes on", async () => {
    let clockMs = 1_000;
    const api = await serveApi({ port: 0, seed: 1, date: "2026-11-23", latencyMs: 0, clock: () => clockMs });
    onTestFinished(() => api.close());
    const { summary } = api;
    expect(api.url).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
    expect(summary.now).toBe("2026-11-23T05:00:00.000Z");
    expect(summary.counts).toEqual({ campaigns: 479, publisherContracts: 555, integrationJobs: 574 });
    const { body } = await logIn(api, { username: summary.username, password: summary.password });
    const leads = async () => {
      const headers = { authorization: `Bearer ${body.access_token}` };
      const page = await fetch(`${api.url}/api/v4/campaigns?status[]=Active&itemsPerPage=100`, { headers });
      const active: AnyRecord = await page.json();
      return active["hydra:member"].reduce((sum: number, row: AnyRecord) => sum + row.statistics.totalLeads, 0);
    };
    const morningLeads = await leads();
    clockMs += 59 * 60_000;
    expect(await leads()).toBe(morningLeads);
    clockMs += 12 * 3_600_000;
    const again = await logIn(api, { username: summary.username, password: summary.password });
    body.access_token = again.body.access_token;
    expect(await leads()).toBeGreaterThan(morningLeads + 100);
  });

  test("another date shows the same account, then", async () => {
    const dates = ["2026-11-23", "2026-11-24", "2027-09-01"];
    const apis = await Promise.all(dates.map((date) => serveApi({ port: 0, seed: 1, date, latencyMs: 0 })));
    onTestFinished(async () => void (await Promise.all(apis.map((api) => api.close()))));
    const [monday = 0, tuesday = 0, later = 0] = apis.map(({ summary }) => summary.counts.campaigns);
    expect(tuesday - monday).toBeLessThan(4);
    expect(later).toBeGreaterThan(tuesday + 100);
    const oldest = await Promise.all(apis.map(oldestCampaign));
    expect(new Set(oldest.map((row) => JSON.stringify(row))).size).toBe(1);
  });
});

async function oldestCampaign(api: Awaited<ReturnType<typeof serveApi>>): Promise<AnyRecord> {
  const { body } = await logIn(api, { username: api.summary.username, password: api.summary.password });
  const headers = { authorization: `Bearer ${body.access_token}` };
  const page: AnyRecord = await (await fetch(`${api.url}/api/v4/campaigns?order[id]=asc`, { headers })).json();
  return page["hydra:member"][0];
}
