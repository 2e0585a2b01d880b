import { expect, test } from "vitest";
import { DATASETS, DEFAULT_DATASETS } from "../../shared/catalog/datasets.ts";
import { isMailDay, minuteOf, snapshotSlots, timeOfMinute } from "../../shared/settings/timetable.ts";

test("datasets start 20 minutes apart with campaigns last, and catch up an hour later", () => {
  const slots = snapshotSlots({
    snapshotAt: "05:00",
    datasets: ["campaigns", "integration-jobs", "publisher-contracts"],
  });
  expect(slots.map((slot) => [slot.dataset, timeOfMinute(slot.minute), timeOfMinute(slot.catchUpMinute)])).toEqual([
    ["publisher-contracts", "05:00", "06:00"],
    ["integration-jobs", "05:20", "06:20"],
    ["campaigns", "05:40", "06:40"],
  ]);
});

test("leads start after all others, whose times stay as they are", () => {
  const whole = ["campaigns", "integration-jobs", "publisher-contracts"] as const;
  const without = snapshotSlots({ snapshotAt: "05:00", datasets: [...whole] });
  const withLeads = snapshotSlots({ snapshotAt: "05:00", datasets: ["leads", ...whole] });
  expect(withLeads.slice(0, 3)).toEqual(without);
  expect(withLeads[3]).toEqual({ dataset: "leads", minute: 360, catchUpMinute: 420 });
});

test("every version of contracts is taken daily, after all that a mail waits for", () => {
  const slots = snapshotSlots({ snapshotAt: "05:00", datasets: [...DEFAULT_DATASETS] });
  expect(slots.map(({ dataset }) => dataset).at(-1)).toBe("contract-versions");
  expect(DATASETS["contract-versions"]).toMatchObject({ awaited: false, digest: null, filters: {} });
});

test("a dataset that is not wanted takes no slot", () => {
  expect(snapshotSlots({ snapshotAt: "23:00", datasets: ["campaigns"] })).toEqual([
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
