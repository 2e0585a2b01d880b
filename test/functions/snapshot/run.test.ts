import { describe, expect, test } from "vitest";
import type { SnapshotRequest } from "../../../functions/snapshot/event.ts";
import { runDayOf } from "../../../functions/snapshot/run.ts";
import { parseSettings } from "../../../shared/settings/settings.ts";

const settings = (timeZone: string) =>
  parseSettings(
    {
      from: "reports@acme.example",
      alertsTo: ["ops@acme.example"],
      historyFrom: "2026-01-01",
      enterprises: { acme: { timeZone, snapshotAt: "05:00" } },
    },
    "test",
  ).enterprises["acme"];

const day = (
  request: Partial<SnapshotRequest>,
  now: string,
  options: { zone?: string; allowPastDate?: boolean } = {},
) => {
  const enterprise = settings(options.zone ?? "Europe/London");
  if (enterprise === undefined) throw new Error("no settings");
  return runDayOf(
    { enterprise: "acme", dataset: "campaigns", overwrite: false, dryRun: false, ...request },
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
    expect(byHand).toMatchObject({ snapshotDate: "2026-11-23", activityDate: "2026-11-23", rehearsal: false });
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

  test.each([
    ["a future date", { date: "2026-11-24" }, /after today/],
    ["a date before history began", { date: "2025-12-31" }, /historyFrom/],
    ["a scheduled time a day old", { scheduledTime: Date.parse("2026-11-22T05:00:00Z") }, /24 hours/],
    ["a scheduled time to come", { scheduledTime: Date.parse("2026-11-23T16:00:00Z") }, /future/],
  ])("I03: %s is refused even locally", (_, request, text) => {
    expect(() => day(request, "2026-11-23T15:00:00Z", { allowPastDate: true })).toThrow(text);
  });
});
