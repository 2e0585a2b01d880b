import { expect, test } from "vitest";
import { DATASETS, DEFAULT_DATASETS } from "../../shared/catalog/datasets.ts";
import type { EnterpriseSettings } from "../../shared/settings/schema.ts";
import {
  isFirstMailOfWeek,
  isMailDay,
  latestOf,
  minuteOf,
  snapshotSlots,
  timeOfMinute,
} from "../../shared/settings/timetable.ts";

test("datasets start 20 minutes apart with campaigns last, and catch up an hour later", () => {
  const slots = snapshotSlots({
    snapshotAt: "05:00",
    minutesLater: 0,
    datasets: ["campaigns", "integration-jobs", "publisher-contracts"],
  });
  expect(slots.map((slot) => [slot.dataset, timeOfMinute(slot.minute), timeOfMinute(slot.catchUpMinute)])).toEqual([
    ["publisher-contracts", "05:00", "06:00"],
    ["integration-jobs", "05:20", "06:20"],
    ["campaigns", "05:40", "06:40"],
  ]);
});

test("what is spread out starts its minutes later, its catch-up too", () => {
  expect(snapshotSlots({ snapshotAt: "05:00", minutesLater: 7, datasets: ["campaigns"] })).toEqual([
    { dataset: "campaigns", minute: 307, catchUpMinute: 367 },
  ]);
});

test("leads start after all others, whose times stay as they are", () => {
  const whole = ["campaigns", "integration-jobs", "publisher-contracts"] as const;
  const without = snapshotSlots({ snapshotAt: "05:00", minutesLater: 0, datasets: [...whole] });
  const withLeads = snapshotSlots({ snapshotAt: "05:00", minutesLater: 0, datasets: ["leads", ...whole] });
  expect(withLeads.slice(0, 3)).toEqual(without);
  expect(withLeads[3]).toEqual({ dataset: "leads", minute: 360, catchUpMinute: 420 });
});

test("every version of contracts is taken daily, after all that a mail waits for", () => {
  const slots = snapshotSlots({ snapshotAt: "05:00", minutesLater: 0, datasets: [...DEFAULT_DATASETS] });
  expect(slots.map(({ dataset }) => dataset).at(-1)).toBe("contract-versions");
  expect(DATASETS["contract-versions"]).toMatchObject({ awaited: false, digest: null, filters: {} });
});

test("a dataset that is not wanted takes no slot", () => {
  expect(snapshotSlots({ snapshotAt: "23:00", minutesLater: 0, datasets: ["campaigns"] })).toEqual([
    { dataset: "campaigns", minute: 1380, catchUpMinute: 1440 },
  ]);
});

test("a daily mail is due on its days, a weekly one on the first of them, a monthly one on the 1st", () => {
  const days = ["TUE", "FRI"] as const;
  const due = (period: "day" | "week" | "month") =>
    ["2026-11-24", "2026-11-27", "2026-11-28", "2026-12-01"].map((day) => isMailDay({ period, days: [...days] }, day));
  expect(due("day")).toEqual([true, true, false, true]);
  expect(due("week")).toEqual([true, false, false, true]);
  expect(due("month")).toEqual([false, false, false, true]);
});

test("a time of the day is its minutes after midnight, and back", () => {
  expect(["00:00", "05:20", "23:59"].map(minuteOf)).toEqual([0, 320, 1_439]);
  expect([0, 320, 1_439, 1_440, 1_505].map(timeOfMinute)).toEqual(["00:00", "05:20", "23:59", "00:00", "01:05"]);
});

test("a mail waits half an hour, longer for a late catch-up, as the settings say, and never into another day", () => {
  const datasets: EnterpriseSettings["datasets"] = ["publisher-contracts", "integration-jobs", "campaigns"];
  const of = (
    at: string,
    enterprise: Partial<Pick<EnterpriseSettings, "snapshotAt" | "datasets">> = {},
    latest?: string,
  ) => latestOf({ at, latest }, { snapshotAt: "05:00", minutesLater: 0, datasets, ...enterprise });
  expect(of("07:00")).toBe("07:30");
  // The last catch-up begins at 07:10, after the mail's own time.
  expect(of("07:00", { snapshotAt: "05:30" })).toBe("07:30");
  expect(of("06:30", { snapshotAt: "05:30" })).toBe("07:30");
  expect(of("07:00", { snapshotAt: "05:50" })).toBe("07:50");
  // Campaigns catch up at 07:30; no mail waits for the versions of contracts, twenty minutes later.
  expect(of("07:00", { snapshotAt: "06:30", datasets: ["campaigns", "contract-versions"] })).toBe("07:50");
  expect(of("07:00", {}, "11:45")).toBe("11:45");
  expect(of("23:45")).toBe("23:59");
});

test("the first mail of a week is the first that the digest's own days have from Monday on", () => {
  const week = ["2026-11-23", "2026-11-24", "2026-11-25", "2026-11-26", "2026-11-27", "2026-11-28", "2026-11-29"];
  const first = (digest: Parameters<typeof isFirstMailOfWeek>[0]) =>
    week.filter((day) => isFirstMailOfWeek(digest, day));
  expect(first({ period: "day", days: ["MON", "TUE", "WED", "THU", "FRI"] })).toEqual(["2026-11-23"]);
  // The Saturday before is another week's.
  expect(first({ period: "day", days: ["MON", "SAT", "SUN"] })).toEqual(["2026-11-23"]);
  expect(first({ period: "day", days: ["THU", "TUE"] })).toEqual(["2026-11-23", "2026-11-24"]);
  expect(first({ period: "week", days: ["WED", "FRI"] })).toEqual(["2026-11-23", "2026-11-24", "2026-11-25"]);
  expect(isFirstMailOfWeek({ period: "month", days: ["MON"] }, "2026-12-01")).toBe(true);
});
