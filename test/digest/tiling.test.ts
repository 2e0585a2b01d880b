import fc from "fast-check";
import { expect, test } from "vitest";
import { buildDigest } from "../../shared/digest/build-digest.ts";
import { renderText } from "../../shared/digest/frame/mail.ts";
import type { CampaignDetail, Snapshot } from "../../shared/digest/input/digest-input.ts";
import { previousMailDate } from "../../shared/digest/input/window.ts";
import { addDays, type Day, instantAt } from "../../shared/platform/day.ts";
import { isMailDay } from "../../shared/settings/timetable.ts";
import { campaign, digestSettings, inputOf, snapshot, ZONE } from "./rows.ts";

const DATE = "2026-11-24";
const at = (date: Day, leads: number, info: Partial<Snapshot<CampaignDetail>["info"]> = {}) => {
  const one = snapshot(date, [campaign({ billable_leads: leads, total_leads: leads })]);
  return { ...one, info: { ...one.info, ...info } };
};
const clock = (date: Day, time: string) => instantAt(date, time, ZONE);

test("a snapshot that was taken again after the previous mail is said to be, without an amount, and the mail begins with it", () => {
  const retaken = { snapshotAt: clock("2026-11-23", "14:00"), firstSnapshotAt: clock("2026-11-23", "05:00") };
  const mail = buildDigest(
    inputOf(DATE, { campaigns: [at("2026-11-22", 100), at("2026-11-23", 124, retaken), at(DATE, 140)] }),
  );
  expect(mail.banners).toEqual([{ kind: "retaken", dataset: "campaigns", date: "2026-11-23" }]);
  expect(mail).toMatchObject({ incomplete: false, totals: { now: { capLeads: 16 } }, window: { days: 1 } });
  expect(renderText(mail)).toContain(
    "! Note: The snapshot of campaigns of Mon 23 Nov was taken again after the previous mail; what happened in between is in no mail.",
  );
});

test("one that was taken again before that mail left is as any other", () => {
  const retaken = { snapshotAt: clock("2026-11-23", "06:30"), firstSnapshotAt: clock("2026-11-23", "05:00") };
  const mail = buildDigest(
    inputOf(DATE, { campaigns: [at("2026-11-22", 100), at("2026-11-23", 124, retaken), at(DATE, 140)] }),
  );
  expect(mail.banners).toEqual([]);
});

test("what was first taken after the previous mail is told by this one: that mail ended with the snapshot before", () => {
  const late = { snapshotAt: clock("2026-11-23", "11:00") };
  const mail = buildDigest(
    inputOf(DATE, { campaigns: [at("2026-11-22", 100), at("2026-11-23", 124, late), at(DATE, 140)] }),
  );
  expect(mail).toMatchObject({
    banners: [],
    totals: { now: { capLeads: 40 } },
    window: { firstDay: "2026-11-22", lastDay: "2026-11-23", days: 2 },
  });
});

test("a day that was withheld for a snapshot far too small is told by the mail after it", () => {
  const mail = buildDigest(
    inputOf(DATE, { campaigns: [at("2026-11-22", 100), at("2026-11-23", 124, { shrunk: true }), at(DATE, 140)] }),
  );
  expect(mail.totals?.now?.capLeads).toBe(40);
});

test("months are whole, and each begins where the one before it ended, whatever was taken again on the 1st", () => {
  const month = (date: Day, campaigns: readonly Snapshot<CampaignDetail>[]) =>
    buildDigest(
      inputOf(date, {
        campaigns: campaigns.filter(({ info }) => info.date <= date),
        settings: { period: "month" },
        over: { since: previousMailDate({ period: "month", days: ["MON"] }, date) },
      }),
    );
  const days = Array.from({ length: 62 }, (_, day) => addDays("2026-10-01", day));
  const retaken = { snapshotAt: clock("2026-11-01", "14:00"), firstSnapshotAt: clock("2026-11-01", "05:00") };
  const history = days.map((date, day) => at(date, day * 10, date === "2026-11-01" ? retaken : {}));
  expect(month("2026-11-01", history).window).toMatchObject({ firstDay: "2026-10-01", lastDay: "2026-10-31" });
  const november = month("2026-12-01", history);
  expect(november.window).toMatchObject({ firstDay: "2026-11-01", lastDay: "2026-11-30" });
  expect(november.banners).toMatchObject([{ kind: "retaken", date: "2026-11-01" }]);
});

const anyDay = fc.record({
  leads: fc.integer({ min: -30, max: 60 }),
  known: fc.constantFrom(true, true, true, true, false),
  taken: fc.constantFrom("on time", "on time", "on time", "on time", "late", "missing"),
});
const schedules = [
  ["MON", "TUE", "WED", "THU", "FRI", "SAT", "SUN"],
  ["MON", "TUE", "WED", "THU", "FRI"],
  ["TUE", "FRI"],
] as const;

test("mails tile: each begins where the one before it ended, and together they tell last known minus first known", () => {
  fc.assert(
    fc.property(fc.array(anyDay, { minLength: 20, maxLength: 34 }), fc.constantFrom(...schedules), (days, weekdays) => {
      let leads = 1_000;
      const history = days.flatMap(({ leads: moved, known, taken }, index) => {
        leads += moved;
        const date = addDays("2026-10-05", index);
        if (taken === "missing") return [];
        const one = snapshot(date, [campaign({ billable_leads: known ? leads : null })]);
        const snapshotAt = taken === "late" ? clock(date, "12:30") : one.info.snapshotAt;
        return [{ ...one, info: { ...one.info, snapshotAt } }];
      });
      const settings = digestSettings({ days: weekdays });
      const asOf = (date: Day) =>
        history.filter(
          ({ info }) => info.date < date || (info.date === date && info.snapshotAt <= clock(date, "07:00")),
        );
      let ended: Day | undefined;
      let told = 0;
      let first: number | null = null;
      for (let index = 2; index < days.length; index += 1) {
        const date = addDays("2026-10-05", index);
        const campaigns = asOf(date);
        const newest = campaigns.at(-1)?.info.date ?? "";
        // Where nothing is there that the mail before did not have, it is told again, under its own days and a banner.
        if (!isMailDay(settings, date) || newest <= (ended ?? "") || campaigns.length < 2) continue;
        const since = previousMailDate(settings, date);
        const mail = buildDigest(inputOf(date, { campaigns, over: { since, mailedAt: clock(since, "07:00") } }));
        const base = mail.sources[0]?.base?.date ?? "";
        if (ended !== undefined) expect(base).toBe(ended);
        // What is seen for the first time is no movement: counting starts there.
        first ??= firstKnown(campaigns, base);
        told += mail.totals?.now?.capLeads ?? 0;
        ended = newest;
      }
      if (ended === undefined || first === null) return;
      const last = lastKnown(history.filter(({ info }) => info.date <= (ended ?? "")));
      expect(told).toBe((last ?? 0) - first);
    }),
    { seed: 1_508, numRuns: 60 },
  );
});

const leadsOf = ({ rows }: Snapshot<CampaignDetail>): number | null => rows[0]?.billable_leads ?? null;

const lastKnown = (history: readonly Snapshot<CampaignDetail>[]): number | null =>
  history.map(leadsOf).findLast((leads) => leads !== null) ?? null;

/** Where counting starts: with what was known at the base, or else first seen after it. */
function firstKnown(history: readonly Snapshot<CampaignDetail>[], base: Day): number | null {
  const before = lastKnown(history.filter(({ info }) => info.date <= base));
  return before ?? history.map(leadsOf).find((leads) => leads !== null) ?? null;
}
