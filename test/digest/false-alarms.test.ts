import { expect, test } from "vitest";
import { buildDigest } from "../../shared/digest/build-digest.ts";
import { campaign, contract, inputOf, snapshot } from "./rows.ts";

const DATE = "2026-11-23";
const BEFORE = "2026-11-22";

const attentionOf = (campaigns: readonly ReturnType<typeof campaign>[], options: object = {}) => {
  const [before, now] = campaigns;
  if (before === undefined || now === undefined) throw new Error("two campaigns are needed");
  const snapshots = [snapshot("2026-11-18", [before]), snapshot(BEFORE, [before]), snapshot(DATE, [now])];
  return buildDigest(inputOf(DATE, { campaigns: snapshots, ...options })).sections.attention?.rows ?? [];
};

test("a campaign whose end was moved into the past has ended short, once, however far back it was moved", () => {
  const running = campaign({ end_date: "2026-11-30", billable_leads: 100 });
  for (const end of ["2026-11-22", "2026-11-15"]) {
    expect(attentionOf([running, campaign({ ...running, end_date: end })])).toMatchObject([
      { kind: "ended-short", missing: 200, date: end },
    ]);
    const over = campaign({ ...running, end_date: end });
    if (end === "2026-11-15") expect(attentionOf([over, over])).toEqual([]);
  }
});

test("a publisher that the digest is not about has signed all the same", () => {
  const starting = campaign({ start_date: DATE, status: "Inactive" });
  const signed = contract({ id: 1, publisher_id: 6 });
  const unsigned = contract({ id: 2, publisher_id: 5, signed_ts: null });
  const contracts = [snapshot(BEFORE, [signed, unsigned]), snapshot(DATE, [signed, unsigned])];
  const settings = { filter: { publishers: [5] } };
  expect(attentionOf([starting, starting], { contracts, settings })).toEqual([]);
  const nobody = [snapshot(BEFORE, [unsigned]), snapshot(DATE, [unsigned])];
  expect(attentionOf([starting, starting], { contracts: nobody, settings })).toMatchObject([
    { kind: "starting-unsigned" },
  ]);
});

test("terms that wait for a signature do not undo the ones in force", () => {
  const starting = campaign({ start_date: DATE, status: "Inactive" });
  const renewed = contract({ id: 9, signed_ts: null });
  const contracts = [snapshot(BEFORE, [renewed]), snapshot(DATE, [renewed])];
  const terms = { campaign_id: 1, publisher_id: 5, leads_required: 100, uncapped: false, caps_on_bands: false };
  const versions = [{ ...terms, id: 3, start_date: "2026-11-01", end_date: null, signed_ts: 1 }];
  expect(attentionOf([starting, starting], { contracts, over: { versions } })).toEqual([]);
});

test("what is unknown today says nothing of a campaign that was silent or paused behind yesterday", () => {
  const quiet = { billable_leads: 50, total_leads: 50, last_conversion: Date.parse("2026-11-18T10:00:00Z") };
  expect(attentionOf([campaign(quiet), campaign(quiet)])).toMatchObject([{ kind: "silent" }]);
  expect(attentionOf([campaign(quiet), campaign({ ...quiet, billable_leads: null })])).toEqual([]);
});

test("contracts of an internal campaign count nowhere, also on a day whose snapshot does not hold the campaign", () => {
  const own = campaign({ id: 2, internal_only: true });
  const deals = (leads: number) => [contract({ id: 4, campaign_id: 2, total_leads: leads, invalid_leads: leads })];
  const mail = buildDigest(
    inputOf(DATE, {
      campaigns: [snapshot(BEFORE, [campaign(), own]), snapshot(DATE, [campaign()])],
      contracts: [snapshot(BEFORE, deals(10)), snapshot(DATE, deals(90))],
    }),
  );
  expect(mail.sections.quality?.all).toEqual([]);
});

test("a filter for an advertiser goes by the contract itself, where its campaign is not there that day", () => {
  const deals = (leads: number) => [contract({ id: 4, campaign_id: 2, advertiser_id: 7, total_leads: leads })];
  const mail = buildDigest(
    inputOf(DATE, {
      campaigns: [snapshot(BEFORE, [campaign()]), snapshot(DATE, [campaign()])],
      contracts: [snapshot(BEFORE, deals(10)), snapshot(DATE, deals(90))],
      settings: { filter: { advertisers: [7] } },
    }),
  );
  expect(mail.sections.quality?.all).toMatchObject([{ publisher: "Star Publisher", leads: 80 }]);
});

test("all leads judged again are no rate below nothing or above all", () => {
  const at = (total: number, invalid: number) => [campaign({ total_leads: total, invalid_leads: invalid })];
  const said = (total: number, invalid: number) => {
    const mail = buildDigest(
      inputOf(DATE, { campaigns: [snapshot(BEFORE, at(100, 50)), snapshot(DATE, at(100 + total, 50 + invalid))] }),
    );
    return mail.totals?.now?.invalidRate;
  };
  expect([said(10, -3), said(20, 30), said(20, 5)]).toEqual([null, null, 0.25]);
});
