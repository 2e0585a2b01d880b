import { describe, expect } from "vitest";
import { addDays, dayOf, daysBetween, instantAt, timeOf } from "../../shared/platform/day.ts";
import { createFakeClock } from "../convertr/fake-clock.ts";
import { faultTest } from "./fault-test.ts";
import { openFreshAccount, openJobAccount } from "./job-account.ts";
import { MORNING, ZONE } from "./row-world.ts";

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const httpDate = (ms: number): string => new Date(ms).toUTCString();

describe("days", () => {
  for (const [named, around] of [
    ["clocks go forward: a day of 23 hours", "2026-03-29"],
    ["clocks go back: a day of 25 hours", "2026-10-25"],
    ["a leap day", "2028-02-29"],
    ["the turn of the year, in the middle of an ISO week", "2026-12-31"],
  ] as const) {
    faultTest("T12", named, async () => {
      const first = addDays(around, -1);
      const clock = createFakeClock(instantAt(first, "05:00", ZONE));
      const account = await openFreshAccount({ rows: 8, clock, historyFrom: "2026-01-01" });
      const told: { snapshotDate: string; activityDate: string }[] = [];
      const days = [first, around, addDays(around, 1), addDays(around, 2)];
      for (const day of days) {
        clock.advance(instantAt(day, "05:00", ZONE) - clock.now());
        // What Scheduler puts in is UTC; the day is the zone's.
        const scheduledTime = new Date(clock.now()).toISOString();
        const { snapshotDate, activityDate, outcome } = await account.take({ scheduledTime });
        expect(outcome).toBe("published");
        told.push({ snapshotDate, activityDate });
      }
      // Each event lies in one activity day: none is told of twice, none left out.
      expect(told).toEqual(days.map((day) => ({ snapshotDate: day, activityDate: addDays(day, -1) })));
    });
  }

  faultTest("T12", "a campaign that starts at 23:00Z starts at midnight in London", async () => {
    const rule = { fault: "members", set: { startTs: "2026-06-30T23:00:00+00:00" }, on: { kind: "page" } } as const;
    const account = await openJobAccount({ rows: 8, rules: [rule] });
    await account.publishes();
    expect((await account.rows())[0]).toMatchObject({ start_date: "2026-07-01" });
  });
  faultTest("T12", "every hour of a year belongs to one day, and days have 23, 24 or 25 of them", () => {
    const hours = new Map<string, number>();
    const end = Date.UTC(2027, 0, 1);
    for (let at = Date.UTC(2026, 0, 1); at < end; at += 60 * MINUTE) {
      const day = dayOf(at, ZONE);
      hours.set(day, (hours.get(day) ?? 0) + 1);
    }
    expect(hours.size).toBe(365);
    expect(hours.get("2026-03-29")).toBe(23);
    expect(hours.get("2026-10-25")).toBe(25);
    expect([...hours].filter(([, count]) => count !== 24)).toHaveLength(2);
    const days = [...hours.keys()];
    expect(days.every((day, index) => index === 0 || daysBetween(days[index - 1] ?? "", day) === 1)).toBe(true);
    for (const day of days) expect(timeOf(instantAt(day, "08:00", ZONE), ZONE)).toBe("08:00");
  });
});

describe("clocks that differ", () => {
  for (const minutes of [10, -10]) {
    faultTest("T13", `a pause, the server ${minutes} minutes from us`, async () => {
      const theirs = MORNING + minutes * MINUTE;
      const headers = { date: httpDate(theirs), "retry-after": httpDate(theirs + 3 * SECOND) };
      const rule = { fault: "status", status: 429, headers, on: { kind: "page", skip: 2, times: 1 } } as const;
      const account = await openJobAccount({ rules: [rule] });
      await account.publishes();
      const waited = account.clock.now() - MORNING;
      expect(waited).toBeGreaterThanOrEqual(3 * SECOND);
      expect(waited).toBeLessThan(10 * SECOND);
    });
    faultTest("T13", `a token, the server ${minutes} minutes from us`, async () => {
      const set = { date: httpDate(MORNING + minutes * MINUTE) };
      const account = await openJobAccount({ rules: [{ fault: "headers", set }] });
      await account.publishes();
      account.clock.advance(40 * MINUTE);
      await account.publishes({ overwrite: true });
      expect(account.api.stats.logins).toBe(1);
      account.clock.advance(19 * MINUTE);
      await account.publishes({ overwrite: true });
      expect(account.api.stats.logins).toBe(2);
      expect(account.api.stats.statuses[401]).toBeUndefined();
    });
  }
});
