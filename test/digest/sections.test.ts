import { describe, expect, test } from "vitest";
import { buildDigest } from "../../shared/digest/build-digest.ts";
import { renderHtml } from "../../shared/digest/frame/mail.ts";
import { addDays } from "../../shared/platform/day.ts";
import { campaign, contract, inputOf, job, pounds, snapshot } from "./rows.ts";

const DATE = "2026-11-23";
const BEFORE = "2026-11-22";

describe("money", () => {
  const at = (revenue: number, payout: number, over = {}) =>
    campaign({ base_currency_revenue: pounds(revenue), base_currency_publisher_payout: pounds(payout), ...over });

  test("is the movement of base currency totals, with the margin and the stretch before", () => {
    const campaigns = [
      snapshot("2026-11-15", [at(100, 60)]),
      snapshot("2026-11-16", [at(150, 85)]),
      snapshot(BEFORE, [at(150, 85)]),
      snapshot(DATE, [at(230.5, 130.25)]),
    ];
    const { money } = buildDigest(inputOf(DATE, { campaigns })).sections;
    expect(money?.total).toEqual({
      revenue: pounds(80.5),
      payout: pounds(45.25),
      margin: pounds(35.25),
      share: 35.25 / 80.5,
    });
    expect(money?.compared?.before).toMatchObject({ revenue: pounds(50), payout: pounds(25), share: 0.5 });
  });

  test("leaves out a campaign whose rate to the base currency moved, and says what its base amounts moved by", () => {
    const usd = { id: 2, name: "Dollars", currency: "USD", currency_is_base: false };
    const campaigns = [
      snapshot(BEFORE, [at(100, 50), at(1000, 500, { ...usd, rate_to_base: 8_000n })]),
      snapshot(DATE, [at(110, 55), at(1300, 640, { ...usd, rate_to_base: 8_100n })]),
    ];
    const { money } = buildDigest(inputOf(DATE, { campaigns })).sections;
    expect(money?.total.revenue).toBe(pounds(10));
    expect(money?.revalued).toEqual([
      { campaign: { id: 2, name: "Dollars", advertiser: "Northwind" }, currency: "USD", revenue: pounds(300) },
    ]);
  });

  test("is compared like for like: a campaign revalued in one of the two stretches is in neither", () => {
    const usd = { id: 2, currency: "USD", currency_is_base: false };
    const campaigns = [
      snapshot("2026-11-15", [at(100, 50), at(1000, 500, { ...usd, rate_to_base: 8_000n })]),
      snapshot("2026-11-16", [at(150, 75), at(2000, 900, { ...usd, rate_to_base: 8_100n })]),
      snapshot(BEFORE, [at(150, 75), at(2000, 900, { ...usd, rate_to_base: 8_100n })]),
      snapshot(DATE, [at(160, 80), at(2500, 990, { ...usd, rate_to_base: 8_100n }), at(30, 10, { id: 3 })]),
    ];
    const model = buildDigest(inputOf(DATE, { campaigns }));
    expect(model.sections.money?.total.revenue).toBe(pounds(510));
    expect(model.sections.money?.compared).toMatchObject({
      now: { revenue: pounds(10) },
      before: { revenue: pounds(50) },
      partial: true,
    });
  });

  test("of a campaign whose rate moved between the two stretches, or of another base currency, is compared with nothing", () => {
    const euros = (revenue: number, over = {}) =>
      at(revenue, 10, { currency: "EUR", currency_is_base: false, rate_to_base: 8_600n, ...over });
    const compared = (now: object) =>
      buildDigest(
        inputOf(DATE, {
          campaigns: [
            snapshot("2026-11-15", [euros(100)]),
            snapshot("2026-11-16", [euros(200)]),
            snapshot(BEFORE, [euros(300, now)]),
            snapshot(DATE, [euros(415, now)]),
          ],
        }),
      ).sections.money;
    expect(compared({})?.compared).toMatchObject({ now: { revenue: pounds(115) }, before: { revenue: pounds(100) } });
    expect(compared({ rate_to_base: 8_700n })).toMatchObject({ total: { revenue: pounds(115) }, compared: null });
    expect(compared({ currency_is_base: true, rate_to_base: 10_000n })?.compared).toBeNull();
  });

  test("of a rate that is unknown at one end is revalued, and no revenue", () => {
    const dollars = (revenue: number, rate: bigint | null) =>
      at(revenue, 0, { currency: "USD", currency_is_base: false, rate_to_base: rate });
    const steps = [dollars(1_000, 11_650n), dollars(1_036.21, null), dollars(1_146.9, 12_000n)];
    const sections = [2, 3].map((days) => {
      const campaigns = steps.slice(0, days).map((row, index) => snapshot(addDays(DATE, index + 1 - days), [row]));
      return buildDigest(inputOf(DATE, { campaigns })).sections.money;
    });
    expect(sections.map((money) => [money?.total.revenue, money?.revalued[0]?.revenue])).toEqual([
      [0n, pounds(36.21)],
      [0n, pounds(110.69)],
    ]);
  });

  test("counts what is paid on a day that does not know the revenue, and the revenue since it was last known; neither day has a margin", () => {
    const unknown = { base_currency_revenue: null };
    const steps = [at(100, 50), at(0, 60, unknown), at(130, 75)];
    const told = [2, 3].map((days) => {
      const campaigns = steps.slice(0, days).map((row, index) => snapshot(addDays(DATE, index + 1 - days), [row]));
      const model = buildDigest(inputOf(DATE, { campaigns }));
      return model.sections.money;
    });
    expect(told.map((money) => money?.rows.map(({ revenue, payout, margin }) => [revenue, payout, margin]))).toEqual([
      [[null, pounds(10), null]],
      [[pounds(30), pounds(15), null]],
    ]);
    expect(told.map((money) => [money?.unknown, money?.withoutMargin, money?.total.margin])).toEqual([
      [1, 1, null],
      [0, 1, null],
    ]);
  });

  test("has a margin in percent only from nothing to all of the revenue", () => {
    const share = (revenue: number, payout: number) =>
      buildDigest(
        inputOf(DATE, {
          campaigns: [snapshot(BEFORE, [at(200, 200)]), snapshot(DATE, [at(200 + revenue, 200 + payout)])],
        }),
      ).sections.money?.total.share;
    // 120 % of a day of minus £100; both taken back; more paid than earned; payouts taken back.
    expect([share(-100, 20), share(-100, -120), share(100, 120), share(100, -20)]).toEqual([null, null, null, null]);
    expect([share(100, 60), share(100, 0), share(100, 100)]).toEqual([0.4, 1, 0]);
  });

  test("finds a campaign that pays more than it earns, but not a correction of both", () => {
    const campaigns = [
      snapshot(BEFORE, [at(100, 50), at(100, 50, { id: 2 })]),
      snapshot(DATE, [at(120, 90), at(90, 45, { id: 2 })]),
    ];
    const { sections } = buildDigest(inputOf(DATE, { campaigns }));
    expect(sections.money?.rows.map(({ campaign: { id }, low }) => [id, low])).toEqual([
      [1, true],
      [2, false],
    ]);
  });

  test("counts no amount of a currency without a rate, and says how many campaigns that leaves out", () => {
    const none = { id: 2, currency: "ZZZ", currency_is_base: false, rate_to_base: null };
    const unrated = { ...none, base_currency_revenue: null, base_currency_publisher_payout: null };
    const campaigns = [
      snapshot(BEFORE, [at(100, 50), at(0, 0, { ...unrated, revenue: pounds(10) })]),
      snapshot(DATE, [at(120, 60), at(0, 0, { ...unrated, revenue: pounds(999) })]),
    ];
    const model = buildDigest(inputOf(DATE, { campaigns }));
    expect(model.sections.money).toMatchObject({ total: { revenue: pounds(20) }, revalued: [], unknown: 1 });
    expect(model.sections.money?.rows.map(({ campaign: { id } }) => id)).toEqual([1]);
    expect(renderHtml(model)).not.toContain("999");
  });

  test("says nothing on the first snapshot", () => {
    expect(buildDigest(inputOf(DATE, { campaigns: [snapshot(DATE, [at(100, 50)])] })).sections.money).toBeNull();
  });
});

describe("publisher quality", () => {
  const sent = (total: number, invalid: number, over = {}) =>
    contract({ total_leads: total, invalid_leads: invalid, ...over });
  /** 1,000 leads with 5 % invalid in the 28 days before, then the given ones in the window. */
  const quality = (total: number, invalid: number, settings = {}) => {
    const contracts = [
      snapshot("2026-10-25", [sent(0, 0)]),
      snapshot(BEFORE, [sent(1000, 50)]),
      snapshot(DATE, [sent(1000 + total, 50 + invalid)]),
    ];
    return buildDigest(inputOf(DATE, { contracts, settings })).sections.quality;
  };

  test("is the invalid rate of the window against the publisher's own of the 28 days before", () => {
    const [row] = quality(100, 20)?.flagged ?? [];
    expect(row).toMatchObject({ leads: 100, invalid: 20, rate: 0.2, usual: 0.05, usualDays: 28, clear: true });
    expect(row?.rise).toBeCloseTo(15);
    expect(row?.streak).toMatchObject({ state: "new", days: 1 });
  });

  test("needs the volume and the points of the settings", () => {
    expect(quality(19, 10)?.flagged).toHaveLength(0);
    expect(quality(20, 10)?.flagged).toHaveLength(1);
    expect(quality(100, 9)?.flagged).toHaveLength(0);
    expect(quality(100, 9, { thresholds: { invalidRatePoints: 4 } })?.flagged).toHaveLength(1);
  });

  test("says when a rise may be chance: 3 of 25 against 5 % is not clear of it", () => {
    expect(quality(25, 3)?.flagged[0]?.clear).toBe(false);
    expect(quality(200, 30)?.flagged[0]?.clear).toBe(true);
  });

  test("goes on over a renewal, whose contract has another id", () => {
    const contracts = [
      snapshot("2026-10-25", [sent(0, 0)]),
      snapshot(BEFORE, [sent(1000, 50)]),
      snapshot(DATE, [sent(1100, 70, { id: 99 })]),
    ];
    const model = buildDigest(inputOf(DATE, { contracts }));
    expect(model.sections.quality?.flagged[0]).toMatchObject({ leads: 100, invalid: 20 });
    expect(model.sections.changes?.rows).toContainEqual(
      expect.objectContaining({ kind: "contract-renewed", from: 1, to: 99 }),
    );
  });

  test("leaves out the contracts of test campaigns", () => {
    const contracts = [snapshot(BEFORE, [sent(1000, 50)]), snapshot(DATE, [sent(1100, 150)])];
    const campaigns = [snapshot(DATE, [campaign({ test_mode: true })])];
    expect(buildDigest(inputOf(DATE, { campaigns, contracts })).sections.quality?.all).toHaveLength(0);
  });
});

describe("contracts", () => {
  const found = (over: Parameters<typeof contract>[0], campaignOver: Parameters<typeof campaign>[0] = {}) => {
    const campaigns = [snapshot(BEFORE, [campaign(campaignOver)]), snapshot(DATE, [campaign(campaignOver)])];
    const contracts = [snapshot(BEFORE, [contract(over)]), snapshot(DATE, [contract(over)])];
    return buildDigest(inputOf(DATE, { campaigns, contracts })).sections.contracts?.rows ?? [];
  };

  test("unsigned are told with their age from the day they were made", () => {
    const [row] = found({ signed_ts: null, created_ts: Date.parse("2026-11-14T23:30:00Z") });
    expect(row).toMatchObject({ kind: "contract-unsigned", days: 9, streak: { state: "still", days: 2 } });
  });

  test("unsigned on a paused campaign are not told of: nothing waits for the signature", () => {
    expect(found({ signed_ts: null }, { status: "Paused" })).toEqual([]);
    expect(found({ signed_ts: null }, { pause_ts: Date.parse("2026-11-20T09:00:00Z") })).toEqual([]);
  });

  test("ending within the settings' days below their cap are told, by the campaign's end where they have none", () => {
    expect(found({ billable_leads: 40, end_date: "2026-11-29" })).toMatchObject([{ kind: "contract-ending", days: 7 }]);
    expect(found({ billable_leads: 40 }, { end_date: "2026-11-25" })).toMatchObject([
      { days: 3, endDate: "2026-11-25" },
    ]);
    expect(found({ billable_leads: 40, end_date: "2026-11-30" }, { leads_required: 900 })).toEqual([]);
    expect(found({ billable_leads: 100, end_date: "2026-11-25" }, { uncapped: true })).toEqual([]);
  });

  test("at their cap are told while the campaign needs leads, but not when earlier contracts are in the count", () => {
    expect(found({ billable_leads: 100 }, { billable_leads: 120 })).toMatchObject([{ kind: "contract-reached" }]);
    expect(found({ billable_leads: 100 }, { billable_leads: 300 })).toEqual([]);
    const contracts = [
      snapshot(BEFORE, [contract({ billable_leads: 100 })]),
      snapshot(DATE, [contract({ id: 7, billable_leads: 100 })]),
    ];
    const campaigns = [snapshot(BEFORE, [campaign()]), snapshot(DATE, [campaign({ billable_leads: 120 })])];
    expect(buildDigest(inputOf(DATE, { campaigns, contracts })).sections.contracts?.rows).toEqual([]);
  });

  test("that may deliver more than their campaign needs are told once per campaign", () => {
    const campaigns = [snapshot(BEFORE, [campaign()]), snapshot(DATE, [campaign({ billable_leads: 200 })])];
    const two = [contract({ billable_leads: 10 }), contract({ id: 2, publisher_id: 6, billable_leads: 20 })];
    const model = buildDigest(inputOf(DATE, { campaigns, contracts: [snapshot(BEFORE, two), snapshot(DATE, two)] }));
    expect(model.sections.contracts?.rows).toMatchObject([
      { kind: "overcommitted", open: 170, wanted: 100, publisher: "2 publishers" },
    ]);
  });

  test("with caps on bands have the sum of them as their cap", () => {
    const band = { id: 1, payout: null, base_currency_payout: null, payout_band_id: null, is_default: true };
    const counts = { earnings: null, base_currency_earnings: null, total_leads: 0, valid_leads: 0, invalid_leads: 0 };
    const rest = { caution_leads: 0, billable_leads: 0, delivered_leads: 0, held_leads: 0, processing_leads: 0 };
    const bands = [30, 20].map((cap) => ({ ...band, ...counts, ...rest, leads_required: cap }));
    const [row] = found({
      leads_required: null,
      caps_on_bands: true,
      bands,
      billable_leads: 10,
      end_date: "2026-11-25",
    });
    expect(row).toMatchObject({ required: 50, capLeads: 10 });
  });
});

describe("integration jobs", () => {
  const rowsOf = (steps: readonly (readonly [total: number, failed: number])[], over = {}) => {
    const jobs = steps.map(([total, failed], index) =>
      snapshot(addDays(DATE, index - steps.length + 1), [job({ total, failed, passed: total - failed, ...over })]),
    );
    return buildDigest(inputOf(DATE, { jobs })).sections.integrations;
  };

  test("failing are new on their first day and still with their days after, over days without leads", () => {
    expect(
      rowsOf([
        [10, 0],
        [20, 0],
        [30, 5],
      ])?.rows,
    ).toMatchObject([{ state: "failing", total: 10, failed: 5, share: 0.5, streak: { state: "new", days: 1 } }]);
    expect(
      rowsOf([
        [10, 0],
        [20, 5],
        [20, 5],
        [30, 9],
      ])?.rows,
    ).toMatchObject([{ state: "failing", failed: 4, streak: { state: "still", since: "2026-11-21", days: 3 } }]);
    expect(
      rowsOf([
        [10, 0],
        [20, 5],
        [20, 5],
      ])?.rows,
    ).toMatchObject([{ state: "failing", total: 0, share: null, streak: { state: "still", days: 2 } }]);
  });

  test("are recovered when leads pass without a failure", () => {
    const section = rowsOf([
      [10, 0],
      [20, 5],
      [30, 5],
    ]);
    expect(section?.rows).toMatchObject([{ state: "resolved", streak: null }]);
  });

  test("that fail less than the settings' share are counted, not listed", () => {
    const section = rowsOf([
      [10, 0],
      [110, 9],
    ]);
    expect(section?.rows).toEqual([]);
    expect(section?.fewFailures).toBe(1);
  });

  test("with a change of configuration just before the failure say so", () => {
    const changed = { updated_ts: Date.parse("2026-11-22T10:00:00Z") };
    expect(
      rowsOf(
        [
          [10, 0],
          [20, 0],
          [30, 5],
        ],
        changed,
      )?.rows[0]?.changedOn,
    ).toBe("2026-11-22");
  });

  test("switched off on an active campaign are listed", () => {
    expect(
      rowsOf(
        [
          [10, 0],
          [10, 0],
        ],
        { enabled: false },
      )?.rows,
    ).toMatchObject([{ state: "off", disabled: true }]);
    expect(
      rowsOf(
        [
          [10, 0],
          [10, 0],
        ],
        { enabled: false, campaign_status: "Ended" },
      )?.rows,
    ).toEqual([]);
  });
});

describe("campaigns that need a look", () => {
  const rowsOf = (
    before: Parameters<typeof campaign>[0],
    now: Parameters<typeof campaign>[0],
    contracts = [contract()],
  ) => {
    const campaigns = [
      snapshot("2026-11-18", [campaign(before)]),
      snapshot(BEFORE, [campaign(before)]),
      snapshot(DATE, [campaign(now)]),
    ];
    const signed = [snapshot(BEFORE, contracts), snapshot(DATE, contracts)];
    return buildDigest(inputOf(DATE, { campaigns, contracts: signed })).sections.attention?.rows ?? [];
  };

  test("are silent when active, behind, without a conversion for the settings' whole weekdays and without a lead", () => {
    const quiet = { billable_leads: 50, total_leads: 50, last_conversion: Date.parse("2026-11-18T10:00:00Z") };
    expect(rowsOf(quiet, quiet)).toMatchObject([{ kind: "silent", missing: 250 }]);
    // Thursday's last lead, told on Monday: of the days since only Friday is a weekday.
    expect(rowsOf(quiet, { ...quiet, last_conversion: Date.parse("2026-11-19T10:00:00Z") })).toEqual([]);
    expect(rowsOf(quiet, { ...quiet, total_leads: 51 })).toEqual([]);
    expect(rowsOf(quiet, { ...quiet, last_conversion: Date.parse("2026-11-22T10:00:00Z") })).toEqual([]);
  });

  test("are paused while behind", () => {
    const paused = { status: "Paused", pause_ts: Date.parse("2026-11-22T10:00:00Z"), billable_leads: 100 };
    expect(rowsOf({ billable_leads: 100 }, paused)).toMatchObject([{ kind: "paused-behind", missing: 200 }]);
    expect(rowsOf({ billable_leads: 250 }, { ...paused, billable_leads: 250 })).toEqual([]);
  });

  test("ended short of their cap since the previous mail, once", () => {
    const ended = { end_date: "2026-11-22", billable_leads: 280 };
    expect(rowsOf(ended, { ...ended, status: "Ended" })).toMatchObject([{ kind: "ended-short", missing: 20 }]);
    expect(rowsOf(ended, { ...ended, billable_leads: 300 })).toEqual([]);
    expect(rowsOf({ ...ended, end_date: "2026-11-21" }, { ...ended, end_date: "2026-11-21" })).toEqual([]);
  });

  test("start today without a signed publisher", () => {
    const starting = { start_date: DATE, status: "Inactive" };
    expect(rowsOf(starting, starting, [contract({ signed_ts: null })])).toMatchObject([{ kind: "starting-unsigned" }]);
    expect(rowsOf(starting, starting)).toEqual([]);
  });
});

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
