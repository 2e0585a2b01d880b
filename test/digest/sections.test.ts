import { expect, test } from "vitest";
import { buildDigest } from "../../shared/digest/build-digest.ts";
import { campaign, inputOf, pounds, snapshot } from "./rows.ts";

const DATE = "2026-11-23";
const BEFORE = "2026-11-22";

test("internal, test and template campaigns are in no figure, and counted", () => {
  const rows = [
    campaign({ billable_leads: 10 }),
    campaign({ id: 2, internal_only: true, billable_leads: 500 }),
    campaign({ id: 3, test_mode: true }),
    campaign({ id: 4, is_template: true, test_mode: true }),
  ];
  const campaigns = [snapshot(BEFORE, [campaign(), campaign({ id: 2, internal_only: true })]), snapshot(DATE, rows)];
  const model = buildDigest(inputOf(DATE, { campaigns }));
  expect(model.leftOut).toEqual({ internal: 1, test: 1, template: 1 });
  expect(model.totals?.now?.capLeads).toBe(10);
  expect(model.sections.pacing?.rows.map((row) => row.campaign.id)).toEqual([1]);
});

test("Monday's mail tells of the weekend: totals from Friday's snapshot, one figure for three days", () => {
  const leads: Readonly<Record<string, number>> = {
    "2026-11-20": 100,
    "2026-11-21": 110,
    "2026-11-22": 105,
    "2026-11-23": 130,
  };
  const campaigns = Object.entries(leads).map(([date, billable]) =>
    snapshot(date, [campaign({ billable_leads: billable })]),
  );
  const model = buildDigest(inputOf(DATE, { campaigns, over: { since: "2026-11-20" } }));
  expect(model.totals?.now).toMatchObject({ capLeads: 30, corrected: -5 });
  expect(model.window).toMatchObject({ firstDay: "2026-11-20", lastDay: "2026-11-22", days: 3 });
  expect(model.totals?.trend.map((day) => day.leads)).toEqual([10, -5, 25]);
});

test("a window over the change of the clocks is counted in days: 24 to 26 October are two", () => {
  const campaigns = [
    snapshot("2026-10-24", [campaign({ billable_leads: 1 })]),
    snapshot("2026-10-26", [campaign({ billable_leads: 3 })]),
  ];
  const model = buildDigest(inputOf("2026-10-26", { campaigns, over: { since: "2026-10-24" } }));
  expect(model.window?.days).toBe(2);
  expect(model.window?.to).toBe(Date.parse("2026-10-26T05:00:03Z"));
  expect(model.window?.from).toBe(Date.parse("2026-10-24T04:00:03Z"));
});

test("what changed since the previous mail is told by kind", () => {
  const before = [
    campaign({ billable_leads: 50 }),
    campaign({ id: 2, name: "Paused one" }),
    campaign({ id: 3, name: "Gone" }),
  ];
  const now = [
    campaign({ billable_leads: 40, leads_required: 400, end_date: "2026-12-05", payout_amount: pounds(12) }),
    campaign({ id: 2, name: "Paused one", status: "Paused", pause_ts: 1 }),
    campaign({ id: 4, name: "Fresh", billable_leads: 7 }),
  ];
  const { changes } = buildDigest(
    inputOf(DATE, { campaigns: [snapshot(BEFORE, before), snapshot(DATE, now)] }),
  ).sections;
  expect(changes?.rows.map(({ kind, subject, from, to }) => [kind, subject, from, to])).toEqual([
    ["campaign-new", "Fresh", null, 7],
    ["campaign-vanished", "Gone", "Active", null],
    ["campaign-status", "Paused one", "Active", "Paused"],
    ["campaign-cap", "Campaign", 300, 400],
    ["campaign-end", "Campaign", "2026-11-30", "2026-12-05"],
    ["campaign-price", "Campaign", pounds(10), pounds(12)],
    ["corrected", "Campaign", -10, -10],
  ]);
});
