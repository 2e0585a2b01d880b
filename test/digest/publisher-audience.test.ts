import { expect, test } from "vitest";
import { buildDigest } from "../../shared/digest/build-digest.ts";
import { memberInput } from "../../shared/digest/input/member-input.ts";
import { campaign, contract, inputOf, job, pounds, snapshot } from "./rows.ts";

const DATE = "2026-11-23";
const BEFORE = "2026-11-22";

/** Every figure and name that belongs to somebody else, each of a kind that cannot come about by chance. */
const secret = {
  name: "SECRET-CAMPAIGN-NAME",
  advertiser_name: "SECRET-ADVERTISER",
  leads_required: 870_001,
  billable_leads: 860_002,
  total_leads: 860_003,
  payout_amount: pounds(850_004),
  base_currency_payout_amount: pounds(850_004),
  base_currency_revenue: pounds(840_005),
  base_currency_publisher_payout: pounds(830_006),
  revenue: pounds(840_005),
  publisher_payout: pounds(830_006),
  end_date: "2026-11-24",
};

function input(settings: Record<string, unknown> = {}) {
  const campaigns = [snapshot(BEFORE, [campaign()]), snapshot(DATE, [campaign(secret)])];
  const other = {
    id: 2,
    campaign_id: 2,
    publisher_id: 6,
    publisher_name: "Other Publisher SECRET",
    campaign_name: "Own Campaign",
  };
  const counts = { total_leads: 820_007, billable_leads: 820_007, leads_required: 820_008, earnings: pounds(820_007) };
  const own = { campaign_name: "Own Campaign", end_date: "2026-11-27" };
  const contracts = [
    snapshot("2026-11-16", [contract({ ...own, total_leads: 2 }), contract(other)]),
    snapshot(BEFORE, [contract({ ...own, total_leads: 40, billable_leads: 20 }), contract(other)]),
    snapshot(DATE, [
      contract({ ...own, total_leads: 70, billable_leads: 35, invalid_leads: 12, earnings: pounds(82.5) }),
      contract({ ...other, ...counts }),
    ]),
  ];
  const jobs = [
    snapshot(BEFORE, [job()]),
    snapshot(DATE, [job({ processr_job_name: "SECRET-JOB", total: 9, failed: 9 })]),
  ];
  const filter = { publishers: [5] };
  return inputOf(DATE, { campaigns, contracts, jobs, settings: { audience: "publisher", filter, ...settings } });
}

test("every snapshot is narrowed to the publisher's own rows before anything is made of it, and ends to its campaigns", () => {
  const campaignEnds = new Map([
    [1, "2026-12-20"],
    [2, "2026-12-21"],
  ]);
  const { campaigns, contracts, jobs, campaignEnds: ends } = memberInput({ ...input(), campaignEnds });
  expect(ends).toEqual(new Map([[1, "2026-12-20"]]));
  const rows = [...contracts.history, contracts.newest, contracts.base].flatMap((one) => one?.rows ?? []);
  expect(rows).toHaveLength(5);
  expect(rows.every((row) => row.publisher_id === 5)).toBe(true);
  expect([campaigns.history, campaigns.newest, jobs.history, jobs.newest]).toEqual([[], undefined, [], undefined]);
});

test("without exactly one publisher in the filter there is nothing to see", () => {
  const whole = input();
  for (const publishers of [[], [5, 6]]) {
    const settings = { ...whole.settings, filter: { ...whole.settings.filter, publishers } };
    const model = buildDigest({ ...whole, settings });
    expect(model.sections.own?.all ?? []).toEqual([]);
    expect([model.sections.quality, model.sections.contracts, model.board, model.totals]).toEqual([
      null,
      null,
      null,
      null,
    ]);
  }
});

test("a publisher that no snapshot holds is told to the owner alone", () => {
  const model = buildDigest(input({ filter: { publishers: [77] } }));
  expect(model.audience).toEqual({
    to: "owner-only",
    reasons: [{ kind: "unknown-filter", list: "publishers", ids: [77], all: true }],
  });
});
