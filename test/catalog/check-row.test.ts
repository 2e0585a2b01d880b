import { describe, expect, test } from "vitest";
import { DATASETS } from "../../shared/catalog/datasets.ts";
import { createRowChecker, type RowContext } from "../../shared/catalog/rows/check-row.ts";
import { type ApiRecord, type Changes, campaignRecord, contractRecord, jobRecord } from "./documented-records.ts";

const CONTEXT: RowContext = {
  timeZone: "Europe/London",
  snapshotAt: Date.parse("2026-11-23T05:00:03.123Z"),
  activityDate: "2026-11-22",
  runId: "run-1",
};
const RUN = { snapshot_at: CONTEXT.snapshotAt, activity_date: "2026-11-22", run_id: "run-1" };

const campaigns = (context = CONTEXT) => createRowChecker(DATASETS.campaigns, context);
const contracts = () => createRowChecker(DATASETS["publisher-contracts"], CONTEXT);
const jobs = () => createRowChecker(DATASETS["integration-jobs"], CONTEXT);
const campaign = (changes: Changes) => campaigns().check(campaignRecord(changes));
const contract = (changes: Changes) => contracts().check(contractRecord(changes));
const band = (changes: Changes) =>
  contract(
    Object.fromEntries(Object.entries(changes).map(([path, value]) => [`campaignPublisherBands.0.${path}`, value])),
  );

const absent = (column: string) => ({ column, reason: "field is absent" });

describe("documented records", () => {
  test("a campaign becomes its columns", () => {
    const { row, nulled } = campaign({});
    expect(nulled).toEqual([]);
    expect(row).toEqual({
      id: 812,
      name: "Boilers 2026",
      status: "Active",
      start_ts: Date.parse("2026-05-31T23:00:00Z"),
      end_ts: Date.parse("2026-11-30T23:59:59Z"),
      start_date: "2026-06-01",
      end_date: "2026-11-30",
      pause_ts: null,
      updated_ts: Date.parse("2026-06-01T09:55:06Z"),
      sign_ts: Date.parse("2026-05-20T09:52:56Z"),
      end_ts_extension: 0,
      advertiser_id: 41,
      advertiser_name: "Warm Homes",
      account_manager_id: null,
      campaign_manager_id: 9,
      subcategory_id: 1,
      subcategory_name: "Marketing",
      country_iso: null,
      campaign_market: "b2b",
      performance_model: "full",
      payout: "CPL",
      publisher_payout_type: "CPL",
      default_publisher_rate: 55,
      default_threshold_score: 70,
      leads_required: 100,
      uncapped: false,
      integrate: true,
      internal_only: false,
      test_mode: false,
      is_template: null,
      hold_publisher_over_delivery: false,
      use_scheduled_delivery: false,
      currency: "GBP",
      currency_is_base: true,
      rate_to_base: 10_000n,
      conversion_rate: 10_000n,
      contract_value: 10_000_000n,
      base_currency_contract_value: 10_000_000n,
      payout_amount: 100_000n,
      base_currency_payout_amount: 100_000n,
      total_leads: 4,
      valid_leads: 3,
      invalid_leads: 1,
      caution_leads: 1,
      billable_leads: 3,
      delivered_leads: 3,
      held_leads: 0,
      processing_leads: 0,
      impressions: 0,
      clicks: 2,
      conversions: 2,
      last_conversion: Date.parse("2026-06-01T09:56:35Z"),
      active_publishers: 1,
      total_sales: 0,
      unsigned_contracts: 0,
      revenue: 300_000n,
      base_currency_revenue: 300_000n,
      publisher_payout: 165_000n,
      base_currency_publisher_payout: 165_000n,
      ...RUN,
    });
  });

  test("a contract becomes its columns, its bands a list of structs", () => {
    const { row, nulled } = contract({});
    expect(nulled).toEqual([]);
    const counters = {
      total_leads: 4,
      valid_leads: 3,
      invalid_leads: 1,
      caution_leads: 1,
      billable_leads: 3,
      delivered_leads: 3,
      held_leads: 0,
      processing_leads: 0,
    };
    expect(row).toEqual({
      id: 4021,
      campaign_id: 812,
      campaign_name: "boilers26",
      campaign_status: "Active",
      publisher_id: 7,
      publisher_name: "North Media",
      advertiser_id: 41,
      application_id: 88,
      application_status: "Accepted",
      contract_type: "cpl",
      current_contract_status: "Active",
      is_current: true,
      leads_required: 10,
      uncapped: false,
      caps_on_bands: false,
      start_ts: Date.parse("2026-06-01T09:55:56Z"),
      end_ts: null,
      start_date: "2026-06-01",
      end_date: null,
      signed_ts: Date.parse("2026-06-01T09:55:56Z"),
      created_ts: Date.parse("2026-06-01T09:55:40Z"),
      updated_ts: Date.parse("2026-06-01T09:55:56Z"),
      currency: "GBP",
      fixed_amount_payout: null,
      fixed_amount_base_payout: null,
      fixed_amount_fulfilled: null,
      ...counters,
      impressions: 0,
      clicks: 2,
      conversions: 2,
      last_conversion: Date.parse("2026-06-01T09:56:35Z"),
      earnings: 165_000n,
      base_currency_earnings: 165_000n,
      bands: [
        {
          id: 3307,
          payout: 55_000n,
          base_currency_payout: 55_000n,
          payout_band_id: null,
          is_default: true,
          leads_required: null,
          earnings: 165_000n,
          base_currency_earnings: 165_000n,
          ...counters,
        },
      ],
      ...RUN,
    });
  });

  test("an integration job becomes its columns", () => {
    const { row, nulled } = jobs().check(jobRecord());
    expect(nulled).toEqual([]);
    expect(row).toEqual({
      id: 9150,
      campaign_id: 812,
      campaign_name: "Boilers 2026",
      campaign_status: "Active",
      processr_job_id: 1024,
      processr_job_name: "Batch CSV Integration",
      category_id: 2,
      category_name: "Integration",
      label: "",
      stage: 50,
      score: 0,
      hardfail: false,
      visible: true,
      enabled: true,
      always_deliver: false,
      shown_on_campaign: false,
      in_job_group: false,
      route_by_score_minimum: null,
      route_by_score_maximum: null,
      unmapped_field_count: 0,
      updated_ts: Date.parse("2026-06-01T09:55:27Z"),
      total: 3,
      passed: 3,
      failed: 0,
      ...RUN,
    });
  });

  test.each([
    [DATASETS.campaigns, campaignRecord()],
    [DATASETS["publisher-contracts"], contractRecord()],
    [DATASETS["integration-jobs"], jobRecord()],
  ])(
    "$name: nothing is drift, rows have exactly the catalog's columns in order, and no canary is in them",
    (dataset, record) => {
      const checker = createRowChecker(dataset, CONTEXT);
      const { row } = checker.check(record as ApiRecord);
      checker.assertUsable();
      expect(checker.drift()).toEqual({ unknown: [], missing: [] });
      expect(Object.keys(row)).toEqual(Object.keys(dataset.columns));
      expect(JSON.stringify(row, (_, value) => (typeof value === "bigint" ? String(value) : value))).not.toContain(
        "CANARY",
      );
      expect(JSON.stringify(record)).toContain("CANARY");
    },
  );
});

describe("bad values", () => {
  test.each([
    ["statistics.totalLeads", "4", "total_leads"],
    ["statistics.totalLeads", true, "total_leads"],
    ["statistics.totalLeads", 2 ** 60, "total_leads"],
    ["leadsRequired", [], "leads_required"],
    ["name", { en: "x" }, "name"],
    ["integrate", 1, "integrate"],
    ["contractValue", "1,000.00", "contract_value"],
    ["currency.rateToBase", "1.23456", "rate_to_base"],
    ["updatedTs", "0000-00-00", "updated_ts"],
    ["advertiser.id", "41", "advertiser_id"],
  ])("%s = %j becomes null and is told by column, not by value", (path, value, column) => {
    const { row, nulled } = campaign({ [path]: value });
    expect(row).toEqual({ ...campaign({}).row, [column]: null });
    expect(nulled).toEqual([{ column, reason: expect.not.stringContaining(String(value) || "?") }]);
  });

  test("null is null, of any column but the id, and nothing to tell", () => {
    for (const path of ["name", "leadsRequired", "startTs", "uncapped", "contractValue", "statistics.validLeads"]) {
      expect([path, campaign({ [path]: null }).nulled]).toEqual([path, []]);
    }
  });

  test("an embedded object that is null makes its columns null, and nothing to tell", () => {
    const { row, nulled } = campaign({ subcategory: null, country: null, currency: null });
    expect([row["subcategory_id"], row["currency"], row["rate_to_base"], nulled]).toEqual([null, null, null, []]);
  });

  test("a refused instant leaves no day behind", () => {
    const { row, nulled } = campaign({ startTs: "2026-02-30T00:00:00+00:00" });
    expect([row["start_ts"], row["start_date"], nulled.map(({ column }) => column)]).toEqual([
      null,
      null,
      ["start_ts"],
    ]);
  });

  test("negative counts, and parts greater than their whole, are kept: corrections are legal", () => {
    const { row, nulled } = campaign({ "statistics.validLeads": -2, "statistics.invalidLeads": 900 });
    expect([row["valid_leads"], row["invalid_leads"], nulled]).toEqual([-2, 900, []]);
  });

  test("new words of an open list are kept as text", () => {
    expect(campaign({ status: "Setup Required" }).row["status"]).toBe("Setup Required");
  });
});

describe("absent fields", () => {
  test("an absent field is null and told, never 0", () => {
    expect(campaign({ "statistics.heldLeads": undefined })).toMatchObject({
      row: { held_leads: null },
      nulled: [absent("held_leads")],
    });
  });

  test.each([undefined, null, [], "/api/v4/statistics/5"])(
    "statistics that are %j tell every counter",
    (statistics) => {
      const { row, nulled } = jobs().check(jobRecord({ statistics }));
      expect(row).toMatchObject({ total: null, passed: null, failed: null });
      expect(nulled).toEqual(["total", "passed", "failed"].map(absent));
    },
  );

  test("a field that older payloads lack is null without a word, and read when it is there", () => {
    expect(campaign({}).nulled).toEqual([]);
    expect(campaign({ isTemplate: true }).row["is_template"]).toBe(true);
  });

  test("some records without a field is reported; no record with it is SchemaDrift", () => {
    const some = campaigns();
    some.check(campaignRecord({ leadsRequired: undefined }));
    some.check(campaignRecord());
    some.assertUsable();
    expect(some.drift().missing).toEqual(["leadsRequired"]);

    const none = campaigns();
    const renamed = { leadsRequired: undefined, leadsWanted: 100, "statistics.validLeads": undefined };
    for (let id = 1; id <= 5; id++) none.check(campaignRecord({ ...renamed, id }));
    expect(() => none.assertUsable()).toThrow(
      expect.objectContaining({
        name: "SchemaDrift",
        retryable: false,
        message: expect.stringContaining("leadsRequired, statistics.validLeads"),
      }),
    );
    expect(none.drift().unknown).toEqual(["leadsWanted"]);
  });

  test("a renamed field of bands is SchemaDrift too", () => {
    const checker = contracts();
    for (let id = 1; id <= 5; id++) {
      checker.check(contractRecord({ id, "campaignPublisherBands.0.payout": undefined }));
    }
    expect(() => checker.assertUsable()).toThrow(/campaignPublisherBands\.payout/);
  });

  test("four records or bands without a field are too few to say that it was renamed: null, told, and no drift", () => {
    const checker = campaigns();
    for (let id = 1; id <= 4; id++) {
      expect(checker.check(campaignRecord({ id, leadsRequired: undefined })).nulled).toEqual([
        absent("leads_required"),
      ]);
    }
    checker.assertUsable();
    expect(checker.drift().missing).toEqual(["leadsRequired"]);
    const bands = contracts();
    for (let id = 1; id <= 4; id++) {
      bands.check(contractRecord({ id, "campaignPublisherBands.0.payout": undefined }));
    }
    bands.assertUsable();
  });

  test("no rows, or no bands, are no drift", () => {
    contracts().assertUsable();
    const checker = contracts();
    checker.check(contractRecord({ campaignPublisherBands: [] }));
    checker.assertUsable();
    expect(checker.drift()).toEqual({ unknown: [], missing: [] });
  });
});

describe("bands", () => {
  test("the key that is a single space stands for totalLeads, and totalLeads is preferred when both are there", () => {
    expect(contract({}).row["bands"]).toMatchObject([{ total_leads: 4 }]);
    expect(band({ "statistics.totalLeads": 9 }).row["bands"]).toMatchObject([{ total_leads: 9 }]);
    expect(band({ "statistics.totalLeads": null }).row["bands"]).toMatchObject([{ total_leads: 4 }]);
    expect(band({ "statistics. ": undefined, "statistics.totalLeads": 9 })).toMatchObject({
      row: { bands: [{ total_leads: 9 }] },
      nulled: [],
    });
  });

  test("neither of the two keys is told as absent", () => {
    expect(band({ "statistics. ": undefined })).toMatchObject({
      row: { bands: [{ total_leads: null }] },
      nulled: [absent("bands.total_leads")],
    });
  });

  test("a bad value of a band is null in that band and told once per row", () => {
    const good = contractRecord()["campaignPublisherBands"] as readonly ApiRecord[];
    const { row, nulled } = contract({
      campaignPublisherBands: [
        { ...good[0], payout: "5,50" },
        { ...good[0], payout: 5.5 },
        { ...good[0], payout: "x" },
      ],
    });
    expect(row["bands"]).toMatchObject([{ payout: null }, { payout: 55_000n }, { payout: null }]);
    expect(nulled).toEqual([{ column: "bands.payout", reason: expect.any(String) }]);
  });

  test.each([
    [
      { "@id": "/api/v4/campaign-payout-bands/12", id: 12, name: "Gold" },
      { payout_band_id: 12, is_default: false },
    ],
    [{ "@id": "/api/v4/campaign-payout-bands/12" }, { payout_band_id: 12, is_default: false }],
    ["/api/v4/campaign-payout-bands/12", { payout_band_id: 12, is_default: false }],
    [null, { payout_band_id: null, is_default: true }],
  ])("campaignPayoutBand %j is %j", (campaignPayoutBand, expected) => {
    expect(band({ campaignPayoutBand })).toMatchObject({ row: { bands: [expected] }, nulled: [] });
  });

  test("an absent campaignPayoutBand is not the default band", () => {
    expect(band({ campaignPayoutBand: undefined })).toMatchObject({
      row: { bands: [{ payout_band_id: null, is_default: null }] },
      nulled: [absent("bands.payout_band_id"), absent("bands.is_default")],
    });
  });

  test.each([
    [[], []],
    [{}, []],
    [null, null],
  ])("bands %j are %j, with nothing to tell", (campaignPublisherBands, bands) => {
    expect(contract({ campaignPublisherBands })).toMatchObject({ row: { bands }, nulled: [] });
  });

  test.each(["x", 5, ["x"], [{}, "x"], [null]])("bands that are %j are null and told", (value) => {
    const { row, nulled } = contract({ campaignPublisherBands: value });
    expect([row["bands"], nulled]).toEqual([null, [{ column: "bands", reason: "not a list of objects" }]]);
  });
});

describe("days", () => {
  test.each([
    ["Europe/London", "2026-03-28T23:59:59+00:00", "2026-03-28"],
    ["Europe/London", "2026-03-29T00:30:00+00:00", "2026-03-29"],
    ["Europe/London", "2026-06-30T23:00:00+00:00", "2026-07-01"],
    ["Europe/London", "2026-10-25T00:30:00+01:00", "2026-10-25"],
    ["America/New_York", "2026-11-23T04:59:59+00:00", "2026-11-22"],
    ["Pacific/Kiritimati", "2026-12-31T10:00:00+00:00", "2027-01-01"],
    ["Asia/Kathmandu", "2028-02-28T18:15:00Z", "2028-02-29"],
    ["America/New_York", "1970-01-01T00:00:00Z", "1969-12-31"],
  ])("in %s, %s lies on %s", (timeZone, startTs, day) => {
    expect(campaigns({ ...CONTEXT, timeZone }).check(campaignRecord({ startTs })).row["start_date"]).toBe(day);
  });

  test("a day beyond 9999 is null and told, its instant kept", () => {
    const checker = campaigns({ ...CONTEXT, timeZone: "Australia/Sydney" });
    const { row, nulled } = checker.check(campaignRecord({ endTs: "9999-12-31T23:59:59+00:00" }));
    expect([row["end_ts"], row["end_date"]]).toEqual([253_402_300_799_000, null]);
    expect(nulled).toEqual([{ column: "end_date", reason: "the day lies after 9999" }]);
  });
});

describe("filters", () => {
  test("a row that shows that the API ignored the filter stops the pull at once", () => {
    const checker = jobs();
    expect(() => checker.check(jobRecord({ "processrJob.processrJobCategory.id": 3 }))).toThrow(
      expect.objectContaining({ name: "BadResponse", message: expect.stringContaining("category_id other than 2") }),
    );
  });

  test("a row that cannot show it is refused in the end", () => {
    const checker = jobs();
    checker.check(jobRecord());
    checker.assertUsable();
    checker.check(jobRecord({ "processrJob.processrJobCategory.id": "2" }));
    expect(() => checker.assertUsable()).toThrow(
      expect.objectContaining({ name: "BadResponse", message: expect.stringContaining("1 rows do not show") }),
    );
  });
});

describe("drift", () => {
  test("names of new fields are reported, at every level, without their values", () => {
    const checker = contracts();
    checker.check(
      contractRecord({
        newField: "CANARY",
        "publisher.phone": "CANARY",
        "campaign.advertiser.vat": "CANARY",
        "campaignPublisherBands.0.cap": 5,
      }),
    );
    checker.check(contractRecord({ newField: "CANARY" }));
    expect(checker.drift().unknown).toEqual([
      "campaign.advertiser.vat",
      "campaignPublisherBands.cap",
      "newField",
      "publisher.phone",
    ]);
  });

  test("fields below what is never stored are not looked into", () => {
    const checker = jobs();
    checker.check(jobRecord({ config: { password: "CANARY" }, updatedBy: { id: 1, secret: "CANARY" } }));
    expect(checker.drift().unknown).toEqual([]);
  });

  test("a hostile record fills neither the report nor the row", () => {
    const checker = campaigns();
    const many = Object.fromEntries(Array.from({ length: 5_000 }, (_, n) => [`field${n}${"x".repeat(500)}`, n]));
    const record = {
      ...campaignRecord(),
      ...many,
      ...JSON.parse('{"__proto__": {"name": "polluted"}, "constructor": 1}'),
    };
    const { row } = checker.check(record);
    expect(row).toEqual(campaign({}).row);
    expect(checker.drift().unknown.length).toBe(100);
    expect(Math.max(...checker.drift().unknown.map((name) => name.length))).toBeLessThanOrEqual(80);
    expect(({} as { name?: string }).name).toBeUndefined();
  });
});

test("a record whose id cannot be used is refused, since the client lets none through", () => {
  expect(() => campaign({ id: "812" })).toThrow(expect.objectContaining({ name: "BadResponse" }));
  expect(() => campaign({ id: undefined })).toThrow(expect.objectContaining({ name: "BadResponse" }));
  expect(() => campaign({ id: null })).toThrow(expect.objectContaining({ name: "BadResponse" }));
});
