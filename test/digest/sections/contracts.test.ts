import { describe, expect, test } from "vitest";
import { buildDigest } from "../../../shared/digest/build-digest.ts";
import { campaign, contract, inputOf, snapshot } from "../rows.ts";

const DATE = "2026-11-23";
const BEFORE = "2026-11-22";

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
