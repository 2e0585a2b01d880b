/** Who a mail or a report is for. */
export const AUDIENCES = ["internal", "publisher", "advertiser"] as const;
export type Audience = (typeof AUDIENCES)[number];
/** The audiences that are many, each of whom sees rows of its own alone. */
export type MemberAudience = Exclude<Audience, "internal">;

/**
 * What one of many may see, as an allow-list: a column that is not listed here is withheld, so that a new column leaks to nobody.
 */
export interface AudienceScope {
  /** The column that says whose a row is, wherever a table or a result has it. */
  readonly memberColumn: string;
  /** Tables and views that its reports may name, with the columns that they may name. */
  readonly nameable: Columns;
  /** Tables and views that only the views above read, with the columns that they read. */
  readonly behind: Columns;
}

type Columns = { readonly [relation: string]: readonly string[] };

const RUN = ["snapshot_at", "activity_date", "run_id"];
const PARTITION = ["enterprise", "snapshot_date"];
const KINDS = ["internal_only", "test_mode", "is_template"];
const LABELS = [
  ...["previous_snapshot_date", "days_since_previous", "label", "corrected", "corrected_counters"],
  ...["earlier_counters", "first_counters", "revalued"],
];
const withDeltas = (names: readonly string[]) => names.flatMap((name) => [name, `${name}_delta`]);

const PACE = ["days_in_flight", "rate_per_day", "on_schedule_index", "forecast", "forecast_share", "leads_short"];
const SPAN = [
  ...["running", "early", "days_total", "days_elapsed", "days_left", "expected_leads"],
  ...["", "valid_", "delivered_"].flatMap((counter) =>
    [...PACE, "needed_per_day", "cap_reached_on"].map((name) => counter + name),
  ),
];

/** Not the advertiser, who is another's customer: it stands on the contract and is withheld all the same. */
const CONTRACT_TERMS = [
  ...["id", "campaign_id", "campaign_name", "campaign_status", "publisher_id", "publisher_name", "application_id"],
  ...["application_status", "contract_type", "current_contract_status", "is_current", "leads_required", "uncapped"],
  ...["caps_on_bands", "start_ts", "end_ts", "start_date", "end_date", "signed_ts", "created_ts", "updated_ts"],
  ...["currency", "fixed_amount_payout", "fixed_amount_base_payout", "fixed_amount_fulfilled"],
];
const CONTRACT_COUNTERS = [
  ...["total_leads", "valid_leads", "invalid_leads", "caution_leads", "billable_leads", "delivered_leads"],
  ...["held_leads", "processing_leads", "impressions", "clicks", "conversions", "earnings", "base_currency_earnings"],
];
const CONTRACT = [...PARTITION, ...CONTRACT_TERMS, ...CONTRACT_COUNTERS, "last_conversion", "bands", ...RUN];
const CONTRACT_PACING = [
  ...[...PARTITION, "activity_date", "id", "campaign_id", "campaign_name", "campaign_status", ...KINDS],
  ...["campaign_pause_ts", "campaign_end_date", "publisher_id", "publisher_name", "contract_type"],
  ...["current_contract_status", "signed_ts", "contracts", "contract_terms", "start_date", "end_date", "uncapped"],
  ...["caps_on_bands", "leads_required", "cap", "billable_leads", "valid_leads", "delivered_leads", "held_leads"],
  ...SPAN,
];

const CAMPAIGN_TERMS = [
  ...["id", "name", "status", "start_ts", "end_ts", "start_date", "end_date", "pause_ts", "end_ts_extension"],
  ...["advertiser_id", "advertiser_name", "subcategory_id", "subcategory_name", "country_iso", "campaign_market"],
  ...["performance_model", "payout", "leads_required", "uncapped", ...KINDS, "currency", "currency_is_base"],
  ...["rate_to_base", "contract_value", "base_currency_contract_value", "payout_amount"],
  "base_currency_payout_amount",
];
/** Accepted leads, and what they cost at the advertiser's own price. */
const CAMPAIGN_COUNTERS = [
  "valid_leads",
  "billable_leads",
  "delivered_leads",
  "revenue",
  "base_currency_revenue",
] as const;
const CAMPAIGN = [...PARTITION, ...CAMPAIGN_TERMS, ...CAMPAIGN_COUNTERS, ...RUN];
const CAMPAIGN_PACING = [
  ...[...PARTITION, "activity_date", "id", "name", "status", "advertiser_id", "advertiser_name", ...KINDS, "pause_ts"],
  ...["start_date", "end_date", "end_ts_extension", "uncapped", "leads_required", "cap", "billable_leads"],
  ...["valid_leads", "delivered_leads", ...SPAN],
];

/** Which days there are, for the views of the newest snapshot; how runs went is nobody's business outside. */
const DAYS: Columns = {
  snapshot_runs: [
    ...[...PARTITION, "run_id", "dataset", "activity_date", "outcome", "rows", "degraded", "shrunk", "labelled"],
    ...["started_at", "finished_at"],
  ],
  snapshot_days: [
    ...[
      ...PARTITION,
      "dataset",
      "activity_date",
      "run_id",
      "snapshot_at",
      "row_count",
      "degraded",
      "shrunk",
      "labelled",
    ],
  ],
};

/** The one table of what each audience may see, for mails and reports; internal is everything. */
export const AUDIENCE_SCOPES: { readonly [A in MemberAudience]: AudienceScope } = {
  // Its own contracts, leads and earnings. Of campaigns no total, revenue, price or advertiser.
  publisher: {
    memberColumn: "publisher_id",
    nameable: {
      publisher_contracts: CONTRACT,
      publisher_contracts_latest: CONTRACT,
      publisher_contract_daily: [
        ...[...PARTITION, ...RUN, "id", "campaign_id", "publisher_id", "publisher_name", "contract_type"],
        ...["current_contract_status", "currency", "campaign_name", ...KINDS, ...LABELS, "unknown_counters", "renewed"],
        ...withDeltas(CONTRACT_COUNTERS),
      ],
      publisher_contract_pacing_daily: CONTRACT_PACING,
      publisher_contract_pacing: CONTRACT_PACING,
      publisher_contract_bands: [
        ...[...PARTITION, "activity_date", "contract_id", "campaign_id", "publisher_id", "publisher_name", "currency"],
        ...["caps_on_bands", "position", "band_id", "payout", "base_currency_payout", "payout_band_id", "is_default"],
        ...["leads_required", "earnings", "base_currency_earnings", "total_leads", "valid_leads", "invalid_leads"],
        ...["caution_leads", "billable_leads", "delivered_leads", "held_leads", "processing_leads"],
      ],
      publisher_quality_daily: [
        ...[...PARTITION, "activity_date", "publisher_id", "publisher_name", "campaigns", "contracts_left_out"],
        ...["days_since_previous", "invalid_rate", "caution_rate", "baseline_days", "invalid_rate_rise"],
        ...["total", "invalid", "caution_total", "caution"].map((leads) => `${leads}_leads_delta`),
        ...["total", "invalid", "caution_total", "caution"].map((leads) => `baseline_${leads}_leads_delta`),
        ...["baseline_invalid_rate", "baseline_caution_rate"],
      ],
    },
    behind: {
      ...DAYS,
      campaigns: [
        ...[...PARTITION, "id", "name", "status", "start_date", "end_date", "pause_ts", ...KINDS],
        ...["currency_is_base", "rate_to_base", ...RUN],
      ],
      contract_versions: [
        ...[...PARTITION, "id", "campaign_id", "publisher_id", "leads_required", "uncapped", "caps_on_bands"],
        ...["start_date", "end_date", "signed_ts", ...RUN],
      ],
    },
  },
  // Accepted leads against its cap, pacing and spend. No quality, no publishers, not even their count, no payout or margin.
  advertiser: {
    memberColumn: "advertiser_id",
    nameable: {
      campaigns: CAMPAIGN,
      campaigns_latest: CAMPAIGN,
      // Without unknown_counters, which would name what is withheld.
      campaign_daily: [
        ...[...PARTITION, ...RUN, "id", "name", "status", "advertiser_id", "advertiser_name", ...KINDS],
        ...["currency", "currency_is_base", "rate_to_base", ...LABELS, "base_currency_revenue_revalued"],
        ...withDeltas(CAMPAIGN_COUNTERS),
      ],
      campaign_pacing_daily: CAMPAIGN_PACING,
      campaign_pacing: CAMPAIGN_PACING,
    },
    behind: DAYS,
  },
};
