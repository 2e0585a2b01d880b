import { rm } from "node:fs/promises";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { ReportsSession } from "../../functions/local/sql/session.ts";
import type { Row } from "../../shared/catalog/column.ts";
import { createDataFolder, type DataFolder } from "./data-folder.ts";
import { type JsonRow, openFolder, queryRows } from "./query.ts";

// The days a contract's cap is reached on, where the contract has no end date: it runs to its campaign's, if that has one.

/** Leads on two snapshots a week apart: ten a day, 110 to go from 2026-10-26 on, so 2026-11-06. */
const LEADS: Readonly<Record<string, number>> = { "2026-10-20": 130, "2026-10-27": 200 };
const REACHED = "2026-11-06";
const START = "2026-10-01";
const OPEN = { start_date: START, end_date: null, uncapped: false, caps_on_bands: false, leads_required: 310 };

const CAMPAIGNS = [
  { id: 1, end_date: null },
  { id: 2, end_date: "2026-10-31" },
  { id: 3, end_date: "2026-12-31" },
].map((row) => ({ status: "Active", start_date: START, ...row }));

interface Case {
  readonly holds: string;
  readonly contract: Row;
  readonly reached: string | null;
}
const CASES: readonly Case[] = [
  { holds: "nor has the campaign: the day the rate gets there", contract: { campaign_id: 1 }, reached: REACHED },
  { holds: "the campaign ends before: never", contract: { campaign_id: 2 }, reached: null },
  { holds: "the campaign ends after: that day", contract: { campaign_id: 3 }, reached: REACHED },
  { holds: "no campaign is known: that day", contract: { campaign_id: 999 }, reached: REACHED },
  { holds: "it has one of its own before: never", contract: { campaign_id: 1, end_date: "2026-11-05" }, reached: null },
  { holds: "its own is that day: that day", contract: { campaign_id: 1, end_date: REACHED }, reached: REACHED },
  { holds: "the cap is reached already", contract: { campaign_id: 1, leads_required: 200 }, reached: null },
  { holds: "it is uncapped", contract: { campaign_id: 1, uncapped: true }, reached: null },
  { holds: "its cap is zero", contract: { campaign_id: 1, leads_required: 0 }, reached: null },
  { holds: "ten years would not do", contract: { campaign_id: 1, leads_required: 40_000 }, reached: null },
  { holds: "a little under ten years do", contract: { campaign_id: 1, leads_required: 36_000 }, reached: "2036-08-14" },
];

let folder: DataFolder;
let session: ReportsSession;
let rows: ReadonlyMap<unknown, JsonRow>;
beforeAll(async () => {
  folder = await createDataFolder();
  for (const [date, leads] of Object.entries(LEADS)) {
    const counters = { billable_leads: leads, valid_leads: leads * 2 - 170, delivered_leads: 5 };
    const contracts = CASES.map(({ contract }, at) => ({
      ...{ id: at + 1, publisher_id: at + 1, campaign_status: "Active", ...OPEN, ...counters },
      ...contract,
    }));
    await folder.publish({ dataset: "campaigns", date, rows: CAMPAIGNS });
    await folder.publish({ dataset: "publisher-contracts", date, rows: contracts });
  }
  session = await openFolder(folder.path, Date.parse("2026-10-27T12:00:00Z"));
  const found = await queryRows(
    session,
    `SELECT id, end_date, rate_per_day, forecast, needed_per_day, cap_reached_on, valid_cap_reached_on, delivered_cap_reached_on
     FROM publisher_contract_pacing WHERE enterprise = 'acme'`,
  );
  rows = new Map(found.map(({ id, ...row }) => [id, row]));
});
afterAll(async () => {
  session.close();
  await rm(folder.path, { recursive: true });
});

test.each(CASES.map((one, at) => ({ ...one, id: at + 1 })))("where $holds", ({ id, reached }) => {
  expect(rows.get(id)).toMatchObject({ rate_per_day: 10, cap_reached_on: reached });
});

test("without any end there is nothing to forecast or to need; each counter has a day of its own, and one that stands still none", () => {
  // 230 valid leads and 20 a day more: the cap of 310 on the fourth day from the 26th.
  expect(rows.get(1)).toEqual({
    end_date: null,
    rate_per_day: 10,
    forecast: null,
    needed_per_day: null,
    cap_reached_on: REACHED,
    valid_cap_reached_on: "2026-10-30",
    delivered_cap_reached_on: null,
  });
});
