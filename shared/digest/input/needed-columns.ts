import type { CapCounter } from "../../settings/schema.ts";

/** The column of the counter that delivers against a cap; the others of the three are not read. */
export const COUNTER_COLUMNS = {
  billableLeads: "billable_leads",
  validLeads: "valid_leads",
  deliveredLeads: "delivered_leads",
} as const satisfies Readonly<Record<CapCounter, string>>;

/** Columns of an older campaign snapshot: pacing, movement and money of that day can be judged again from them. */
export const CAMPAIGN_POINTS = [
  "id",
  "status",
  "start_date",
  "end_date",
  "pause_ts",
  "leads_required",
  "uncapped",
  "internal_only",
  "test_mode",
  "is_template",
  "advertiser_id",
  "rate_to_base",
  "total_leads",
  "invalid_leads",
  "last_conversion",
  "base_currency_revenue",
  "base_currency_publisher_payout",
] as const;

export const CAMPAIGN_DETAILS = [
  ...CAMPAIGN_POINTS,
  "name",
  "advertiser_name",
  "end_ts_extension",
  "hold_publisher_over_delivery",
  "use_scheduled_delivery",
  "held_leads",
  "unsigned_contracts",
  "currency",
  "currency_is_base",
  "payout_amount",
  "base_currency_payout_amount",
  "revenue",
  "publisher_payout",
] as const;

export const CONTRACT_POINTS = [
  "id",
  "campaign_id",
  "publisher_id",
  "advertiser_id",
  "signed_ts",
  "leads_required",
  "total_leads",
  "invalid_leads",
] as const;

export const CONTRACT_DETAILS = [
  ...CONTRACT_POINTS,
  "campaign_name",
  "campaign_status",
  "publisher_name",
  "application_status",
  "contract_type",
  "current_contract_status",
  "uncapped",
  "caps_on_bands",
  "start_date",
  "end_date",
  "created_ts",
  "currency",
  "caution_leads",
  "earnings",
  "base_currency_earnings",
  "bands.leads_required",
] as const;

export const JOB_POINTS = ["id", "enabled", "total", "failed"] as const;

export const JOB_DETAILS = [
  ...JOB_POINTS,
  "campaign_id",
  "passed",
  "campaign_name",
  "campaign_status",
  "processr_job_name",
  "label",
  "hardfail",
  "unmapped_field_count",
  "updated_ts",
] as const;
