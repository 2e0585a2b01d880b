import { rm } from "node:fs/promises";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { namedQueries } from "../../shared/catalog/queries.ts";
import { createDataFolder, type DataFolder, type PublishedSnapshot } from "./data-folder.ts";
import { type JsonRow, queryAt } from "./query.ts";

// Counters, rates and days that are not known: nothing is lost, nothing is made up.

type Rows = PublishedSnapshot["rows"];
let folder: DataFolder;
beforeEach(async () => {
  folder = await createDataFolder();
});
afterEach(async () => {
  await rm(folder.path, { recursive: true });
});

const LAST = "2026-11-24";
const publish = async (dataset: PublishedSnapshot["dataset"], days: Readonly<Record<string, Rows>>): Promise<void> => {
  for (const [date, rows] of Object.entries(days)) await folder.publish({ dataset, date, rows });
};
const ask = (sql: string): Promise<readonly JsonRow[]> => queryAt(folder.path, LAST, sql);

describe("a counter that is null for a day", () => {
  test("has no movement then, and all of it on the day it is known again; the row names it and since when", async () => {
    await publish("campaigns", {
      "2026-11-21": [{ id: 1, valid_leads: 300, total_leads: 400 }],
      "2026-11-22": [{ id: 1, valid_leads: null, total_leads: 410 }],
      "2026-11-23": [{ id: 1, valid_leads: 325, total_leads: 420 }],
      "2026-11-24": [{ id: 1, valid_leads: 326, total_leads: 430, clicks: 7 }],
    });
    const rows = await ask(
      `SELECT snapshot_date, valid_leads, valid_leads_delta, total_leads_delta, strpos(', ' || unknown_counters, ', valid_leads') > 0 AS unknown,
         earlier_counters, first_counters
       FROM campaign_daily WHERE enterprise = 'acme' ORDER BY snapshot_date`,
    );
    const none = { earlier_counters: null, first_counters: null };
    expect(rows.slice(1)).toEqual([
      {
        snapshot_date: "2026-11-22",
        valid_leads: null,
        valid_leads_delta: null,
        total_leads_delta: 10,
        unknown: true,
        ...none,
      },
      {
        snapshot_date: "2026-11-23",
        valid_leads: 325,
        valid_leads_delta: 25,
        total_leads_delta: 10,
        unknown: false,
        ...none,
        earlier_counters: "valid_leads 2026-11-21",
      },
      {
        snapshot_date: "2026-11-24",
        valid_leads: 326,
        valid_leads_delta: 1,
        total_leads_delta: 10,
        unknown: false,
        ...none,
        first_counters: "clicks",
      },
    ]);
  });

  test("is first again when it was last known more than 35 days before", async () => {
    await publish("campaigns", {
      "2026-10-19": [{ id: 1, valid_leads: 5 }],
      "2026-11-23": [{ id: 1, valid_leads: null }],
      "2026-11-24": [{ id: 1, valid_leads: 9 }],
    });
    const sql = `SELECT valid_leads_delta, first_counters FROM campaign_daily WHERE enterprise = 'acme' AND snapshot_date = '${LAST}'`;
    expect(await ask(sql)).toEqual([{ valid_leads_delta: null, first_counters: "valid_leads" }]);
  });
});

test("a row says which totals fell", async () => {
  await publish("campaigns", {
    "2026-11-23": [{ id: 1, valid_leads: 30, invalid_leads: 2, revenue: 300_0000n, base_currency_revenue: 9n }],
    "2026-11-24": [{ id: 1, valid_leads: 29, invalid_leads: 3, revenue: 290_0000n, base_currency_revenue: 8n }],
  });
  expect(await ask("SELECT corrected, corrected_counters FROM campaign_daily WHERE label = 'daily'")).toEqual([
    { corrected: true, corrected_counters: "valid_leads, revenue" },
  ]);
});

describe("money", () => {
  const usd = { id: 1, currency: "USD", currency_is_base: false };
  const revenue = (rate: bigint | null, amount: bigint | null) => [
    { ...usd, rate_to_base: rate, base_currency_revenue: amount, base_currency_publisher_payout: 0n },
  ];

  test("a rate that is unknown for a day may have moved: neither day has revenue", async () => {
    await publish("campaigns", {
      "2026-11-22": revenue(11_650n, 3_660_0000n),
      "2026-11-23": revenue(null, 3_696_2100n),
      "2026-11-24": revenue(12_000n, 3_843_1100n),
    });
    const rows = await ask(
      "SELECT revalued, revenue_delta, revalued_revenue_delta FROM revenue_daily WHERE label = 'daily' ORDER BY snapshot_date",
    );
    expect(rows).toEqual([
      { revalued: true, revenue_delta: null, revalued_revenue_delta: "36.2100" },
      { revalued: true, revenue_delta: null, revalued_revenue_delta: "146.9000" },
    ]);
  });

  test("the rates are those at the amount's own two ends, also where the snapshots between did not know it", async () => {
    await publish("campaigns", {
      "2026-11-21": revenue(11_000n, 100_0000n),
      "2026-11-22": revenue(12_000n, null),
      "2026-11-23": revenue(11_000n, 150_0000n),
      "2026-11-24": revenue(11_000n, 160_0000n),
    });
    const rows = await ask(
      "SELECT base_currency_revenue_revalued AS revalued, base_currency_revenue_delta AS delta FROM campaign_daily WHERE label = 'daily' ORDER BY snapshot_date",
    );
    expect(rows).toEqual([
      { revalued: null, delta: null },
      { revalued: false, delta: "50.0000" },
      { revalued: false, delta: "10.0000" },
    ]);
  });

  test("a campaign in base currency is never revalued, whether its rate is told or not", async () => {
    const gbp = { id: 1, currency: "GBP", currency_is_base: true };
    await publish("campaigns", {
      "2026-11-23": [{ ...gbp, rate_to_base: 10_000n, base_currency_revenue: 5_0000n }],
      "2026-11-24": [{ ...gbp, rate_to_base: null, base_currency_revenue: 7_0000n }],
    });
    expect(await ask("SELECT revalued, revenue_delta FROM revenue_daily WHERE label = 'daily'")).toEqual([
      { revalued: false, revenue_delta: "2.0000" },
    ]);
  });

  test.each([
    ["a day of -£120 on which payout fell further", -120_0000n, -150_0000n, "30.0000"],
    ["both fell", -120_0000n, -264_0000n, "144.0000"],
    ["more was owed than earned", 100_0000n, 130_0000n, "-30.0000"],
    ["payout fell while revenue rose", 100_0000n, -20_0000n, "120.0000"],
    ["there was no revenue", 0n, 5_0000n, "-5.0000"],
  ])("a margin rate that makes no sense is null: %s", async (_, earned, owed, margin) => {
    const gbp = { id: 1, currency_is_base: true, rate_to_base: 10_000n };
    const of = (base_currency_revenue: bigint, base_currency_publisher_payout: bigint) => [
      { ...gbp, base_currency_revenue, base_currency_publisher_payout },
    ];
    await publish("campaigns", {
      "2026-11-23": of(1_000_0000n, 500_0000n),
      "2026-11-24": of(1_000_0000n + earned, 500_0000n + owed),
    });
    expect(await ask("SELECT margin_delta, margin_rate FROM revenue_daily WHERE label = 'daily'")).toEqual([
      { margin_delta: margin, margin_rate: null },
    ]);
  });

  test("a margin is made of two amounts of the same stretch, or it is not known", async () => {
    const gbp = { id: 1, currency_is_base: true, rate_to_base: 10_000n };
    const of = (base_currency_revenue: bigint, base_currency_publisher_payout: bigint | null) => [
      { ...gbp, base_currency_revenue, base_currency_publisher_payout },
    ];
    await publish("campaigns", {
      "2026-11-22": of(100_0000n, 50_0000n),
      "2026-11-23": of(110_0000n, null),
      "2026-11-24": of(120_0000n, 60_0000n),
    });
    const rows = await ask(
      "SELECT revenue_delta, publisher_payout_delta, margin_delta, margin_rate FROM revenue_daily WHERE label = 'daily' ORDER BY snapshot_date",
    );
    expect(rows).toEqual([
      { revenue_delta: "10.0000", publisher_payout_delta: null, margin_delta: null, margin_rate: null },
      { revenue_delta: "10.0000", publisher_payout_delta: "10.0000", margin_delta: null, margin_rate: null },
    ]);
  });

  test("any two amounts can be subtracted, and one campaign's takes no view down for the others", async () => {
    const most = 999_999_999_999_999_999n;
    const of = (amount: bigint) => [
      {
        id: 1,
        currency_is_base: true,
        rate_to_base: 10_000n,
        revenue: amount,
        base_currency_revenue: amount,
        publisher_payout: -amount,
        base_currency_publisher_payout: -amount,
      },
    ];
    await publish("campaigns", { "2026-11-23": of(most), "2026-11-24": of(-most) });
    await publish("publisher-contracts", {
      "2026-11-23": [{ id: 1, campaign_id: 1, publisher_id: 1, earnings: most, base_currency_earnings: most }],
      "2026-11-24": [{ id: 1, campaign_id: 1, publisher_id: 1, earnings: -most, base_currency_earnings: -most }],
    });
    expect(await ask("SELECT revenue_delta FROM campaign_daily WHERE label = 'daily'")).toEqual([
      { revenue_delta: "-199999999999999.9998" },
    ]);
    expect(await ask("SELECT revenue_delta, margin_delta FROM revenue_daily WHERE label = 'daily'")).toEqual([
      { revenue_delta: "-199999999999999.9998", margin_delta: "-399999999999999.9996" },
    ]);
    expect(await ask("SELECT earnings_delta FROM publisher_contract_daily WHERE label = 'daily'")).toEqual([
      { earnings_delta: "-199999999999999.9998" },
    ]);
  });
});

describe("publisher_quality_daily", () => {
  const pair = (id: number, total_leads: number | null, invalid_leads: number | null) => ({
    id,
    campaign_id: id,
    publisher_id: 9,
    total_leads,
    invalid_leads,
  });
  const quality = () =>
    ask(
      `SELECT total_leads_delta, invalid_leads_delta, invalid_rate, contracts_left_out FROM publisher_quality_daily
       WHERE enterprise = 'acme' AND snapshot_date = '${LAST}'`,
    );

  test("a rate is made only of contracts that know both of its terms: 2 of 20, not 32 of 20", async () => {
    await publish("publisher-contracts", {
      "2026-11-23": [pair(1, 130, 13), pair(2, 120, 12)],
      "2026-11-24": [pair(1, null, 43), pair(2, 140, 14)],
    });
    expect(await quality()).toEqual([
      { total_leads_delta: 20, invalid_leads_delta: 2, invalid_rate: 0.1, contracts_left_out: 1 },
    ]);
  });

  test("a counter that was unknown the day before is no part of a day's rate", async () => {
    await publish("publisher-contracts", {
      "2026-11-22": [pair(1, 100, 10), pair(2, 120, 12)],
      "2026-11-23": [pair(1, 110, null), pair(2, 120, 12)],
      "2026-11-24": [pair(1, 120, 40), pair(2, 140, 14)],
    });
    expect(await quality()).toMatchObject([{ total_leads_delta: 20, invalid_leads_delta: 2, contracts_left_out: 1 }]);
  });

  test.each([
    ["re-judged to valid", 130, 7],
    ["more re-judged than came", 130, 60],
    ["none came", 120, 20],
  ])("a rate below 0 or above 1 is none: %s", async (_, total, invalid) => {
    await publish("publisher-contracts", {
      "2026-11-23": [pair(1, 120, 12)],
      "2026-11-24": [pair(1, total, invalid)],
    });
    expect(await quality()).toMatchObject([{ invalid_leads_delta: invalid - 12, invalid_rate: null }]);
  });
});

describe("a day without campaigns", () => {
  beforeEach(async () => {
    const kinds = { internal_only: false, test_mode: false, is_template: false };
    const gbp = { currency_is_base: true, rate_to_base: 10_000n };
    await publish("campaigns", {
      "2026-11-23": [
        { id: 1, name: "Alpha", advertiser_id: 4, advertiser_name: "Warm Homes", ...kinds, ...gbp },
        { id: 2, name: "Trial", ...kinds, test_mode: true, ...gbp },
      ],
    });
    const contract = (id: number, leads: number) => ({
      id,
      campaign_id: id,
      publisher_id: 9,
      advertiser_id: 4,
      campaign_name: "as the contract says",
      total_leads: leads,
      billable_leads: leads,
      invalid_leads: 0,
      base_currency_earnings: BigInt(leads) * 10_000n,
    });
    await publish("publisher-contracts", {
      "2026-11-23": [contract(1, 10), contract(2, 10)],
      "2026-11-24": [contract(1, 15), contract(2, 500)],
    });
  });

  test("takes neither names nor the advertiser away, nor the money of campaigns in base currency", async () => {
    const rows = await ask(
      `SELECT campaign_name, advertiser_id, advertiser_name, test_mode, revalued FROM publisher_contract_daily WHERE snapshot_date = '${LAST}' ORDER BY id`,
    );
    expect(rows).toMatchObject([
      { campaign_name: "Alpha", advertiser_id: 4, advertiser_name: "Warm Homes", test_mode: false, revalued: false },
      { campaign_name: "Trial", advertiser_id: 4, test_mode: true },
    ]);
  });

  test("lets no test campaign into a publisher's figures, nor into those of the month", async () => {
    const quality = `SELECT total_leads_delta FROM publisher_quality_daily WHERE snapshot_date = '${LAST}'`;
    expect(await ask(quality)).toEqual([{ total_leads_delta: 5 }]);
    const month = namedQueries("acme").find(({ name }) => name === "publishers-of-the-month")?.sql ?? "";
    expect(await ask(month)).toMatchObject([
      { publisher_id: 9, campaigns: 1, total_leads_delta: 5, base_currency_earnings_delta: "5.0000" },
    ]);
  });
});
