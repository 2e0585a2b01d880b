import { describe, expect, test } from "vitest";
import { systemClock } from "../../shared/platform/clock.ts";
import { type Api, type Hit, ids, type Reply, type Scripted, startApi } from "./api-server.ts";
import { kit, whole } from "./client-kit.ts";

const LD = { "content-type": "application/ld+json" };
const answer =
  (status: number, headers: Readonly<Record<string, string>> = {}): Scripted =>
  (reply: Reply) =>
    reply.send(status, "", headers);
const onPage = (api: Api, which: (hit: Hit) => boolean, scripted: Scripted) => {
  api.script = (hit) => (hit.kind === "page" && which(hit) ? scripted : undefined);
};
/** Page 2 meets one fault after the other, and is then well. */
const oneAfterTheOther = (api: Api, ...faults: Scripted[]) => {
  api.script = ({ kind, page, nthOfPage }) => (kind === "page" && page === 2 ? faults[nthOfPage] : undefined);
};
const reset: Scripted = (reply) => void reply.socket.resetAndDestroy();

describe("a request", () => {
  test("asks for JSON-LD and says who asks", async () => {
    await using api = await startApi(ids(5));
    const headers: unknown[] = [];
    onPage(
      api,
      () => true,
      (reply) => {
        headers.push(reply.response.req.headers);
        reply.send(200, JSON.stringify(reply.envelope()), LD);
      },
    );
    await kit(api).pull();
    expect(headers).toEqual([
      expect.objectContaining({ accept: "application/ld+json", "user-agent": "convertr-reports" }),
    ]);
  });

  test("goes out with a token that is in use, or not at all", async () => {
    await using api = await startApi(ids(3000));
    api.latencyMs = 5;
    api.script = ({ kind, nth }) => {
      if (kind === "page" && nth === 8) api.tokens.clear();
      return undefined;
    };
    await kit(api, { concurrency: 2 }).pull();
    const tokens = api.hits.filter(({ kind }) => kind === "page").map(({ token }) => token);
    expect(new Set(tokens)).toEqual(new Set(["CANARY-token-1", "CANARY-token-2"]));
    expect(tokens.slice(tokens.indexOf("CANARY-token-2"))).not.toContain("CANARY-token-1");
  });

  test("is one of those that a pull still waits for when it fails: nothing is under way afterwards", async () => {
    await using api = await startApi(ids(3000));
    onPage(
      api,
      ({ page }) => page > 1,
      async (reply) => {
        while (api.count("page") < 9) await new Promise((resolve) => setTimeout(resolve, 2));
        if (new URL(reply.response.req.url ?? "", api.baseUrl).searchParams.get("page") === "3") reply.send(403, "");
      },
    );
    const k = kit(api);
    expect(await k.fails()).toMatchObject({ name: "Forbidden" });
    const { requests } = k.client.traffic();
    expect(requests).toBeGreaterThanOrEqual(1 + 1 + 8);
    await new Promise((resolve) => setTimeout(resolve, 30));
    expect(k.client.traffic().requests).toBe(requests);
  });

  test("for a count has nothing to be checked by", async () => {
    await using api = await startApi(ids(42));
    expect(await kit(api).client.count({ collection: "campaigns", filters: {} })).toBe(42);
  });
});

describe("an answer", () => {
  test("that is a page too short for its own total is asked for twice more, and then incomplete", async () => {
    await using api = await startApi(ids(250));
    onPage(
      api,
      ({ page }) => page === 2,
      (reply) => {
        const envelope = reply.envelope();
        const members = (envelope["hydra:member"] as unknown[]).slice(1);
        reply.send(200, JSON.stringify({ ...envelope, "hydra:member": members }), LD);
      },
    );
    const error = await kit(api, { concurrency: 1 }).fails();
    expect(error).toMatchObject({ name: "IncompleteCollection", retryable: true });
    expect(error.message).toContain("asked for page 2, it answered with 99 members on page 2, where 100 belong");
    expect(api.hits.filter(({ page }) => page === 2)).toHaveLength(3);
  });

  test.each([
    ["no collection", { title: "An error occurred", detail: "Password expired" }],
    ["no JSON-LD", { "@type": "hydra:Error", "hydra:description": "The password has expired" }],
  ])("with status 200 that is %s and says that the password has expired is PasswordExpired", async (_, body) => {
    await using api = await startApi(ids(5));
    onPage(
      api,
      () => true,
      (reply) => reply.send(200, JSON.stringify(body), LD),
    );
    expect(await kit(api).fails()).toMatchObject({ name: "PasswordExpired" });
    expect(api.count("page")).toBe(1);
  });

  test("of 503 that says when to come back is no failure of its page: it may come more often than a page may fail", async () => {
    await using api = await startApi(ids(250));
    oneAfterTheOther(api, ...Array(7).fill(answer(503, { "retry-after": "1" })));
    const k = kit(api);
    expect(await k.pull()).toMatchObject({ retries: 7, throttledMs: expect.any(Number) });
    expect(k.handed).toEqual(whole(api));
  });

  test("of 500 that says when to come back is only a failure: the client pauses by its own steps", async () => {
    await using api = await startApi(ids(250));
    oneAfterTheOther(api, answer(500, { "retry-after": "600" }), answer(500, { "retry-after": "600" }));
    const k = kit(api, { limits: { retryBudget: 3 } });
    await k.pull();
    expect(k.clock.slept).toEqual([250, 500, 4500 + 500]);
  });
});

describe("what was asked is told", () => {
  test("in the log, each failed attempt with what comes next, and at the end what the retries were for", async () => {
    await using api = await startApi(ids(250));
    oneAfterTheOther(api, reset, answer(500), answer(429), (reply) => reply.json(401, {}));
    const k = kit(api);
    const report = await k.pull();
    expect(report).toMatchObject({ retries: 4, requests: api.hits.length });
    const attempts = k.log.filter(({ event }) => event === "convertr-attempt").map(({ fields }) => fields);
    const page2 = { collection: "campaigns", what: "page 2" };
    expect(attempts).toEqual([
      { ...page2, failure: "the connection failed with ECONNRESET", decision: "retry" },
      { ...page2, failure: "it answered with status 500", decision: "retry" },
      { ...page2, failure: "it answered with status 429", decision: "pause" },
      { ...page2, failure: "it answered with status 401", decision: "log-in" },
    ]);
    expect(k.log.find(({ event }) => event === "convertr-pull")?.fields).toMatchObject({
      retriesBy: { network: 1, "status 500": 1, "status 429": 1, "status 401": 1 },
      attemptMs: { p50: 0, p95: 0, p99: 0 },
    });
    expect(report.responseBytes).toBeGreaterThan(250 * 50);
  });

  test("when the server is down: how many attempts failed, why the last one, and how far the pull was", async () => {
    await using api = await startApi(ids(60_000));
    onPage(api, ({ page }) => page > 1, answer(500));
    const { message } = await kit(api).fails();
    expect(message).toMatch(/^\d+ attempts in a row failed, the last time because it answered with status 500 /);
    expect(message).toContain(
      "(acme, campaigns: 1 of 600 pages done). Nothing was published. See how Convertr is doing",
    );
  });

  test("when it is throttled beyond the end of the run: until when, to the second", async () => {
    await using api = await startApi(ids(250));
    onPage(api, () => true, answer(429, { "retry-after": "3600" }));
    const k = kit(api);
    const error = await k.fails();
    expect(error.retryAt?.getTime()).toBe(k.clock.now() + 3_600_500);
    expect(error.message).toMatch(
      /^Convertr wants no requests before 2026-11-24T06:00:00\.500Z, .* the end of this run \(acme, /,
    );
    expect(error.message).toContain("See what else uses this account's request limit");
  });
});

describe("after throttling", () => {
  test("answers in a row bring concurrency back, and the pauses begin with the shortest again", async () => {
    await using api = await startApi(ids(6000));
    onPage(api, ({ nth }) => nth === 9 || nth === 50, answer(429));
    const k = kit(api, { concurrency: 4, limits: { successesToGrow: 3 } });
    await k.pull();
    const pauses = k.log.filter(({ event }) => event === "convertr-pause").map(({ fields }) => fields);
    const pause = { failure: "it answered with status 429", ms: 5500, concurrency: 2 };
    expect(pauses).toEqual([pause, pause]);
  });

  test("sockets that were dead all at once do not count as a server that is down", async () => {
    await using api = await startApi(ids(1700));
    api.latencyMs = 2;
    onPage(api, ({ page, nthOfPage }) => page > 1 && page < 10 && nthOfPage === 0, reset);
    const k = kit(api, { limits: { breakerFailures: 2 } });
    await k.pull();
    expect(k.handed).toEqual(whole(api));
  });
});

describe("at the end of a run", () => {
  const late =
    (k: ReturnType<typeof kit>, scripted: Scripted): Scripted =>
    (reply) => {
      k.clock.advance(k.options.deadline - k.clock.now());
      return scripted(reply);
    };

  test.each<[string, Scripted, string]>([
    ["a failure that could be tried again", answer(500), "DeadlineExceeded"],
    ["a refused token", (reply) => reply.json(401, {}), "DeadlineExceeded"],
    ["a pause that the server asks for", answer(429, { "retry-after": "60" }), "DeadlineExceeded"],
    ["a failure that would have ended it anyway", answer(403), "Forbidden"],
  ])("%s is told as what it is", async (_, scripted, name) => {
    await using api = await startApi(ids(250));
    const k = kit(api);
    onPage(api, ({ page }) => page === 2, late(k, scripted));
    expect((await k.fails()).name).toBe(name);
    expect(k.clock.slept).toEqual([]);
  });

  test("the last attempt that is cut short for want of time is that, not a page that failed too often", async () => {
    await using api = await startApi(ids(250));
    onPage(
      api,
      ({ page }) => page === 2,
      () => {},
    );
    const k = kit(api, { clock: systemClock, deadline: Date.now() + 300, limits: { attempts: 1 } });
    const error = await k.fails();
    expect(error.name).toBe("DeadlineExceeded");
    expect(error.message).toMatch(
      /^the time of this run is used up \(acme, campaigns: .*See in the log how long each request took/,
    );
  });

  test("no attempt starts when there is no time left", async () => {
    await using api = await startApi(ids(950));
    const k = kit(api, { concurrency: 1 });
    const deadline = k.clock.now() + 3 * 60_000;
    onPage(
      api,
      () => true,
      (reply) => {
        k.clock.advance(60_000);
        reply.send(200, JSON.stringify(reply.envelope()), LD);
      },
    );
    expect(await kit(api, { concurrency: 1, clock: k.clock, deadline }).fails()).toMatchObject({
      name: "DeadlineExceeded",
    });
    expect(api.count("page")).toBe(3);
  });

  test("no pause is begun that lasts until then", async () => {
    await using api = await startApi(ids(250));
    onPage(api, () => true, answer(429, { "retry-after": "900" }));
    const k = kit(api, { random: () => 0 });
    expect(await k.fails()).toMatchObject({ name: "RateLimited" });
    expect(k.clock.slept).toEqual([]);
  });

  test.each<[string, number, Scripted[], ReturnType<typeof kit>["options"]["limits"]]>([
    ["the wait before another try", 200, [answer(500)], {}],
    ["that wait, after a pause that is over", 1_600, [answer(429, { "retry-after": "1" }), answer(500)], {}],
    ["a pause that the client makes by itself", 3_000, [answer(500), answer(500)], { retryBudget: 2 }],
  ])(
    "%s, when it would last longer, is want of time and not the server's limit",
    async (_, ms, faults, limits = {}) => {
      await using api = await startApi(ids(250));
      const { clock } = kit(api);
      oneAfterTheOther(api, ...faults);
      expect(await kit(api, { clock, deadline: clock.now() + ms, limits }).fails()).toMatchObject({
        name: "DeadlineExceeded",
      });
    },
  );
});
