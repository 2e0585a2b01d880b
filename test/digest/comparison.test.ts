import { expect, test } from "vitest";
import { buildDigest } from "../../shared/digest/build-digest.ts";
import { addDays, daysBetween, weekdayOf } from "../../shared/platform/day.ts";
import { campaign, inputOf, pounds, snapshot } from "./rows.ts";

const DATE = "2026-11-24";

/** A campaign that delivers 40 leads on a working day and 5 on a weekend's, on `days` snapshots up to the date's. */
function history(days: number, without: readonly string[] = []) {
  const dates = Array.from({ length: days }, (_, back) => addDays(DATE, back + 1 - days));
  return dates
    .filter((date) => !without.includes(date))
    .map((date) => {
      let leads = 0;
      for (let day = 1; day <= daysBetween("2026-10-01", date); day += 1) {
        leads += weekdayOf(addDays("2026-10-01", day - 1)) > 5 ? 5 : 40;
      }
      const money = { base_currency_revenue: pounds(leads * 10), base_currency_publisher_payout: pounds(leads * 6) };
      return snapshot(date, [campaign({ billable_leads: leads, total_leads: leads, ...money })]);
    });
}
const model = (days: number, since: string, without: readonly string[] = []) =>
  buildDigest(inputOf(DATE, { campaigns: history(days, without), over: { since } }));

test("a Monday is compared with the Monday before, not with Sunday, in leads as in money", () => {
  const monday = model(20, "2026-11-23");
  expect(monday.totals).toMatchObject({
    now: { capLeads: 40 },
    previous: { capLeads: 40, firstDay: "2026-11-16", lastDay: "2026-11-16" },
  });
  expect(monday.sections.money?.compared?.before.revenue).toBe(pounds(400));
});

test("a mail of Friday to Monday is compared with the same days of the week before", () => {
  const long = model(20, "2026-11-20");
  expect(long.totals).toMatchObject({
    now: { capLeads: 90 },
    previous: { capLeads: 90, firstDay: "2026-11-13", lastDay: "2026-11-16" },
  });
});

test("where the week before lacks one of the two snapshots there is no comparison, and never one with other days", () => {
  for (const mail of [model(4, "2026-11-23"), model(20, "2026-11-23", ["2026-11-17"])]) {
    expect(mail.totals?.previous).toBeNull();
    expect(mail.sections.money?.compared).toBeNull();
  }
});

test("one day's mail after days without snapshots is compared with the same days of the week before, or with none", () => {
  const without = ["2026-11-14", "2026-11-15", "2026-11-16", "2026-11-17", "2026-11-18", "2026-11-19", "2026-11-20"];
  expect(model(30, "2026-11-23", without).totals?.previous).toBeNull();
});

test("a month is compared with the month before, per working day, since months differ", () => {
  // September has 22 working days as October has, and one day less: 30 leads a day then, 31 now.
  const long = Array.from({ length: 62 }, (_, day) => addDays("2026-09-01", day)).map((date) => {
    const worked =
      date <= "2026-10-01" ? daysBetween("2026-09-01", date) * 30 : 900 + daysBetween("2026-10-01", date) * 31;
    return snapshot(date, [campaign({ billable_leads: worked, total_leads: worked })]);
  });
  const mail = buildDigest(
    inputOf("2026-11-01", { campaigns: long, settings: { period: "month" }, over: { since: "2026-10-01" } }),
  );
  expect(mail.totals?.previous).toMatchObject({
    capLeads: 900,
    now: 961,
    firstDay: "2026-09-01",
    lastDay: "2026-09-30",
    workingDays: { now: 22, before: 22 },
  });
});

test("what is unknown in one of the two stretches is in neither", () => {
  const at = (date: string, known: number, odd: number | null) =>
    snapshot(date, [campaign({ billable_leads: known }), campaign({ id: 2, billable_leads: odd })]);
  const steps = [
    at("2026-11-16", 100, 1_000),
    at("2026-11-17", 140, 1_500),
    at("2026-11-23", 300, 2_000),
    at(DATE, 350, null),
  ];
  const mail = buildDigest(inputOf(DATE, { campaigns: steps }));
  expect(mail.totals).toMatchObject({ now: { capLeads: 50 }, unknown: 1 });
  expect(mail.totals?.previous).toMatchObject({ now: 50, capLeads: 40 });
});

test("more than a week is compared with as many days of the weeks before, weekday for weekday", () => {
  const fortnight = model(36, "2026-11-10");
  expect(fortnight.totals?.previous).toMatchObject({ firstDay: "2026-10-27", lastDay: "2026-11-09" });
});

test("without older snapshots there is no comparison", () => {
  expect(model(2, "2026-11-23").totals?.previous).toBeNull();
});
