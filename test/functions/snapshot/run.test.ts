import { describe, expect, test } from "vitest";
import type { SnapshotRequest } from "../../../functions/snapshot/event.ts";
import { runDayOf } from "../../../functions/snapshot/run.ts";
import { parseSettings } from "../../../shared/settings/settings.ts";

const settings = (timeZone: string, snapshotAt: string) =>
  parseSettings(
    {
      from: "reports@acme.example",
      alertsTo: ["ops@acme.example"],
      historyFrom: "2026-01-01",
      enterprises: { acme: { timeZone, snapshotAt } },
    },
    "test",
  ).enterprises["acme"];

const day = (
  request: Partial<SnapshotRequest>,
  now: string,
  options: { zone?: string; snapshotAt?: string; allowPastDate?: boolean } = {},
) => {
  const enterprise = settings(options.zone ?? "Europe/London", options.snapshotAt ?? "05:00");
  if (enterprise === undefined) throw new Error("no settings");
  return runDayOf(
    { enterprise: "acme", dataset: "campaigns", overwrite: false, dryRun: false, acceptShrunk: false, ...request },
    { enterprise, historyFrom: "2026-01-01", now: Date.parse(now), allowPastDate: options.allowPastDate ?? false },
  );
};

describe("the day of a snapshot", () => {
  test("is the scheduled time's in the enterprise's zone, and its movement belongs to the day before", () => {
    const scheduledTime = Date.parse("2026-11-23T05:00:00Z");
    expect(day({ scheduledTime }, "2026-11-23T05:00:07Z")).toEqual({
      snapshotDate: "2026-11-23",
      activityDate: "2026-11-22",
      rehearsal: false,
      late: false,
    });
  });

  test("is Sydney's where the enterprise is in Sydney", () => {
    const scheduledTime = Date.parse("2026-11-22T18:00:00Z");
    expect(day({ scheduledTime }, "2026-11-22T18:00:07Z", { zone: "Australia/Sydney" })).toMatchObject({
      snapshotDate: "2026-11-23",
      activityDate: "2026-11-22",
    });
  });

  test("W27: stays the scheduled day when the delivery is seven hours late, and says so", () => {
    const scheduledTime = Date.parse("2026-11-23T20:00:00Z");
    expect(day({ scheduledTime }, "2026-11-24T03:00:00Z")).toMatchObject({
      snapshotDate: "2026-11-23",
      late: true,
    });
  });

  test.each([
    ["2026-03-29", "2026-03-29T04:00:00Z", "2026-03-28"],
    ["2026-10-25", "2026-10-25T05:00:00Z", "2026-10-24"],
  ])("T12: on the day the clocks change (%s) the 05:00 snapshot tells of the day before", (date, now, before) => {
    expect(day({}, now)).toMatchObject({ snapshotDate: date, activityDate: before });
  });

  test("is today's when invoked by hand, and a date of today is the same", () => {
    const byHand = day({}, "2026-11-23T15:00:00Z");
    expect(byHand).toMatchObject({ snapshotDate: "2026-11-23", activityDate: "2026-11-22", rehearsal: false });
    expect(day({ date: "2026-11-23" }, "2026-11-23T15:00:00Z")).toEqual(byHand);
  });

  test("I03: a past date is refused on AWS and labelled on the local runner", () => {
    expect(() => day({ date: "2026-11-20" }, "2026-11-23T15:00:00Z")).toThrow(/date is not today/);
    expect(day({ date: "2026-11-20" }, "2026-11-23T15:00:00Z", { allowPastDate: true })).toMatchObject({
      snapshotDate: "2026-11-20",
      activityDate: "2026-11-19",
      rehearsal: true,
    });
  });

  test("over a change of the clocks all datasets of a day have one activity date, and none is left out or there twice", () => {
    // London is an hour ahead of UTC up to the 24th: 11:30, 11:50 and 12:10 lie on both sides of noon.
    const starts = ["10:30", "10:50", "11:10"];
    const days = ["22", "23", "24", "25", "26", "27", "28"];
    for (const start of starts) {
      const told = days.map((number) => {
        const utc = Date.parse(`2026-10-${number}T${start}:00Z`) + (number >= "25" ? 3_600_000 : 0);
        const catchUp = utc + 3_600_000;
        const dates = [utc, catchUp].map((scheduledTime) =>
          day({ scheduledTime }, new Date(scheduledTime).toISOString(), { snapshotAt: "11:30" }),
        );
        expect(dates.map(({ snapshotDate }) => snapshotDate)).toEqual([`2026-10-${number}`, `2026-10-${number}`]);
        return dates.map(({ activityDate }) => activityDate);
      });
      const before = ["21", ...days.slice(0, -1)].map((number) => `2026-10-${number}`);
      expect(told).toEqual(before.map((date) => [date, date]));
    }
  });

  test("a re-take of the afternoon tells of the same day as the snapshot of the morning", () => {
    const morning = day({ scheduledTime: Date.parse("2026-11-01T05:00:00Z") }, "2026-11-01T05:00:04Z");
    const retake = day({ overwrite: true }, "2026-11-01T14:00:00Z");
    expect([morning.activityDate, retake.activityDate]).toEqual(["2026-10-31", "2026-10-31"]);
  });

  test("a run whose scheduled time was before noon and that came late tells of the day it was due for", () => {
    const scheduledTime = Date.parse("2026-11-23T11:30:00Z");
    const late = day({ scheduledTime }, "2026-11-24T01:00:00Z", { snapshotAt: "11:30" });
    expect(late).toMatchObject({ snapshotDate: "2026-11-23", activityDate: "2026-11-22", late: true });
  });

  test("snapshots that are due in the evening tell of their own day, a re-take of the morning too", () => {
    const evening = { snapshotAt: "18:00" };
    expect(day({}, "2026-11-23T18:00:00Z", evening).activityDate).toBe("2026-11-23");
    expect(day({}, "2026-11-23T09:00:00Z", evening).activityDate).toBe("2026-11-23");
  });

  test.each([
    ["the day after", "2026-11-23", "2026-11-22T23:30:00Z"],
    ["the day before", "2026-11-22", "2026-11-23T05:00:00Z"],
  ])("a date on %s the scheduled time's day contradicts it and is refused, locally too", (_, date, time) => {
    const request = { date, scheduledTime: Date.parse(time) };
    for (const allowPastDate of [false, true]) {
      const asked = () => day(request, "2026-11-23T05:00:00Z", { allowPastDate });
      expect(asked).toThrow(expect.objectContaining({ name: "InvalidEvent", message: expect.stringContaining(date) }));
    }
  });

  test("a date and a scheduled time of the same day, by the enterprise's zone, are one answer", () => {
    const request = { date: "2026-11-23", scheduledTime: Date.parse("2026-11-22T18:00:00Z") };
    const taken = day(request, "2026-11-22T18:00:04Z", { zone: "Australia/Sydney" });
    expect(taken).toMatchObject({ snapshotDate: "2026-11-23", rehearsal: false });
  });

  test.each([
    ["a future date", { date: "2026-11-24" }, /after today/],
    ["a date before history began", { date: "2025-12-31" }, /historyFrom/],
    ["a scheduled time a day old", { scheduledTime: Date.parse("2026-11-22T05:00:00Z") }, /24 hours/],
    ["a scheduled time to come", { scheduledTime: Date.parse("2026-11-23T16:00:00Z") }, /future/],
  ])("I03: %s is refused even locally", (_, request, text) => {
    expect(() => day(request, "2026-11-23T15:00:00Z", { allowPastDate: true })).toThrow(text);
  });
});
