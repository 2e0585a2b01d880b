import { expect, test } from "vitest";
import { buildDigest } from "../../shared/digest/build-digest.ts";
import { formatOf } from "../../shared/digest/drawing/format.ts";
import { topFiguresOf } from "../../shared/digest/frame/figure-words.ts";
import { subjectOf } from "../../shared/digest/frame/headline-words.ts";
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
  expect(subjectOf(monday)).toMatch(/40 billable leads \(0 vs Mon 16 Nov\)$/);
});

test("a mail of Friday to Monday is compared with the same days of the week before", () => {
  const long = model(20, "2026-11-20");
  expect(long.totals).toMatchObject({
    now: { capLeads: 90 },
    previous: { capLeads: 90, firstDay: "2026-11-13", lastDay: "2026-11-16" },
  });
  expect(topFiguresOf(long, formatOf(long))[0]?.change).toMatch(/^0 vs 13\s–\s16 Nov$/u);
});

test("where the week before has no snapshot, with the days right before, and these are named", () => {
  const young = model(4, "2026-11-23");
  expect(young.totals?.previous).toMatchObject({ capLeads: 5, firstDay: "2026-11-22", lastDay: "2026-11-22" });
  expect(topFiguresOf(young, formatOf(young))[0]?.change).toBe("+35 vs Sun 22 Nov");
  const gap = model(20, "2026-11-23", ["2026-11-17"]);
  expect(gap.totals?.previous).toMatchObject({ lastDay: "2026-11-22" });
});

test("more than a week is compared with as many days before it", () => {
  const fortnight = model(36, "2026-11-10");
  expect(fortnight.totals?.previous).toMatchObject({ firstDay: "2026-10-27", lastDay: "2026-11-09" });
});

test("without older snapshots there is no comparison", () => {
  expect(model(2, "2026-11-23").totals?.previous).toBeNull();
});
