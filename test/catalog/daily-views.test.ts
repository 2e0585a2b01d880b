import { rm } from "node:fs/promises";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { ReportsSession } from "../../functions/local/sql/session.ts";
import { createDataFolder, type DataFolder } from "./data-folder.ts";
import { openFolder, queryRows } from "./query.ts";

// One small account, every figure worked out by hand.

const gbp = { currency: "GBP", currency_is_base: true, rate_to_base: 10_000n };
const usd = { currency: "USD", currency_is_base: false };
let folder: DataFolder;
let session: ReportsSession;

beforeAll(async () => {
  folder = await createDataFolder();
  const { publish } = folder;
  const campaigns = (date: string, rows: Parameters<typeof publish>[0]["rows"]) =>
    publish({ dataset: "campaigns", date, rows });
  await campaigns("2026-11-18", [
    {
      id: 1,
      name: "Alpha",
      total_leads: 100,
      billable_leads: 80,
      revenue: 800_0000n,
      base_currency_revenue: 800_0000n,
      ...gbp,
    },
    {
      id: 2,
      name: "Beta",
      total_leads: 10,
      billable_leads: null,
      base_currency_revenue: 90_0000n,
      ...usd,
      rate_to_base: 9_000n,
    },
  ]);
  await campaigns("2026-11-19", [
    {
      id: 1,
      name: "Alpha",
      total_leads: 130,
      billable_leads: 70,
      held_leads: 5,
      revenue: 700_0000n,
      base_currency_revenue: 700_0000n,
      ...gbp,
    },
    {
      id: 2,
      name: "Beta",
      total_leads: 15,
      billable_leads: 9,
      base_currency_revenue: 99_9999n,
      ...usd,
      rate_to_base: 9_100n,
    },
  ]);
  // 20 and 21: no snapshot.
  await campaigns("2026-11-22", [
    {
      id: 1,
      name: "Alpha 2",
      total_leads: 160,
      billable_leads: 110,
      held_leads: 3,
      revenue: 1100_0000n,
      base_currency_revenue: 1100_0000n,
      ...gbp,
    },
    { id: 3, name: "New", total_leads: 7, billable_leads: 7, rate_to_base: null },
  ]);
  await campaigns("2026-11-23", []);
  await campaigns("2026-11-24", [
    {
      id: 1,
      name: "Alpha 2",
      total_leads: 161,
      billable_leads: 111,
      held_leads: 9,
      revenue: 1110_5000n,
      base_currency_revenue: 1110_5000n,
      ...gbp,
    },
    {
      id: 2,
      name: "Beta",
      total_leads: 15,
      billable_leads: 12,
      base_currency_revenue: 120_0001n,
      ...usd,
      rate_to_base: 9_100n,
    },
  ]);
  const contracts = (date: string, rows: Parameters<typeof publish>[0]["rows"]) =>
    publish({ dataset: "publisher-contracts", date, rows });
  const pair = { campaign_id: 1, publisher_id: 9, publisher_name: "Pub", campaign_name: "as the contract says" };
  await contracts("2026-11-22", [
    { id: 50, ...pair, total_leads: 40, earnings: 100_0000n, base_currency_earnings: 100_0000n },
    { id: 60, campaign_id: null, publisher_id: 9, total_leads: 3 },
  ]);
  await contracts("2026-11-24", [
    { id: 51, ...pair, total_leads: 44, earnings: 90_0000n, base_currency_earnings: 95_0000n },
    { id: 52, ...pair, campaign_id: 2, total_leads: 5 },
    { id: 60, campaign_id: null, publisher_id: 9, total_leads: 8 },
  ]);
  session = await openFolder(folder.path, Date.parse("2026-11-24T12:00:00Z"));
});
afterAll(async () => {
  session.close();
  await rm(folder.path, { recursive: true });
});

const campaignOn = async (id: number, date: string, columns: string) =>
  (
    await queryRows(
      session,
      `SELECT ${columns} FROM campaign_daily WHERE enterprise = 'acme' AND snapshot_date = '${date}' AND id = ${id}`,
    )
  )[0];

const LABELS = "label, previous_snapshot_date, days_since_previous, corrected, revalued";

describe("campaign_daily", () => {
  test("a first snapshot has no movement, and no zero either", async () => {
    expect(await campaignOn(1, "2026-11-18", `${LABELS}, total_leads_delta, revenue_delta`)).toEqual({
      label: "first",
      previous_snapshot_date: null,
      days_since_previous: null,
      corrected: false,
      revalued: null,
      total_leads_delta: null,
      revenue_delta: null,
    });
  });

  test("a fall is net and marked as corrected", async () => {
    expect(
      await campaignOn(
        1,
        "2026-11-19",
        `${LABELS}, activity_date, total_leads_delta, billable_leads_delta, revenue_delta`,
      ),
    ).toEqual({
      label: "daily",
      previous_snapshot_date: "2026-11-18",
      days_since_previous: 1,
      corrected: true,
      revalued: false,
      activity_date: "2026-11-18",
      total_leads_delta: 30,
      billable_leads_delta: -10,
      revenue_delta: "-100.0000",
    });
  });

  test("missing days make a gap of several days' movement; a level that falls is no correction", async () => {
    expect(
      await campaignOn(1, "2026-11-22", `${LABELS}, name, total_leads_delta, billable_leads_delta, held_leads_delta`),
    ).toEqual({
      label: "gap",
      previous_snapshot_date: "2026-11-19",
      days_since_previous: 3,
      corrected: false,
      revalued: false,
      name: "Alpha 2",
      total_leads_delta: 30,
      billable_leads_delta: 40,
      held_leads_delta: -2,
    });
  });

  test("a day of zero rows has no row; the next is compared with the last that had one", async () => {
    expect(await campaignOn(1, "2026-11-23", "id")).toBeUndefined();
    expect(await campaignOn(1, "2026-11-24", `label, days_since_previous, total_leads_delta, revenue_delta`)).toEqual({
      label: "gap",
      days_since_previous: 2,
      total_leads_delta: 1,
      revenue_delta: "10.5000",
    });
  });

  test("a counter that one side lacks has no delta, while the others do", async () => {
    expect(await campaignOn(2, "2026-11-19", "label, total_leads_delta, billable_leads_delta")).toEqual({
      label: "daily",
      total_leads_delta: 5,
      billable_leads_delta: null,
    });
  });

  test("a moved rate is revalued; an unknown one is neither revalued nor not", async () => {
    expect(await campaignOn(2, "2026-11-19", "revalued, base_currency_revenue_delta")).toEqual({
      revalued: true,
      base_currency_revenue_delta: "9.9999",
    });
    expect(await campaignOn(3, "2026-11-22", "revalued")).toEqual({ revalued: null });
  });

  test("a campaign that came back is compared with where it was", async () => {
    expect(await campaignOn(2, "2026-11-24", "days_since_previous, billable_leads_delta, revalued")).toEqual({
      days_since_previous: 5,
      billable_leads_delta: 3,
      revalued: false,
    });
  });
});

describe("revenue_daily", () => {
  test("adds up to the base currency revenue that was earned, without what a rate moved", async () => {
    const rows = await queryRows(
      session,
      "SELECT id, snapshot_date, revenue_delta AS revenue, revalued_revenue_delta AS revalued_revenue FROM revenue_daily WHERE enterprise = 'acme' AND label <> 'first' ORDER BY id, snapshot_date",
    );
    expect(rows).toEqual([
      { id: 1, snapshot_date: "2026-11-19", revenue: "-100.0000", revalued_revenue: null },
      { id: 1, snapshot_date: "2026-11-22", revenue: "400.0000", revalued_revenue: null },
      { id: 1, snapshot_date: "2026-11-24", revenue: "10.5000", revalued_revenue: null },
      { id: 2, snapshot_date: "2026-11-19", revenue: null, revalued_revenue: "9.9999" },
      { id: 2, snapshot_date: "2026-11-24", revenue: "20.0002", revalued_revenue: null },
    ]);
  });
});

test("a renewed contract goes on with its counters, under the campaign's own name", async () => {
  const rows = await queryRows(
    session,
    `SELECT id, campaign_name, label, renewed, total_leads_delta, earnings_delta, base_currency_earnings_delta, corrected, revalued
     FROM publisher_contract_daily WHERE enterprise = 'acme' AND snapshot_date = '2026-11-24' ORDER BY id`,
  );
  expect(rows).toMatchObject([
    {
      id: 51,
      campaign_name: "Alpha 2",
      label: "gap",
      renewed: true,
      total_leads_delta: 4,
      earnings_delta: "-10.0000",
      base_currency_earnings_delta: "-5.0000",
      corrected: true,
      revalued: false,
    },
    { id: 52, campaign_name: "Beta", label: "first", renewed: false, total_leads_delta: null },
    { id: 60, campaign_name: null, label: "gap", renewed: false, total_leads_delta: 5, revalued: true },
  ]);
});
