import fc from "fast-check";
import { expect, test } from "vitest";
import { buildDigest } from "../../shared/digest/build-digest.ts";
import type { CampaignDetail } from "../../shared/digest/input/digest-input.ts";
import { weekdaysIn } from "../../shared/digest/model/day-span.ts";
import { addDays, type Day, daysBetween } from "../../shared/platform/day.ts";
import { campaign, inputOf, snapshot } from "./rows.ts";

/** The mail of the morning after `day`, from daily snapshots of the campaign since `from`. */
function mailAfter(day: Day, from: Day, row: (activityDate: Day) => CampaignDetail) {
  const dates = Array.from({ length: daysBetween(from, day) + 1 }, (_, index) => addDays(from, index + 1)).slice(-40);
  const campaigns = dates.map((date) => snapshot(date, [row(addDays(date, -1))]));
  return buildDigest(inputOf(addDays(day, 1), { campaigns }));
}

const pacingOf = (mail: ReturnType<typeof mailAfter>) => mail.sections.pacing?.rows[0]?.pace;
/** Cards of any tier, by their causes. */
const causesOf = ({ board }: ReturnType<typeof mailAfter>) =>
  [...(board?.act ?? []), ...(board?.open ?? []), ...(board?.watch ?? [])].flatMap(({ causes }) =>
    causes.map(({ kind }) => kind),
  );

const START = "2026-11-02";
const flown = (day: Day, start = START): number => Math.max(daysBetween(start, day) + 1, 0);

test("a flight of 300 leads in 30 days with 10 a day, set up ten days ahead, is on pace as soon as it has three weekdays, and early before", () => {
  const row = (day: Day) =>
    campaign({ start_date: START, end_date: "2026-12-01", billable_leads: 10 * Math.min(flown(day), 30) });
  const statuses = Array.from({ length: 10 }, (_, index) => {
    const mail = mailAfter(addDays(START, index), addDays(START, -10), row);
    expect(causesOf(mail)).toEqual([]);
    expect(mail.board?.sums.atStake.money).toBe(0n);
    return pacingOf(mail)?.status;
  });
  expect(statuses).toEqual(["early", "early", ...Array(8).fill("on-pace")]);
  expect(pacingOf(mailAfter("2026-11-04", addDays(START, -10), row))).toMatchObject({ rate: 10, forecast: 300 });
});

test("campaigns that resume after a pause are judged by the days since, and not before three weekdays of them", () => {
  // Ten a day to the 10th, paused to the 16th, twenty a day from Tuesday 17th on: enough to reach the cap.
  const leads = (day: Day) => 10 * Math.min(flown(day), 9) + 20 * Math.max(daysBetween("2026-11-16", day), 0);
  const row = (id: number) => (day: Day) => {
    const paused = day > "2026-11-10" && day <= "2026-11-16";
    const pause = paused ? { status: "Paused", pause_ts: Date.parse("2026-11-11T09:00:00Z") } : {};
    return campaign({ id, start_date: START, end_date: "2026-12-01", billable_leads: leads(day), ...pause });
  };
  const statuses = ["2026-11-17", "2026-11-18", "2026-11-19", "2026-11-20"].map((day) => {
    const mail = mailAfter(day, START, row(1));
    expect(causesOf(mail)).toEqual([]);
    return [pacingOf(mail)?.status, pacingOf(mail)?.rate];
  });
  expect(statuses).toEqual([
    ["early", null],
    ["early", null],
    ["ahead", 20],
    ["ahead", 20],
  ]);
});

test("six campaigns that resume together put no money at stake", () => {
  const day = "2026-11-17";
  const dates = Array.from({ length: 15 }, (_, back) => addDays(day, back - 13));
  const campaigns = dates.map((date) =>
    snapshot(
      date,
      Array.from({ length: 6 }, (_, id) =>
        campaign({
          ...{ id: id + 1, start_date: START, end_date: "2026-12-01", billable_leads: date > day ? 60 : 50 },
          ...(date > "2026-11-07" && date <= day ? { status: "Paused", pause_ts: 1 } : {}),
        }),
      ),
    ),
  );
  const mail = buildDigest(inputOf(addDays(day, 1), { campaigns }));
  expect(mail.sections.pacing?.counts).toMatchObject({ "at-risk": 0, behind: 0, early: 6 });
  expect(causesOf(mail)).toEqual([]);
});

test("what has delivered nothing for three weekdays of its flight is at risk", () => {
  const row = () => campaign({ start_date: START, end_date: "2026-12-01", billable_leads: 0 });
  const statuses = [1, 2, 3].map(
    (days) => pacingOf(mailAfter(addDays(START, days - 1), addDays(START, -10), row))?.status,
  );
  expect(statuses).toEqual(["early", "early", "at-risk"]);
});

test("corrections never forecast less than they have taken, and leads short are never more than are missing", () => {
  // 60 of 310 after 70: ten taken back in two days, 20 days to go.
  const counts: Readonly<Record<Day, number>> = { "2026-11-09": 70, "2026-11-10": 65 };
  const row = (day: Day) =>
    campaign({
      ...{ start_date: START, end_date: "2026-12-01", leads_required: 310 },
      billable_leads: counts[day] ?? (day < "2026-11-09" ? 70 : 60),
    });
  const mail = mailAfter("2026-11-11", START, row);
  expect(pacingOf(mail)).toMatchObject({ capLeads: 60, forecast: 50, status: "at-risk" });
  expect([...(mail.board?.act ?? []), ...(mail.board?.open ?? [])][0]?.stake.leads).toBe(250);
  const gone = mailAfter("2026-11-11", START, (day) => ({ ...row(day), billable_leads: day < "2026-11-09" ? 30 : 0 }));
  expect(pacingOf(gone)).toMatchObject({ forecast: 0 });
});

const SEED = 1_508;
const anyFlight = fc.record({
  start: fc.integer({ min: 0, max: 400 }).map((days) => addDays("2026-01-01", days)),
  length: fc.integer({ min: 3, max: 140 }),
  perDay: fc.integer({ min: 1, max: 40 }),
  ahead: fc.integer({ min: 0, max: 12 }),
});

test("a flight that delivers exactly on schedule is never at risk or behind, whenever it was set up", () => {
  fc.assert(
    fc.property(anyFlight, fc.nat(), ({ start, length, perDay, ahead }, at) => {
      const day = addDays(start, at % length);
      const row = (activityDate: Day) =>
        campaign({
          ...{ start_date: start, end_date: addDays(start, length - 1), leads_required: perDay * length },
          billable_leads: perDay * Math.min(flown(activityDate, start), length),
        });
      const mail = mailAfter(day, addDays(start, -ahead), row);
      expect(["early", "on-pace", "reached"]).toContain(pacingOf(mail)?.status);
      expect(causesOf(mail)).toEqual([]);
    }),
    { seed: SEED, numRuns: 150 },
  );
});

test("one that delivers on weekdays alone is never at risk either, be it long, short, or begun on a Saturday", () => {
  fc.assert(
    fc.property(anyFlight, fc.nat(), ({ start, length, perDay, ahead }, at) => {
      const end = addDays(start, length - 1);
      const all = weekdaysIn({ first: start, last: end });
      if (all === 0) return;
      const row = (activityDate: Day) =>
        campaign({
          ...{ start_date: start, end_date: end, leads_required: perDay * all },
          billable_leads: perDay * weekdaysIn({ first: start, last: activityDate < end ? activityDate : end }),
        });
      const mail = mailAfter(addDays(start, at % length), addDays(start, -ahead), row);
      expect(["early", "on-pace", "ahead", "reached"]).toContain(pacingOf(mail)?.status);
      expect(causesOf(mail)).toEqual([]);
    }),
    { seed: SEED, numRuns: 150 },
  );
});

test("a flight that starts on a Saturday and delivers on weekdays is not at risk on Monday, nor on Wednesday of a long one", () => {
  const [start, end] = ["2026-11-07", "2027-02-05"];
  const row = (day: Day) =>
    campaign({
      ...{ start_date: start, end_date: end, leads_required: 10 * weekdaysIn({ first: start, last: end }) },
      billable_leads: day < start ? 0 : 10 * weekdaysIn({ first: start, last: day }),
    });
  const paces = ["2026-11-09", "2026-11-11"].map((day) => pacingOf(mailAfter(day, "2026-11-01", row)));
  expect(paces.map((pace) => pace?.status)).toEqual(["early", "on-pace"]);
  // The plain forecast takes the five days with the weekend in them for the rule; the one by weekdays reaches the cap.
  expect(paces[1]).toMatchObject({ required: 650, rate: 6, weekdayForecast: 650 });
});
