import { describe, expect, test } from "vitest";
import { DATASETS } from "../../../shared/catalog/datasets.ts";
import { createRowChecker } from "../../../shared/catalog/rows/check-row.ts";
import { type ApiRecord, campaignRecord, contractRecord, jobRecord } from "../documented-records.ts";
import { CONTEXT, campaign, contract, jobs, RUN } from "./checkers.ts";

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
