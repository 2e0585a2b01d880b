import { PARTITION_KEYS } from "../column.ts";
import { CAMPAIGNS } from "../datasets/campaigns.ts";
import { INTEGRATION_JOBS } from "../datasets/integration-jobs.ts";
import { LEADS } from "../datasets/leads.ts";
import { carried, column, listed, PARTITION_COLUMNS, type ViewColumns, type ViewDeclaration } from "../view.ts";

const ALL_PARTS = "All parts of leads of the enterprise, since the newest row of a lead may be in any.";
const ENTERPRISE = { enterprise: column("string", PARTITION_KEYS.enterprise) };

const CURRENT: ViewColumns = {
  ...PARTITION_COLUMNS,
  ...carried(LEADS.columns, Object.keys(LEADS.columns) as (keyof typeof LEADS.columns)[]),
};

/** The newest row of each lead, of all parts. */
const CURRENT_SQL = `WITH readings AS (
  SELECT
${listed(Object.keys(CURRENT), 4)},
    row_number() OVER (
      PARTITION BY enterprise, id ORDER BY snapshot_at DESC NULLS LAST, run_id DESC NULLS LAST
    ) AS recency
  FROM leads
)
SELECT
${listed(Object.keys(CURRENT), 2)}
FROM readings
WHERE recency = 1`;

/** Of enterprises that collect leads; empty for the others. */
export const LEAD_VIEWS: readonly ViewDeclaration[] = [
  {
    name: "leads_current",
    comment:
      "The newest row of each lead. A lead that Convertr deleted stays as it was last read. snapshot_date is the day of that reading.",
    reads: ALL_PARTS,
    columns: CURRENT,
    sql: CURRENT_SQL,
  },
  {
    name: "lead_integration_results",
    comment:
      "What integration jobs made of leads, one row per lead and result, from the newest row of each lead; a lead that no job answered is not here.",
    reads: `${ALL_PARTS} The newest integration_jobs, for names.`,
    columns: {
      ...PARTITION_COLUMNS,
      lead_id: column("bigint", LEADS.columns.id.comment),
      ...carried(LEADS.columns, ["campaign_id", "created_ts", "created_date"]),
      position: column("bigint", "Place of the result in the lead's list, from 1."),
      campaign_job_id: column("bigint", "Campaign job, the id of integration_jobs; null when it is not recognised."),
      status: column("string", LEADS.columns.integration_results.element.status.comment),
      passed: column(
        "boolean",
        "True when the job took the lead. False: it is held back, unless another of its rows of the same job is true.",
      ),
      answered_at: column("timestamp", "When the job answered.", "UTC, milliseconds"),
      ...carried(INTEGRATION_JOBS.columns, ["processr_job_name"]),
      job_label: column("string", INTEGRATION_JOBS.columns.label.comment),
      job_enabled: column("boolean", INTEGRATION_JOBS.columns.enabled.comment),
      ...carried(LEADS.columns, ["snapshot_at"]),
    },
  },
  {
    name: "leads_by_campaign_day",
    comment: "Leads by campaign and the day they came in, as they stand now.",
    reads: `${ALL_PARTS} The newest campaigns and integration_jobs, for names.`,
    columns: {
      ...ENTERPRISE,
      ...carried(LEADS.columns, ["campaign_id"]),
      campaign_name: column("string", CAMPAIGNS.columns.name.comment),
      ...carried(LEADS.columns, ["created_date"]),
      leads: column("bigint", "Leads that came in on the day.", "leads"),
      valid_leads: column("bigint", "Of them, flagged Valid now.", "leads"),
      invalid_leads: column("bigint", "Of them, flagged Invalid now.", "leads"),
      other_leads: column("bigint", "Of them, neither: tests, other flags, and those without one.", "leads"),
      caution_leads: column("bigint", "Of them, with a QA result of Caution; overlaps valid and invalid.", "leads"),
      advertiser_billable_leads: column("bigint", "Of them, billable to the advertiser.", "leads"),
      publisher_billable_leads: column("bigint", "Of them, billable to the publisher.", "leads"),
      over_allocation_leads: column("bigint", "Of them, above the publisher's cap.", "leads"),
      failed_integration_leads: column(
        "bigint",
        "Of them, held back: an integration job has failed them and has not taken them.",
        "leads",
      ),
      base_currency_advertiser_payout: column("decimal(38,4)", "Price of them to advertisers.", "base currency"),
      base_currency_publisher_payout: column("decimal(38,4)", "Paid to publishers for them.", "base currency"),
      read_at: column("timestamp", "When the newest of these rows was read.", "UTC, milliseconds"),
    },
  },
  {
    name: "lead_reconciliation",
    comment:
      "Leads counted here against the growth of the campaigns' own totals: between two snapshots of a campaign, leads that came in after the one and before the other. Days before the first snapshot of campaigns have nothing to be held against and are not here.",
    reads: `${ALL_PARTS} Every snapshot of campaigns of the enterprise, unless snapshot_date is named.`,
    columns: {
      ...ENTERPRISE,
      snapshot_date: column(
        "string",
        "Day of the later snapshot of the campaign; null where no snapshot covers the leads.",
      ),
      previous_snapshot_date: column("string", "Day of the earlier one; null: there is none."),
      activity_date: column(
        "date",
        "Activity date of the later snapshot; the day they came in for leads that no snapshot covers.",
        "day in the enterprise's time zone",
      ),
      ...carried(LEADS.columns, ["campaign_id"]),
      campaign_name: column("string", CAMPAIGNS.columns.name.comment),
      counted_leads: column(
        "bigint",
        "Leads collected that came in between the two; null without an earlier snapshot.",
        "leads",
      ),
      total_leads_delta: column("bigint", "What the campaign's total_leads grew by.", "leads"),
      difference: column("bigint", "counted_leads less total_leads_delta.", "leads"),
      state: column(
        "string",
        "agrees, differs, or why nothing can be said: first (no earlier snapshot), unknown (a total is null, or was at the snapshot before, so that its growth is of more days), no counter (leads of a campaign, or of none, that no two snapshots cover).",
      ),
    },
  },
];
