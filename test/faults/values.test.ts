import { describe, expect } from "vitest";
import type { FaultScriptInput } from "../../functions/local/simulated-api/faults/fault-script.ts";
import { DATASETS } from "../../shared/catalog/datasets.ts";
import { createRowChecker } from "../../shared/catalog/rows/check-row.ts";
import { type Changes, campaignRecord, contractRecord } from "../catalog/documented-records.ts";
import { faultTest } from "./fault-test.ts";
import { openJobAccount } from "./job-account.ts";
import { MORNING, patternOf, ZONE } from "./row-world.ts";

type Member = Extract<FaultScriptInput["rules"][number], { fault: "members" }>;
/** What stands in the place of campaign 21, the first of the third page. */
const altered = (change: Pick<Member, "set" | "unset">): Member => ({
  fault: "members",
  places: [0],
  ...change,
  on: { kind: "page", page: 3 },
});
/** Pulls 60 campaigns of which one is altered, and looks at it. */
async function pulled(change: Pick<Member, "set" | "unset">) {
  const account = await openJobAccount({ rules: [altered(change)] });
  const record = await account.publishes();
  const row = (await account.rows()).find(({ id }) => id === 21) ?? {};
  return { record, row };
}
const named = (...columns: string[]) => columns.map((column) => ({ column, count: 1, ids: [21] }));
const statistics = patternOf("campaigns")["statistics"] as Record<string, never>;

const CONTEXT = { timeZone: ZONE, snapshotAt: MORNING, activityDate: "2026-11-23", runId: "run-1" };
const campaign = (changes: Changes) =>
  createRowChecker(DATASETS.campaigns, CONTEXT).check(campaignRecord(changes) as never);
const contract = (changes: Changes) =>
  createRowChecker(DATASETS["publisher-contracts"], CONTEXT).check(contractRecord(changes) as never);
/** The JSON as it came over the wire: numbers are what the parser makes of them. */
const parsed = (json: string): unknown => JSON.parse(json);

describe("what a value may be", () => {
  faultTest("T01", "", async () => {
    const { record, row } = await pulled({ set: { leadsRequired: null, endTs: null, advertiser: null } });
    expect(row).toMatchObject({ leads_required: null, end_ts: null, end_date: null, advertiser_id: null });
    expect(record).toMatchObject({ nulled: [], degraded: false });
  });
  faultTest("T01", "an id that is null, wherever the row is asked for", async () => {
    const account = await openJobAccount({
      rules: [{ fault: "change", collection: "campaigns", ids: [21], set: { id: null }, on: { requests: 1 } }],
    });
    const record = await account.take();
    expect(record).toMatchObject({ outcome: "published", rows: 59, degraded: true });
    expect(record.leftOut?.[0]).toEqual({ id: "21", reason: "no id" });
    expect((await account.rows()).map(({ id }) => id)).not.toContain(21);
  });

  faultTest("T02", "", async () => {
    const { record, row } = await pulled({ set: { leadsRequired: "4", uncapped: "true" } });
    expect(row).toMatchObject({ leads_required: null, uncapped: null });
    expect(record).toMatchObject({ nulled: named("leads_required", "uncapped"), degraded: true });
  });
  for (const [value, text] of [
    ["12.50", "12.50"],
    [12.5, "12.5"],
    [true, "true"],
  ] as const) {
    faultTest("T02", `fixed_amount_fulfilled from ${JSON.stringify(value)}`, () => {
      expect(contract({ fixedAmountFulfilled: value })).toMatchObject({
        row: { fixed_amount_fulfilled: text },
        nulled: [],
      });
    });
  }

  for (const value of [true, [], [7], {}, { id: 7 }]) {
    faultTest("T03", JSON.stringify(value), () => {
      const { row, nulled } = campaign({ leadsRequired: value, name: value, contractValue: value, startTs: value });
      expect(row).toMatchObject({ leads_required: null, name: null, contract_value: null, start_ts: null });
      expect(nulled.map(({ column }) => column)).toEqual(["name", "start_ts", "leads_required", "contract_value"]);
    });
  }
  faultTest("T03", "through the job", async () => {
    const { record, row } = await pulled({ set: { name: { en: "CANARY" }, payoutAmount: [1], endTs: false } });
    expect(row).toMatchObject({ name: null, payout_amount: null, end_ts: null, end_date: null });
    expect(record.nulled).toEqual(expect.arrayContaining(named("name", "payout_amount", "end_ts")));
    expect(JSON.stringify(record)).not.toContain("CANARY");
  });

  faultTest("T04", "", async () => {
    const { record, row } = await pulled({ unset: ["statistics"] });
    expect(row).toMatchObject({ total_leads: null, billable_leads: null, base_currency_revenue: null });
    expect(record.nulled).toEqual(expect.arrayContaining(named("total_leads", "billable_leads", "revenue")));
    expect(record.drift?.missing).toContain("statistics.totalLeads");
  });
  faultTest("T04", "the key that is a space", async () => {
    const { totalLeads, ...others } = statistics;
    const { record, row } = await pulled({ set: { statistics: { ...others, " ": 77 } } });
    expect(totalLeads).toBeTypeOf("number");
    // Only bands are documented with that key; a campaign's total is not guessed from it.
    expect(row).toMatchObject({ total_leads: null });
    expect(record.nulled).toEqual(named("total_leads"));
    const bands = { "campaignPublisherBands.0.statistics": { ...others, " ": 77 } };
    expect(contract(bands).row["bands"]).toMatchObject([{ total_leads: 77 }]);
  });

  faultTest("T05", "", async () => {
    const { record, row } = await pulled({ set: { status: "Quarantined", heat: "CANARY", zeal: 1 } });
    expect(row).toMatchObject({ status: "Quarantined" });
    expect(record).toMatchObject({ nulled: [], degraded: false, drift: { unknown: ["heat", "zeal"] } });
  });

  faultTest("T06", "", async () => {
    const rule: Member = { fault: "members", unset: ["leadsRequired"], set: { leadsNeeded: 5 }, on: { kind: "page" } };
    const account = await openJobAccount({ rules: [rule] });
    const error = await account.fails();
    expect(error.name).toBe("SchemaDrift");
    expect(error.message).toContain("leadsRequired");
  });
  faultTest("T06", "another type in all rows", async () => {
    const rule: Member = { fault: "members", set: { leadsRequired: "5" }, on: { kind: "page" } };
    const account = await openJobAccount({ rules: [rule] });
    expect(await account.fails()).toMatchObject({
      name: "SchemaDrift",
      message: expect.stringContaining("leads_required"),
    });
  });
});

describe("numbers", () => {
  const NO_MONEY = ["1,000.00", "1e3", "NaN", "", "-", "1.234567", " 1", "+1", "£5", "100000000000000"];
  for (const value of NO_MONEY) {
    faultTest("T07", JSON.stringify(value), () => {
      expect(campaign({ payoutAmount: value })).toMatchObject({
        row: { payout_amount: null },
        nulled: [{ column: "payout_amount" }],
      });
    });
  }
  faultTest("T07", "through the job", async () => {
    const { record, row } = await pulled({ set: { payoutAmount: "1,000.00", contractValue: "1.234567" } });
    expect(row).toMatchObject({ payout_amount: null, contract_value: null });
    expect(record).toMatchObject({ nulled: named("contract_value", "payout_amount"), degraded: true });
  });

  for (const [json, value] of [
    ["55.1", 551_000n],
    ["0.0001", 1n],
    ["1e2", 1_000_000n],
    ["1e21", null],
    ["1e400", null],
    ["0.30000000000000004", null],
  ] as const) {
    faultTest("T08", json, () => {
      expect(campaign({ payoutAmount: parsed(json) }).row["payout_amount"]).toBe(value);
    });
  }
  for (const value of [Number.NaN, Number.POSITIVE_INFINITY]) {
    faultTest("T08", String(value), () => {
      expect(campaign({ payoutAmount: value }).row["payout_amount"]).toBeNull();
    });
  }
  faultTest("T08", "through the job, in the bytes of the snapshot", async () => {
    const { record, row } = await pulled({ set: { payoutAmount: 55.1, contractValue: 1e21 } });
    expect(row).toMatchObject({ payout_amount: 551_000n, contract_value: null });
    expect(record.nulled).toEqual(named("contract_value"));
  });

  for (const json of ["9007199254740993", "1e300", "-9007199254740993", "1.5"]) {
    faultTest("T10", `a counter of ${json}`, () => {
      expect(campaign({ "statistics.totalLeads": parsed(json) })).toMatchObject({
        row: { total_leads: null },
        nulled: [{ column: "total_leads" }],
      });
    });
  }
  faultTest("T10", "through the job: parts greater than their whole, and less than nothing", async () => {
    const odd = { totalLeads: 1, validLeads: 5, invalidLeads: -3, cautionLeads: 9 };
    const { record, row } = await pulled({
      set: { statistics: { ...statistics, ...odd, clicks: 9_007_199_254_740_992 } },
    });
    expect(row).toMatchObject({ total_leads: 1, valid_leads: 5, invalid_leads: -3, caution_leads: 9, clicks: null });
    expect(record.nulled).toEqual(named("clicks"));
  });
  faultTest("T10", "all ids are text", async () => {
    const rule: Member = { fault: "members", set: { id: "7f3c" }, on: { kind: "page" } };
    const account = await openJobAccount({ rules: [rule] });
    expect(await account.fails()).toMatchObject({ name: "BadResponse" });
  });
});

describe("instants", () => {
  for (const [text, utc] of [
    ["2021-08-31T23:00:00Z", "2021-08-31T23:00:00.000Z"],
    ["2021-09-01T10:56:35+01:00", "2021-09-01T09:56:35.000Z"],
    ["2021-09-01T00:00:00.123999999+00:00", "2021-09-01T00:00:00.123Z"],
    ["9999-12-31T23:59:59Z", "9999-12-31T23:59:59.000Z"],
  ] as const) {
    faultTest("T11", text, () => {
      expect(campaign({ endTs: text })).toMatchObject({ row: { end_ts: Date.parse(utc) }, nulled: [] });
    });
  }
  for (const value of [
    "",
    "0000-00-00",
    "2021-02-30T00:00:00Z",
    "2021-09-01T00:00:00",
    "2021-09-01",
    "0001-01-01T00:00:00Z",
    "10000-01-01T00:00:00Z",
    "1 September 2021",
    1_630_454_400,
    1_630_454_400_000,
  ]) {
    faultTest("T11", JSON.stringify(value), () => {
      expect(campaign({ endTs: value })).toMatchObject({
        row: { end_ts: null, end_date: null },
        nulled: [{ column: "end_ts" }],
      });
    });
  }
  faultTest("T11", "through the job", async () => {
    const { record, row } = await pulled({
      set: { startTs: "2021-09-01T00:30:00+02:00", endTs: "2021-02-30T00:00:00Z" },
    });
    expect(row).toMatchObject({
      start_ts: Date.parse("2021-08-31T22:30:00Z"),
      start_date: "2021-08-31",
      end_date: null,
    });
    expect(record.nulled).toEqual(named("end_ts"));
  });
});
