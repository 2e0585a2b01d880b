import { once } from "node:events";
import { createServer } from "node:http";
import { createServer as createTlsServer } from "node:https";
import { describe, expect } from "vitest";
import type { FaultScriptInput } from "../../functions/local/simulated-api/faults/fault-script.ts";
import { systemClock } from "../../shared/platform/clock.ts";
import { addressOf } from "../convertr/api-server.ts";
import { CERTIFICATE, KEY } from "../convertr/untrusted-certificate.ts";
import { faultTest } from "./fault-test.ts";
import { openJobAccount } from "./job-account.ts";

type Rule = FaultScriptInput["rules"][number];
const onPage = (page: number, times = 1) => ({ page, times });

/** Publishes although the rule befalls page 3 once, with one retry. */
const survives = (rule: Rule) => async () => {
  const account = await openJobAccount({ rules: [{ ...rule, on: onPage(3) } as Rule] });
  expect(await account.publishes()).toMatchObject({ retries: 1, duplicates: 0, rows: 60 });
  return account;
};

/** Ends as BadResponse, with so many attempts for the page. */
const refuses =
  (rule: Rule, attempts: number, page = 3) =>
  async () => {
    const account = await openJobAccount({ rules: [{ ...rule, on: { page } } as Rule] });
    const error = await account.fails();
    expect(error.name).toBe("BadResponse");
    expect(account.seen.filter((seen) => seen.kind === "page" && seen.page === page)).toHaveLength(attempts);
    return error;
  };

describe("the connection", () => {
  faultTest("A19", "", async () => {
    const account = await survives({ fault: "reset" })();
    expect(account.clock.slept.every((ms) => ms === 0)).toBe(true);
  });
  for (const by of ["reset", "length", "chunk"] as const) faultTest("A20", by, survives({ fault: "cut", by }));
  faultTest("A21", "once", survives({ fault: "truncate" }));
  faultTest("A21", "for ever", refuses({ fault: "truncate" }, 3));
  faultTest("A22", "once", survives({ fault: "cut", by: "http-1.0" }));
  faultTest("A22", "for ever", refuses({ fault: "cut", by: "http-1.0" }, 3));

  faultTest("A23", "refused", async () => {
    const server = createServer().listen(0, "127.0.0.1");
    await once(server, "listening");
    const baseUrl = addressOf(server);
    await new Promise((resolve) => server.close(resolve));
    const error = await (await openJobAccount({ baseUrl })).fails();
    expect(error).toMatchObject({ name: "ApiUnavailable", retryable: true });
    expect(error.message).toContain(new URL(baseUrl).host);
  });
  faultTest("A23", "no such host", async () => {
    const error = await (await openJobAccount({ baseUrl: "https://does-not-exist.invalid" })).fails();
    expect(error.name).toBe("ApiUnavailable");
    expect(error.message).toContain("does-not-exist.invalid");
  });

  faultTest("A24", "", async () => {
    let hits = 0;
    const server = createTlsServer({ cert: CERTIFICATE, key: KEY }, () => {
      hits += 1;
    }).listen(0, "127.0.0.1");
    await once(server, "listening");
    const account = await openJobAccount({ baseUrl: addressOf(server).replace("http:", "https:") });
    expect(await account.fails()).toMatchObject({ name: "ApiUnavailable", retryable: false });
    expect((await account.records())[0]).toMatchObject({ requests: 1 });
    expect(hits).toBe(0);
    server.close();
  });

  faultTest("A25", "", async () => {
    const account = await openJobAccount({
      rows: 200,
      rules: [{ fault: "stale-socket", on: { kind: "page", page: { to: 4 } } }],
    });
    await account.publishes();
    expect(account.clock.slept.every((ms) => ms === 0)).toBe(true);
  });

  for (const [id, rule] of [
    ["A26", { fault: "hang" }],
    ["A27", { fault: "drip", everyMs: 20 }],
  ] as const) {
    faultTest(id, "", async () => {
      const account = await openJobAccount({
        clock: systemClock,
        limits: { attemptTimeoutMs: 250, backoffBaseMs: 10 },
        rules: [{ ...rule, on: onPage(3) }],
      });
      expect(await account.take()).toMatchObject({ outcome: "published", rows: 60, retries: 1 });
    });
  }
});

describe("the content", () => {
  faultTest("A29", "once", survives({ fault: "html" }));
  faultTest("A29", "for ever", async () => {
    const error = await refuses({ fault: "html", body: "<h1>CANARY</h1>" }, 3)();
    expect(error.message).toContain("content type");
  });
  faultTest("A30", "", refuses({ fault: "headers", set: { "content-type": "text/plain" } }, 3));
  faultTest("A31", "application/json;charset=UTF-8", async () => {
    const rule: Rule = { fault: "headers", set: { "content-type": "Application/JSON;charset=UTF-8" } };
    const account = await openJobAccount({ rules: [rule] });
    expect(await account.publishes()).toMatchObject({ retries: 0 });
  });
  faultTest("A31", "a bare list", async () => {
    const error = await refuses({ fault: "status", status: 200, body: [{ id: 1 }] }, 1, 1)();
    expect(error.message).toContain("Accept: application/ld+json");
  });
  faultTest("A32", "204", refuses({ fault: "status", status: 204, body: "" }, 3));
  faultTest("A32", "empty", refuses({ fault: "truncate", bytes: 0 }, 3));
  faultTest("A33", "", survives({ fault: "gzip-damage" }));
  faultTest("A35", "a page too large", async () => {
    const account = await openJobAccount({
      limits: { bodyBytes: 200_000 },
      rules: [{ fault: "wrap", after: " ".repeat(200_000), on: { page: 3 } }],
    });
    expect((await account.fails()).message).toContain("more than 200000 bytes");
  });
  faultTest("A35", "a gzip bomb of 200 MB", async () => {
    const account = await openJobAccount({ rules: [{ fault: "bomb", bytes: 200 * 1024 * 1024, on: { page: 3 } }] });
    const error = await account.fails();
    expect(error.name).toBe("BadResponse");
    expect(error.message).toContain(`more than ${32 * 1024 * 1024} bytes`);
    expect((await account.records())[0]?.requests).toBeLessThan(10);
  });

  faultTest("A36", "", refuses({ fault: "redirect", location: "/api/v4/campaigns?page=1" }, 1));
  faultTest("A37", "", async () => {
    let hits = 0;
    const other = createServer(() => {
      hits += 1;
    }).listen(0, "127.0.0.1");
    await once(other, "listening");
    await refuses({ fault: "redirect", location: `${addressOf(other)}/api/v4/campaigns` }, 1)();
    expect(hits).toBe(0);
    other.close();
  });
  for (const status of [206, 304, 418]) {
    faultTest("A38", String(status), refuses({ fault: "status", status, body: status === 304 ? "" : {} }, 1));
  }
  faultTest("A39", "", async () => {
    const account = await openJobAccount({ rules: [{ fault: "informational", on: { kind: "page" } }] });
    expect(await account.publishes()).toMatchObject({ retries: 0 });
  });
});
