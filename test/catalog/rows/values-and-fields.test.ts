import { describe, expect, test } from "vitest";
import { campaignRecord, contractRecord, jobRecord } from "../documented-records.ts";
import { absent, CONTEXT, campaign, campaigns, contracts, jobs } from "./checkers.ts";

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
