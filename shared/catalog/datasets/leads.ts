import {
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
  text,
} from "../column.ts";
import type { NotStored } from "../not-stored.ts";

const CAMPAIGN = "campaign currency";
const BASE = "base currency";

/** A flag of a lead; newer payloads have an empty text where nothing is known. */
const leadFlag = (path: string, comment: string) =>
  derived("boolean", { kind: "flag-or-empty", path }, `${comment} Null when the API sends an empty text.`);

/** Elements of `integrationResults`, whose shape is not documented: the likely names of each field. */
const RESULT_COLUMNS = {
  campaign_job_id: anyOf(
    "bigint",
    ["campaignProcessrJob", "campaignJob", "campaignProcessrJobId", "campaignJobId"],
    "Campaign job, the id of integration_jobs.",
  ),
  status: anyOf("string", ["status", "result", "state"], "As the API spells it."),
  passed: anyOf("boolean", ["passed", "success"], "True when the job took the lead."),
  at: anyOf("timestamp", ["createdTs", "updatedTs", "processedTs", "ts"], "When the job answered."),
} as const;

/** `/leads`. No name, address, number, free text or hash of a person has a column. */
export const LEAD_COLUMNS = {
  id: key("Lead id."),
  campaign_id: derived("bigint", { kind: "reference", path: "campaign" }, "Campaign of the lead, from its IRI."),
  created_ts: instant("createdTs", "When the lead came in."),
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
  qa_result: text("qaResult.name", "Outcome of the checks: Valid, Invalid, Caution or Test; an open list."),
  lead_flag: text(
    "leadFlag.name",
    "How the lead counts now, later looks included: Valid, Invalid or Test; an open list.",
  ),
  note_count: derived("bigint", { kind: "entries", path: "leadNotes" }, "Notes on the lead. The notes are never read."),
  job_count: derived("bigint", { kind: "entries", path: "leadProcessrJobs" }, "Jobs the lead went through."),
  integration_results: looseList(
    "integrationResults",
    { keyName: "campaignProcessrJob", element: RESULT_COLUMNS },
    "What integration jobs made of the lead, as far as it is recognised: the API does not document this field.",
  ),
  ...RUN_COLUMNS,
} as const;

const notStored = (why: NotStored["why"], ...paths: readonly string[]): readonly NotStored[] =>
  paths.map((path) => ({ path, why }));

/** Fields of the record that get no column; those after `telephone` came with newer payloads. */
export const LEAD_NOT_STORED: readonly NotStored[] = [
  ...notStored("personal", "firstName", "lastName", "email", "telephone", "postcode"),
  ...notStored("personal", "addressLine1", "addressLine2", "addressLine3", "addressLine4"),
  ...notStored("personal", "title", "dob", "sex", "photo", "ip", "host", "fingerprint", "emailHash"),
  ...notStored("personal", "optIn", "doubleOptIn", "suppressionList"),
  ...notStored("secret", "leadData", "formHash"),
  ...notStored("confidential", "publisherSubId", "integrationResults.message", "integrationResults.response"),
  ...notStored("not needed", "imported", "processingCounter", "firstDeliveredTs", "channel"),
];

export type LeadRow = RowOf<typeof LEAD_COLUMNS>;
