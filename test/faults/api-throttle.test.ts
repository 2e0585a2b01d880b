import { describe, expect } from "vitest";
import { faultTest } from "./fault-test.ts";
import { openJobAccount } from "./job-account.ts";
import { MORNING } from "./row-world.ts";

const date = (ms: number): string => new Date(ms).toUTCString();
const SECONDS = 1_000;

describe("being throttled", () => {
  for (const [id, status, headers] of [
    ["A10", 429, { "retry-after": "3" }],
    ["A11", 429, { date: date(MORNING + 600 * SECONDS), "retry-after": date(MORNING + 603 * SECONDS) }],
    ["A15", 503, { "retry-after": "3" }],
  ] as const) {
    faultTest(id, "", async () => {
      const starts: number[] = [];
      let pausedAt = Number.POSITIVE_INFINITY;
      const account = await openJobAccount({
        rows: 300,
        concurrency: 8,
        script: { latencyMs: 5 },
        rules: [{ fault: "status", status, headers, on: { kind: "page", skip: 9, times: 4 } }],
        onBefallen: ({ faults }, { clock }) => {
          starts.push(clock.now());
          if (faults.length > 0) pausedAt = Math.min(pausedAt, clock.now());
        },
      });
      await account.publishes();
      expect(starts.filter((at) => at > pausedAt && at < pausedAt + 3 * SECONDS)).toEqual([]);
      expect(starts.at(-1)).toBeGreaterThanOrEqual(pausedAt + 3 * SECONDS);
    });
  }

  for (const value of ["0", date(0)]) {
    faultTest("A12", value, async () => {
      const rule = {
        fault: "status",
        status: 429,
        headers: { "retry-after": value },
        on: { kind: "page", times: 1 },
      } as const;
      const account = await openJobAccount({ rules: [rule] });
      await account.publishes();
      expect(account.clock.slept.every((ms) => ms <= SECONDS)).toBe(true);
    });
  }

  for (const value of ["soon", "-5", "1.5", ""]) {
    faultTest("A13", value, async () => {
      const rule = {
        fault: "status",
        status: 429,
        headers: { "retry-after": value },
        on: { kind: "page", times: 1 },
      } as const;
      const account = await openJobAccount({ rules: [rule] });
      await account.publishes();
      expect(account.clock.slept).toEqual([5_500]);
    });
  }
  faultTest("A13", "1e9 seconds", async () => {
    const rule = {
      fault: "status",
      status: 429,
      headers: { "retry-after": "1000000000" },
      on: { kind: "page" },
    } as const;
    const account = await openJobAccount({ rules: [rule] });
    const error = await account.fails();
    expect(error).toMatchObject({ name: "RateLimited", retryable: true });
    expect(error.retryAt?.getTime()).toBeGreaterThanOrEqual(MORNING + 1e12);
    expect(account.clock.slept).toEqual([]);
  });

  faultTest("A14", "for 300 s", async () => {
    const account = await openJobAccount({
      rows: 200,
      concurrency: 8,
      rules: [{ fault: "status", status: 429, on: { kind: "page", requests: { from: 5 }, seconds: { to: 300 } } }],
    });
    const record = await account.publishes();
    expect(record.durationMs).toBeGreaterThan(300 * SECONDS);
    expect(record.retries).toBeLessThanOrEqual(8 + 4 + 2 + 1 + 1 + 1 + 1);
    const pauses = account.log.filter(({ event }) => event === "convertr-pause");
    expect(pauses.map(({ fields }) => fields["concurrency"]).slice(0, 4)).toEqual([4, 2, 1, 1]);
  });
  faultTest("A14", "for ever", async () => {
    const account = await openJobAccount({
      rows: 200,
      rules: [{ fault: "status", status: 429, on: { kind: "page", skip: 4 } }],
    });
    const error = await account.fails();
    expect(error.name).toBe("RateLimited");
    expect(error.message).toMatch(/of 20 pages done/);
    expect(account.clock.now() - MORNING).toBeLessThan(900 * SECONDS);
  });
  faultTest("A14", "the documented limit, used up by others", async () => {
    const account = await openJobAccount({
      rows: 200,
      script: { rateLimit: { requests: 12, windowSeconds: 300 } },
    });
    await account.publishes();
    expect(account.api.stats.statuses[429]).toBeGreaterThan(0);
  });

  faultTest("A16", "", async () => {
    const account = await openJobAccount({
      rows: 1_500,
      concurrency: 8,
      script: { seed: 5 },
      rules: [{ fault: "status", status: 500, on: { kind: "page", seconds: { to: 20 }, chance: 0.3, skip: 1 } }],
      onBefallen: (_, { clock }) => clock.advance(250),
    });
    const record = await account.publishes();
    expect(record.retries).toBeGreaterThan(5);
    expect(record.retries).toBeLessThanOrEqual(Math.max(20, 0.2 * (record.requests ?? 0)));
  });

  faultTest("A17", "", async () => {
    const account = await openJobAccount({ rules: [{ fault: "status", status: 500, on: { page: 4 } }] });
    const error = await account.fails();
    expect(error.name).toBe("IncompleteCollection");
    expect(error.message).toContain("page 4");
    expect(account.seen.filter(({ faults }) => faults.length > 0)).toHaveLength(5);
  });

  faultTest("A18", "", async () => {
    const account = await openJobAccount({
      rows: 2_000,
      concurrency: 8,
      rules: [{ fault: "status", status: 500, on: { kind: "page", skip: 1 } }],
    });
    expect(await account.fails()).toMatchObject({ name: "ApiUnavailable", retryable: true });
    expect(account.api.stats.requests).toBeLessThanOrEqual(2 + 10 + 8);
  });

  faultTest("A28", "", async () => {
    const account = await openJobAccount({
      rows: 300,
      onBefallen: (_, { clock }) => clock.advance(60 * SECONDS),
    });
    const error = await account.fails();
    expect(error).toMatchObject({ name: "DeadlineExceeded", retryable: true });
    expect(error.message).toMatch(/campaigns: \d+ of 30 pages done/);
    expect(account.api.stats.requests).toBeLessThan(15 + 4);
  });
});
