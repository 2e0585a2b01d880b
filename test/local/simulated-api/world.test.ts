import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { COLLECTIONS } from "../../../functions/local/simulated-api/world/entries.ts";
import {
  DEMO_DAY,
  demoWorld,
  integrationJobsAt,
  latestContractsAt,
  minor,
  morning,
  recordsAt,
  ZONE,
} from "./demo-world.ts";

const world = demoWorld();

describe("one seed, one account", () => {
  test("the same instant shows the same records, whatever was asked before", () => {
    const straight = demoWorld({ campaigns: 60 });
    const anyway = demoWorld({ campaigns: 60 });
    const hours = fc.integer({ min: -40 * 24, max: 60 * 24 });
    fc.assert(
      fc.property(fc.array(hours, { minLength: 2, maxLength: 5 }), (path) => {
        const seen = new Map(path.map((hour) => [hour, snapshotOf(anyway, hour)]));
        for (const hour of path.toSorted((a, b) => a - b)) expect(seen.get(hour)).toBe(snapshotOf(straight, hour));
      }),
      { numRuns: 5 },
    );
  });

  test("another seed is another account of the same size", () => {
    const other = demoWorld({ seed: 2 });
    expect(other.ids("campaigns", morning(0))).toHaveLength(479);
    expect(recordsAt(other, "campaigns", morning(0))).not.toEqual(recordsAt(world, "campaigns", morning(0)));
  });

  const snapshotOf = (of: ReturnType<typeof demoWorld>, hour: number) =>
    JSON.stringify(COLLECTIONS.map((name) => recordsAt(of, name, morning(0) + hour * 3_600_000)));
});

describe("the documented size", () => {
  test.each([1, 2, 77])(
    "seed %i has 479 campaigns, 555 latest contracts and 574 integration jobs on the anchor day",
    (seed) => {
      const account = demoWorld({ seed });
      expect(account.anchor).toBe(DEMO_DAY);
      expect(account.ids("campaigns", morning(0))).toHaveLength(479);
      expect(latestContractsAt(account, morning(0))).toHaveLength(555);
      expect(account.ids("campaign-publishers", morning(0)).length).toBeGreaterThan(600);
      expect(integrationJobsAt(account, morning(0))).toHaveLength(574);
      expect(account.ids("campaign-processr-jobs", morning(0)).length).toBeGreaterThan(1_500);
    },
  );

  test.each([1, 3, 20, 480, 1_000])("an account of %i campaigns has exactly that many", (campaigns) => {
    const account = demoWorld({ campaigns });
    expect(account.ids("campaigns", morning(0))).toHaveLength(campaigns);
    for (const name of COLLECTIONS) expect(recordsAt(account, name, morning(0)).length).toBeGreaterThanOrEqual(0);
  });

  test("60,000 campaigns draw up a page without the others", () => {
    const account = demoWorld({ campaigns: 60_000 });
    const ids = account.ids("campaigns", morning(0));
    expect(ids).toHaveLength(60_000);
    const page = ids.slice(29_900, 30_000).map((id) => account.record("campaigns", id, morning(0)));
    expect(page).toHaveLength(100);
    expect(JSON.stringify(page).length / 100).toBeGreaterThan(2_000);
  });

  test("latest contracts are one per publisher and campaign", () => {
    const pairs = latestContractsAt(world, morning(0)).map((row) => `${row.campaign.id}/${row.publisher.id}`);
    expect(new Set(pairs).size).toBe(pairs.length);
  });
});

describe.each([-35, -20, -3, 0, 30, 60])("what the documentation says of the figures holds on day %i", (day) => {
  const atMs = morning(day, "13:47");
  const campaigns = recordsAt(world, "campaigns", atMs);
  const contracts = latestContractsAt(world, atMs);

  test("total is valid and invalid, nothing is negative, money has two decimals", () => {
    for (const { statistics, ...row } of [...campaigns, ...contracts]) {
      const counts = { ...statistics };
      expect(counts.totalLeads, `${row["@id"]}`).toBe(counts.validLeads + counts.invalidLeads);
      expect(counts.cautionLeads).toBeLessThanOrEqual(counts.totalLeads);
      for (const value of Object.values(counts)) if (typeof value === "number") expect(value).toBeGreaterThanOrEqual(0);
      expect(counts.billableLeads).toBeLessThanOrEqual(counts.validLeads);
    }
  });

  test("a campaign's value and revenue follow from its price", () => {
    for (const row of campaigns) {
      expect(minor(row.contractValue)).toBe(minor(row.payoutAmount) * (row.leadsRequired ?? 0));
      expect(minor(row.statistics.campaignRevenue.revenue)).toBe(
        minor(row.payoutAmount) * row.statistics.billableLeads,
      );
      if (row.currency.base) {
        expect(row.statistics.campaignRevenue.baseCurrencyRevenue).toBe(row.statistics.campaignRevenue.revenue);
      }
    }
  });

  test("a contract earns payout × billable leads, band by band; a fixed one its fee, once", () => {
    for (const row of contracts) {
      const bands: { payout: string; statistics: { billableLeads: number; earnings: string; " ": number } }[] =
        row.campaignPublisherBands;
      const sum = bands.reduce((total, band) => total + minor(band.statistics.earnings), 0);
      expect(minor(row.statistics.earnings)).toBe(sum);
      expect(bands.reduce((total, band) => total + band.statistics[" "], 0)).toBe(row.statistics.totalLeads);
      if (row.contractType === "fixed") {
        expect(minor(row.statistics.earnings)).toBe(row.fixedAmountFulfilled ? minor(row.fixedAmountPayout) : 0);
      } else {
        for (const band of bands) {
          expect(minor(band.statistics.earnings)).toBe(minor(band.payout) * band.statistics.billableLeads);
        }
      }
    }
  });

  test("every version of a contract shows the same statistics", () => {
    const byPair = Map.groupBy(
      recordsAt(world, "campaign-publishers", atMs),
      (row) => `${row.campaign.id}/${row.publisher.id}`,
    );
    const renewed = [...byPair.values()].filter((versions) => versions.length > 1);
    expect(renewed.length).toBeGreaterThan(20);
    for (const versions of renewed) {
      expect(new Set(versions.map(({ statistics }) => JSON.stringify(statistics))).size).toBe(1);
      const signed = versions.filter(({ signedTs }) => signedTs !== null);
      expect(versions.filter(({ current }) => current)).toEqual([signed.at(-1) ?? versions[0]]);
    }
  });

  test("instants have the documented offsets", () => {
    const text = JSON.stringify([campaigns, contracts]);
    const conversions = [...text.matchAll(/"lastConversion":"([^"]+)"/g)].map(([, instant]) => instant ?? "");
    const others = [...text.matchAll(/"\w+Ts":"([^"]+)"/g)].map(([, instant]) => instant ?? "");
    expect(others.every((instant) => /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\+00:00$/.test(instant))).toBe(true);
    expect(conversions.some((instant) => instant.endsWith("+01:00"))).toBe(true);
    expect(conversions.every((instant) => Date.parse(instant) <= atMs)).toBe(true);
  });
});

test("a campaign starts at the zone's midnight, in summer an hour before UTC's", () => {
  const starts = recordsAt(world, "campaigns", morning(0)).map(({ startTs }) => startTs as string);
  expect(new Set(starts.map((start) => start.slice(11)))).toEqual(new Set(["00:00:00+00:00", "23:00:00+00:00"]));
  expect(world.timeZone).toBe(ZONE);
});
