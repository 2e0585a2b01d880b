import { rm } from "node:fs/promises";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { ReportsSession } from "../../functions/local/sql/session.ts";
import type { Row } from "../../shared/catalog/column.ts";
import { createDataFolder, type DataFolder } from "./data-folder.ts";
import { type JsonRow, openFolder, queryRows } from "./query.ts";

// October 2026 in London: the clocks go back on the 25th. Whole days, so that day counts like any other.

const OCTOBER = { start_date: "2026-10-01", end_date: "2026-10-31", status: "Active", uncapped: false };
/** billable leads on the snapshots of the 20th, 22nd, 23rd and 27th: 7 days span 70, then 10 a day. */
const DAYS: Readonly<Record<string, number>> = {
  "2026-10-20": 130,
  "2026-10-22": 150,
  "2026-10-23": 160,
  "2026-10-27": 200,
};
let folder: DataFolder;
let session: ReportsSession;

const campaignsAt = (billable: number, date: string): readonly Row[] => [
  { id: 1, ...OCTOBER, leads_required: 310, billable_leads: billable, valid_leads: billable + 10 },
  { id: 2, ...OCTOBER, leads_required: 310, uncapped: true, billable_leads: billable },
  { id: 3, ...OCTOBER, leads_required: 0, billable_leads: billable },
  { id: 4, ...OCTOBER, leads_required: null, uncapped: null, billable_leads: billable },
  { id: 5, ...OCTOBER, leads_required: 310, end_date: null, billable_leads: billable },
  { id: 6, ...OCTOBER, leads_required: 310, start_date: "2026-11-01", end_date: "2026-11-30", billable_leads: 0 },
  { id: 7, ...OCTOBER, leads_required: 310, end_date: "2026-10-20", billable_leads: billable },
  { id: 8, ...OCTOBER, leads_required: 150, billable_leads: billable },
  { id: 9, ...OCTOBER, leads_required: 310, end_date: "2026-09-30", billable_leads: billable },
  { id: 10, ...OCTOBER, leads_required: 220, billable_leads: date < "2026-10-22" ? null : billable },
  { id: 11, ...OCTOBER, leads_required: 310, billable_leads: null },
  { id: 12, ...OCTOBER, leads_required: 310, billable_leads: 50 },
];

beforeAll(async () => {
  folder = await createDataFolder();
  for (const [date, billable] of Object.entries(DAYS)) {
    await folder.publish({ dataset: "campaigns", date, rows: campaignsAt(billable, date) });
  }
  const band = { id: 1, leads_required: 60 };
  const contract = { campaign_id: 1, publisher_id: 1, uncapped: false, caps_on_bands: false, billable_leads: 40 };
  const blank = Object.fromEntries(
    ["payout", "base_currency_payout", "payout_band_id", "is_default", "earnings", "base_currency_earnings"]
      .concat(
        ["total", "valid", "invalid", "caution", "billable", "delivered", "held", "processing"].map(
          (of) => `${of}_leads`,
        ),
      )
      .map((name) => [name, null]),
  );
  const bands = (...caps: (number | null)[]) => caps.map((cap) => ({ ...blank, ...band, leads_required: cap }));
  await folder.publish({
    dataset: "publisher-contracts",
    date: "2026-10-27",
    rows: [
      { id: 1, ...contract, leads_required: 100, bands: bands(7) },
      { id: 2, ...contract, publisher_id: 2, leads_required: 100, start_date: "2026-10-17", end_date: "2026-10-28" },
      { id: 3, ...contract, publisher_id: 3, caps_on_bands: true, leads_required: 5, bands: bands(60, 40) },
      { id: 4, ...contract, publisher_id: 4, caps_on_bands: true, bands: bands(60, null) },
      { id: 5, ...contract, publisher_id: 5, caps_on_bands: true, bands: [] },
      { id: 6, ...contract, publisher_id: 6, uncapped: true, leads_required: 100 },
      { id: 7, ...contract, publisher_id: 7, campaign_id: 999, leads_required: 100 },
    ],
  });
  session = await openFolder(folder.path, Date.parse("2026-10-27T12:00:00Z"));
});
afterAll(async () => {
  session.close();
  await rm(folder.path, { recursive: true });
});

async function pacing(date: string): Promise<ReadonlyMap<unknown, JsonRow>> {
  const rows = await queryRows(
    session,
    `SELECT id, cap, days_total, days_elapsed, days_left, expected_leads, on_schedule_index, rate_per_day, forecast, forecast_share,
       needed_per_day, cap_reached_on, valid_on_schedule_index, valid_rate_per_day
     FROM campaign_pacing_daily WHERE enterprise = 'acme' AND snapshot_date = '${date}'`,
  );
  return new Map(rows.map(({ id, ...row }) => [id, row]));
}

test("a capped campaign: 26 of 31 days gone, 200 of 310 leads, ten a day", async () => {
  expect((await pacing("2026-10-27")).get(1)).toEqual({
    cap: 310,
    days_total: 31,
    days_elapsed: 26,
    days_left: 5,
    expected_leads: 260,
    on_schedule_index: 200 / 260,
    rate_per_day: 10,
    forecast: 250,
    forecast_share: 250 / 310,
    needed_per_day: 22,
    cap_reached_on: null,
    valid_on_schedule_index: 210 / 260,
    valid_rate_per_day: 10,
  });
});

test.each([
  [2, "uncapped"],
  [3, "a cap of zero"],
  [4, "no cap"],
])("campaign %d, %s: no index, no need, but its days and its rate", async (id) => {
  expect((await pacing("2026-10-27")).get(id)).toMatchObject({
    cap: null,
    days_left: 5,
    expected_leads: null,
    on_schedule_index: null,
    rate_per_day: 10,
    forecast: 250,
    forecast_share: null,
    needed_per_day: null,
    cap_reached_on: null,
  });
});

test.each([
  [5, "no end"],
  [9, "an end before its start"],
])("campaign %d, %s: no days, so nothing that needs them", async (id) => {
  expect((await pacing("2026-10-27")).get(id)).toMatchObject({
    cap: 310,
    days_total: null,
    days_elapsed: null,
    days_left: null,
    on_schedule_index: null,
    rate_per_day: id === 5 ? 10 : null,
    forecast: null,
    needed_per_day: null,
    cap_reached_on: id === 5 ? "2026-11-06" : null,
  });
});

test("before the first day nothing is expected, so there is no index; the need is spread over all days", async () => {
  expect((await pacing("2026-10-27")).get(6)).toMatchObject({
    days_elapsed: 0,
    days_left: 30,
    expected_leads: 0,
    on_schedule_index: null,
    needed_per_day: 310 / 30,
    cap_reached_on: null,
  });
});

test("after the last day all is expected, no day is left to catch up in, and nothing runs that has a rate", async () => {
  expect((await pacing("2026-10-27")).get(7)).toMatchObject({
    days_total: 20,
    days_elapsed: 20,
    days_left: 0,
    on_schedule_index: 200 / 310,
    rate_per_day: null,
    forecast: null,
    needed_per_day: null,
  });
});

test("a reached cap asks for nothing and has no day to come", async () => {
  expect((await pacing("2026-10-27")).get(8)).toMatchObject({ needed_per_day: null, cap_reached_on: null });
});

test("the cap is reached on the day the rate gets there; the oldest snapshot that knows the counter begins the rate", async () => {
  // 150 on the 22nd, 200 on the 27th: ten a day; 20 to go from the 26th on.
  expect((await pacing("2026-10-27")).get(10)).toMatchObject({ rate_per_day: 10, cap_reached_on: "2026-10-28" });
});

test("an unknown counter leaves everything made of it unknown", async () => {
  expect((await pacing("2026-10-27")).get(11)).toMatchObject({
    expected_leads: 260,
    on_schedule_index: null,
    rate_per_day: null,
    forecast: null,
    needed_per_day: null,
  });
});

test("a rate of zero forecasts what there is and reaches nothing", async () => {
  expect((await pacing("2026-10-27")).get(12)).toMatchObject({ rate_per_day: 0, forecast: 50, cap_reached_on: null });
});

test("under three days of history it is early: an index, but no rate", async () => {
  expect((await pacing("2026-10-22")).get(1)).toMatchObject({
    days_elapsed: 21,
    on_schedule_index: 150 / 210,
    rate_per_day: null,
    forecast: null,
    needed_per_day: 16,
  });
});

test("campaign_pacing is the newest day, once per campaign, and takes no snapshot older than a month", async () => {
  const sql = "SELECT snapshot_date, count(*) AS campaigns FROM campaign_pacing WHERE enterprise = 'acme' GROUP BY 1";
  expect(await queryRows(session, sql)).toEqual([{ snapshot_date: "2026-10-27", campaigns: 12 }]);
  const later = await openFolder(folder.path, Date.parse("2026-11-28T12:00:00Z"));
  expect(await queryRows(later, sql)).toEqual([]);
  later.close();
});

test("contracts: own dates or the campaign's, own cap or the bands' when all are known", async () => {
  const rows = await queryRows(
    session,
    `SELECT id, cap, start_date, days_total, days_elapsed, on_schedule_index
     FROM publisher_contract_pacing WHERE enterprise = 'acme' ORDER BY id`,
  );
  const whole = { start_date: "2026-10-01", days_total: 31, days_elapsed: 26 };
  const even = 40 / ((100 * 26) / 31);
  expect(rows.map(({ id, ...row }) => [id, row])).toEqual([
    [1, { cap: 100, ...whole, on_schedule_index: expect.closeTo(even, 12) }],
    [2, { cap: 100, start_date: "2026-10-17", days_total: 12, days_elapsed: 10, on_schedule_index: 40 / (1000 / 12) }],
    [3, { cap: 100, ...whole, on_schedule_index: expect.closeTo(even, 12) }],
    [4, { cap: null, ...whole, on_schedule_index: null }],
    [5, { cap: null, ...whole, on_schedule_index: null }],
    [6, { cap: null, ...whole, on_schedule_index: null }],
    [7, { cap: 100, start_date: null, days_total: null, days_elapsed: null, on_schedule_index: null }],
  ]);
});
