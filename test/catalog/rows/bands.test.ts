import { describe, expect, test } from "vitest";
import { type ApiRecord, contractRecord } from "../documented-records.ts";
import { absent, band, contract } from "./checkers.ts";

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
