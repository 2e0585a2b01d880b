import { describe, expect, test } from "vitest";
import { DATASETS, type DatasetName } from "../../shared/catalog/datasets.ts";
import { createRowChecker, type RowContext } from "../../shared/catalog/rows/check-row.ts";
import { type ApiRecord, type Changes, campaignRecord, contractRecord, jobRecord } from "./documented-records.ts";

const CONTEXT: RowContext = {
  timeZone: "Europe/London",
  snapshotAt: Date.parse("2026-11-23T05:00:03.123Z"),
  activityDate: "2026-11-22",
  runId: "run-1",
};
const RECORDS = {
  campaigns: campaignRecord,
  "publisher-contracts": contractRecord,
  "integration-jobs": jobRecord,
} as const satisfies Partial<Record<DatasetName, (changes: Changes) => ApiRecord>>;
type Documented = keyof typeof RECORDS;

/** Fewer rows without a field are no proof that it was renamed. */
const ROWS = 5;

/** The checks of a dataset, with every record coming as often as makes a pull of some size. */
function checker(dataset: Documented) {
  const one = createRowChecker(DATASETS[dataset], CONTEXT);
  const check = (record: ApiRecord) => {
    for (let row = 1; row < ROWS; row++) one.check(record);
    return one.check(record);
  };
  return { ...one, check };
}

/** A record through the checks of its dataset, as the only one of a pull. */
function checked(dataset: Documented, changes: Changes) {
  const one = checker(dataset);
  const result = one.check(RECORDS[dataset](changes));
  one.assertUsable();
  return { ...result, drift: one.drift() };
}

/** What a server sends that leaves out nulls, at every level. */
function withoutNulls<T>(value: T): T {
  if (Array.isArray(value)) return value.map(withoutNulls) as T;
  if (typeof value !== "object" || value === null) return value;
  const kept = Object.entries(value).filter(([, field]) => field !== null);
  return Object.fromEntries(kept.map(([name, field]) => [name, withoutNulls(field)])) as T;
}

describe("a link in place of an object", () => {
  test.each<[Documented, string, string, string, number]>([
    ["campaigns", "advertiser", "/api/v4/advertisers/41", "advertiser_id", 41],
    ["campaigns", "subcategory", "/api/v4/subcategories/3", "subcategory_id", 3],
    ["campaigns", "advertiser", "https://acme.cvtr.io/api/v4/advertisers/41", "advertiser_id", 41],
    ["publisher-contracts", "publisher", "/api/v4/publishers/7", "publisher_id", 7],
    ["publisher-contracts", "campaign", "/api/v4/campaigns/812", "campaign_id", 812],
    ["publisher-contracts", "campaign.advertiser", "/api/v4/advertisers/41", "advertiser_id", 41],
    ["publisher-contracts", "publisherApplication", "/api/v4/campaign-publisher-applications/5", "application_id", 5],
    ["integration-jobs", "campaign", "/api/v4/campaigns/812", "campaign_id", 812],
    ["integration-jobs", "processrJob.processrJobCategory", "/api/v4/processr-job-categories/2", "category_id", 2],
  ])("%s: %s gives the id at its end, and what it does not tell is null, named and no drift", (...given) => {
    const [dataset, path, iri, column, id] = given;
    const { row, nulled } = checked(dataset, { [path]: iri });
    expect(row[column]).toBe(id);
    const others = nulled.filter(({ reason }) => reason !== "only a link was sent");
    expect([others, nulled.every(({ column: one }) => row[one] === null)]).toEqual([[], true]);
  });

  test("that names no number is no id, and a text that is no link is a changed field", () => {
    expect(checked("campaigns", { advertiser: "/api/v4/advertisers/warm-homes" })).toMatchObject({
      row: { advertiser_id: null },
    });
    expect(() => checked("campaigns", { advertiser: "Warm Homes" })).toThrow(/SchemaDrift|advertiser/);
  });

  test("a country's code is not guessed from its link", () => {
    expect(checked("campaigns", { country: "/api/v4/countries/826" })).toMatchObject({
      row: { country_iso: null },
      nulled: [{ column: "country_iso", reason: "only a link was sent" }],
    });
  });

  test("counters behind a link are missing, never silently null", () => {
    expect(() => checked("campaigns", { statistics: "/api/v4/statistics/812" })).toThrow("statistics.totalLeads");
  });

  test("bands that are links have their ids and nothing else", () => {
    const links = [11, 12].map((id) => `/api/v4/campaign-publisher-bands/${id}`);
    const { row, nulled } = checked("publisher-contracts", { campaignPublisherBands: links });
    const bands = row["bands"] as readonly Record<string, unknown>[];
    expect(bands.map(({ id }) => id)).toEqual([11, 12]);
    expect(new Set(bands.flatMap(({ id: _, ...others }) => Object.values(others)))).toEqual(new Set([null]));
    expect(new Set(nulled.map(({ reason }) => reason))).toEqual(new Set(["only a link was sent"]));
  });
});

describe("a server that leaves out nulls", () => {
  test.each(Object.keys(RECORDS) as Documented[])("%s come out as where they are shown", (dataset) => {
    const shown = checked(dataset, {});
    const leftOut = checker(dataset);
    const result = leftOut.check(withoutNulls(RECORDS[dataset]({})));
    leftOut.assertUsable();
    expect([result.row, result.nulled]).toEqual([shown.row, []]);
    expect(leftOut.drift().missing).toEqual([]);
  });

  test("the default band is the one without a payout band, and others are not", () => {
    const one = checker("publisher-contracts");
    const record = withoutNulls(contractRecord({}));
    const [band] = record["campaignPublisherBands"] as ApiRecord[];
    const bands = [band, { ...band, campaignPayoutBand: { id: 4 } }];
    const { row } = one.check({ ...record, campaignPublisherBands: bands });
    expect(row["bands"]).toMatchObject([
      { is_default: true, payout_band_id: null },
      { is_default: false, payout_band_id: 4 },
    ]);
  });

  test("a counter, a flag, a name and an id that no record has are SchemaDrift all the same", () => {
    for (const path of ["statistics.totalLeads", "uncapped", "name", "status", "advertiser.id", "statistics"]) {
      const one = checker("campaigns");
      one.check(withoutNulls(campaignRecord({ [path]: undefined })));
      expect(() => one.assertUsable(), path).toThrow(path);
    }
  });

  test("where one null is shown, an absent field is absent: of no record it is SchemaDrift, and no default band", () => {
    const one = checker("campaigns");
    one.check(campaignRecord({ updatedTs: undefined }));
    expect(() => one.assertUsable()).toThrow("updatedTs");
    const band = checker("publisher-contracts");
    const { row } = band.check(contractRecord({ "campaignPublisherBands.0.campaignPayoutBand": undefined }));
    expect(row["bands"]).toMatchObject([{ is_default: null }]);
  });

  test("one that does both at once is refused, since a default band was guessed", () => {
    const one = checker("publisher-contracts");
    one.check(withoutNulls(contractRecord({})));
    one.check(contractRecord({}));
    expect(() => one.assertUsable()).toThrow("campaignPublisherBands.campaignPayoutBand");
  });
});
