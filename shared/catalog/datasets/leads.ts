import {
  always,
  anyCodeOf,
  anyOf,
  day,
  decimal,
  derived,
  instant,
  integer,
  key,
  looseList,
  optional,
  type RowOf,
  RUN_COLUMNS,
} from "../column.ts";
import type { Dataset } from "../dataset.ts";

const CAMPAIGN = "campaign currency";
const BASE = "base currency";

/** A flag of a lead; newer payloads have an empty text where nothing is known. */
const leadFlag = (path: string, comment: string) =>
  derived("boolean", { kind: "flag-or-empty", path }, `${comment} Null when the API sends an empty text.`);

/** What jobs and the systems behind them say of a lead. Which words there are is not documented: a new one is added here. */
const RESULT_CODES = [
  ...["passed", "pass", "success", "successful", "succeeded", "ok", "accepted", "approved", "valid", "complete"],
  ...["completed", "delivered", "sent", "received", "done", "true"],
  ...["failed", "fail", "failure", "error", "rejected", "refused", "declined", "denied", "invalid", "undelivered"],
  ...["not sent", "not delivered", "duplicate", "blocked", "timeout", "timed out", "expired", "cancelled", "canceled"],
  ...["aborted", "unauthorized", "forbidden", "not found", "false"],
  ...["new", "pending", "waiting", "queued", "scheduled", "processing", "in progress", "running", "held", "on hold"],
  ...["retry", "retrying", "retried", "skipped", "ignored", "disabled", "partial", "caution", "warning", "test"],
  ...["unknown", "none", "n/a"],
];

/** Names of `qaResult` and `leadFlag`. */
const VERDICTS = ["Valid", "Invalid", "Caution", "Test"];
const verdict = (path: string, comment: string) =>
  derived("string", { kind: "code", path, codes: VERDICTS }, `${comment} Any other name is null and counted.`);

/** Elements of `integrationResults`, whose shape is not documented: the likely names of each field. */
const RESULT_COLUMNS = {
  campaign_job_id: anyOf(
    "bigint",
    ["campaignProcessrJob", "campaignJob", "campaignProcessrJobId", "campaignJobId"],
    "Campaign job, the id of integration_jobs.",
  ),
  status: anyCodeOf(
    ["status", "result", "state"],
    RESULT_CODES,
    "As the API spells it, where it is a known word or a number of up to four digits. Anything else may quote the person, so it is null and counted.",
  ),
  passed: anyOf("boolean", ["passed", "success"], "True when the job took the lead."),
  at: anyOf("timestamp", ["createdTs", "updatedTs", "processedTs", "ts"], "When the job answered."),
} as const;

/** `/leads`. No name, address, number, free text or hash of a person has a column. */
const COLUMNS = {
  id: key("Lead id."),
  campaign_id: derived("bigint", { kind: "reference", path: "campaign" }, "Campaign of the lead, from its IRI."),
  created_ts: always(instant("createdTs", "When the lead came in.")),
  created_date: day("created_ts", "Calendar day of created_ts."),
  updated_ts: optional(
    instant("updatedTs", "Last change of the lead, where the API tells it. Not every change moves it."),
  ),
  processr_status: integer(
    "processrStatus",
    "Code of the processing state; 1000: complete. Other codes are undocumented.",
  ),
  score: integer("score", "Score reached.", "score"),
  max_score: integer("maxScore", "Score that could be reached.", "score"),
  hardfail: leadFlag("hardfail", "A check failed that makes the lead invalid whatever its score."),
  integration: leadFlag("integration", "Went to an integration."),
  over_allocation: leadFlag("overAllocation", "Came in above the publisher's cap."),
  visible: leadFlag("visible", "Visible in the product."),
  advertiser_billable: leadFlag("advertiserBillable", "Billable to the advertiser."),
  publisher_billable: leadFlag("publisherBillable", "Billable to the publisher."),
  publisher_payout: decimal("publisherPayout", CAMPAIGN, "Paid to the publisher for this lead."),
  base_currency_publisher_payout: decimal("baseCurrencyPublisherPayout", BASE, "Paid to the publisher for this lead."),
  advertiser_payout: decimal("advertiserPayout", CAMPAIGN, "Price to the advertiser for this lead."),
  base_currency_advertiser_payout: decimal(
    "baseCurrencyAdvertiserPayout",
    BASE,
    "Price to the advertiser for this lead.",
  ),
  qa_result: verdict("qaResult.name", "Outcome of the checks: Valid, Invalid, Caution or Test."),
  lead_flag: verdict("leadFlag.name", "How the lead counts now, later looks included: Valid, Invalid or Test."),
  note_count: derived("bigint", { kind: "entries", path: "leadNotes" }, "Notes on the lead. The notes are never read."),
  job_count: derived("bigint", { kind: "entries", path: "leadProcessrJobs" }, "Jobs the lead went through."),
  integration_results: looseList(
    "integrationResults",
    { keyName: "campaignProcessrJob", element: RESULT_COLUMNS },
    "What integration jobs made of the lead, as far as it is recognised: the API does not document this field.",
  ),
  ...RUN_COLUMNS,
} as const;

export const LEADS = {
  name: "leads",
  words: "leads",
  table: "leads",
  comment:
    "Leads without anything about the person, one row for each time a lead was read: new or changed ones, and once more those of the day before. The newest row of each is in leads_current.",
  collection: "leads",
  filters: {},
  everyRow: {},
  place: 5,
  optIn: true,
  awaited: true,
  inParts: true,
  columns: COLUMNS,
  // Personal fields after `telephone`, and those that follow them, came with newer payloads.
  notStored: {
    personal: [
      "firstName",
      "lastName",
      "email",
      "telephone",
      "postcode",
      "addressLine1",
      "addressLine2",
      "addressLine3",
      "addressLine4",
      "title",
      "dob",
      "sex",
      "photo",
      "ip",
      "host",
      "fingerprint",
      "emailHash",
      "optIn",
      "doubleOptIn",
      "suppressionList",
    ],
    secret: ["leadData", "formHash"],
    confidential: ["publisherSubId", "integrationResults.message", "integrationResults.response"],
    "not needed": ["imported", "processingCounter", "firstDeliveredTs", "channel"],
  },
  // Leads that are held back it counts in the parts themselves.
  digest: null,
} as const satisfies Dataset<typeof COLUMNS>;

export type LeadRow = RowOf<typeof COLUMNS>;
