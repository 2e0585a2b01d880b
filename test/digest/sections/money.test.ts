import { describe, expect, test } from "vitest";
import { buildDigest } from "../../../shared/digest/build-digest.ts";
import { renderHtml } from "../../../shared/digest/frame/mail.ts";
import { addDays } from "../../../shared/platform/day.ts";
import { campaign, inputOf, pounds, snapshot } from "../rows.ts";

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
    expect(money?.total).toEqual({ revenue: pounds(80.5), revalued: 0, unknown: 0, share: 35.25 / 80.5 });
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
    expect(told.map((money) => [money?.unknown, money?.total.share])).toEqual([
      [1, null],
      [0, null],
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
