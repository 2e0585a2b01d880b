import {
  amount,
  counter,
  day,
  decimal,
  derived,
  flag,
  instant,
  integer,
  key,
  level,
  listOf,
  type RowOf,
  RUN_COLUMNS,
  text,
} from "../column.ts";
import type { NotStored } from "../not-stored.ts";

const CAMPAIGN = "campaign currency";
const BASE = "base currency";
const ALL = "Covers all contracts of this publisher on this campaign, not this contract alone.";

/** Elements of `campaignPublisherBands`. */
const BAND_COLUMNS = {
  id: derived("bigint", { kind: "iri-tail", path: "@id" }, "Band id, from its IRI."),
  payout: decimal("payout", CAMPAIGN, "Paid per lead of this band."),
  base_currency_payout: decimal("baseCurrencyPayout", BASE, "Paid per lead of this band."),
  payout_band_id: derived(
    "bigint",
    { kind: "reference", path: "campaignPayoutBand" },
    "The campaign's payout band; null for the default band.",
  ),
  is_default: derived(
    "boolean",
    { kind: "is-null", path: "campaignPayoutBand" },
    "True for the default band (campaignPayoutBand is null).",
  ),
  leads_required: integer("leadsRequired", "The band's cap.", "leads"),
  earnings: amount("statistics.earnings", CAMPAIGN, "Earned in this band, to date."),
  base_currency_earnings: amount("statistics.baseCurrencyEarnings", BASE, "Earned in this band, to date."),
  total_leads: counter(
    "statistics.totalLeads",
    'Leads submitted, to date. The documentation shows this under the key " ".',
    { fallback: "statistics. " },
  ),
  valid_leads: counter("statistics.validLeads", "Valid leads, to date."),
  invalid_leads: counter("statistics.invalidLeads", "Invalid leads, to date."),
  caution_leads: counter("statistics.cautionLeads", "Caution leads, to date; overlaps valid and invalid."),
  billable_leads: counter("statistics.billableLeads", "Billable leads, to date."),
  delivered_leads: counter("statistics.deliveredLeads", "Delivered leads, to date."),
  held_leads: level("statistics.heldLeads", "leads", "Leads on hold now."),
  processing_leads: level("statistics.processingLeads", "leads", "Leads in processing now."),
} as const;

/** `/campaign-publishers?latest=true`. */
export const PUBLISHER_CONTRACT_COLUMNS = {
  id: key("Contract version id. A renewed contract is a new version with a new id."),
  campaign_id: integer("campaign.id", "Campaign of the contract."),
  campaign_name: text("campaign.name", "Name as this endpoint gives it; can differ from campaigns.name."),
  campaign_status: text("campaign.status", "Status of the campaign as this endpoint gives it."),
  publisher_id: integer("publisher.id", "Publisher id."),
  publisher_name: text("publisher.name", "Publisher name."),
  advertiser_id: integer("campaign.advertiser.id", "Advertiser of the campaign."),
  application_id: integer("publisherApplication.id", "Publisher's application to the campaign."),
  application_status: text("publisherApplication.status", "Accepted, or another word of the API."),
  contract_type: text("contractType", "cpl, or fixed (flat fee: earnings are not leads times price)."),
  current_contract_status: text(
    "currentContractStatus",
    "Active, Inactive, Unsigned: an open list; only Active is documented.",
  ),
  is_current: flag("current", "The API's current flag; its relation to the latest filter is undocumented."),
  leads_required: integer("leadsRequired", "This contract's cap. Null when caps are on bands.", "leads"),
  uncapped: flag("uncapped", "True: there is no cap."),
  caps_on_bands: flag("capsOnBands", "True: the caps are on the bands."),
  start_ts: instant("startTs", "Start of the contract."),
  end_ts: instant("endTs", "End of the contract. Null: the campaign's end holds."),
  start_date: day("start_ts", "Calendar day of start_ts."),
  end_date: day("end_ts", "Calendar day of end_ts."),
  signed_ts: instant("signedTs", "When the publisher signed; null: unsigned."),
  created_ts: instant("createdTs", "When this contract version was made."),
  updated_ts: instant("updatedTs", "Last change of the contract. Does not move with statistics."),
  currency: text("campaign.currency.name", "ISO code of the campaign's currency."),
  fixed_amount_payout: decimal("fixedAmountPayout", CAMPAIGN, "Flat fee of a fixed contract."),
  fixed_amount_base_payout: decimal("fixedAmountBasePayout", BASE, "Flat fee of a fixed contract."),
  fixed_amount_fulfilled: derived(
    "string",
    { kind: "scalar-text", path: "fixedAmountFulfilled" },
    "Whether the fixed contract is fulfilled; type undocumented, so the text of the value.",
  ),
  total_leads: counter("statistics.totalLeads", `Leads submitted, to date. ${ALL}`),
  valid_leads: counter("statistics.validLeads", `Valid leads, to date. ${ALL}`),
  invalid_leads: counter("statistics.invalidLeads", `Invalid leads, to date. ${ALL}`),
  caution_leads: counter("statistics.cautionLeads", `Caution leads, to date; overlaps valid and invalid. ${ALL}`),
  billable_leads: counter("statistics.billableLeads", `Billable leads, to date. ${ALL}`),
  delivered_leads: counter("statistics.deliveredLeads", `Delivered leads, to date. ${ALL}`),
  held_leads: level("statistics.heldLeads", "leads", `Leads on hold now. ${ALL}`),
  processing_leads: level("statistics.processingLeads", "leads", `Leads in processing now. ${ALL}`),
  impressions: counter("statistics.impressions", `Impressions, to date. ${ALL}`, { unit: "impressions" }),
  clicks: counter("statistics.clicks", `Clicks, to date. ${ALL}`, { unit: "clicks" }),
  conversions: counter("statistics.conversions", `Conversions, to date. ${ALL}`, { unit: "conversions" }),
  last_conversion: instant("statistics.lastConversion", "Last conversion counted."),
  earnings: amount("statistics.earnings", CAMPAIGN, `Earned, to date. ${ALL} Never add over currencies.`),
  base_currency_earnings: amount("statistics.baseCurrencyEarnings", BASE, `Earned, to date. ${ALL}`),
  bands: listOf(
    "campaignPublisherBands",
    BAND_COLUMNS,
    "Payout bands; at least one. Do not add their counters into the contract's.",
  ),
  ...RUN_COLUMNS,
} as const;

/** Fields of the record that get no column. */
export const PUBLISHER_CONTRACT_NOT_STORED: readonly NotStored[] = [
  { path: "linkHash", why: "secret" },
  { path: "signName", why: "personal" },
  { path: "signRole", why: "personal" },
  { path: "signedIp", why: "personal" },
  { path: "publisher.email", why: "personal" },
  { path: "campaign.advertiser.email", why: "personal" },
  { path: "updatedBy", why: "personal" },
  { path: "createdBy", why: "personal" },
  { path: "terms", why: "confidential" },
  { path: "trackConversion", why: "confidential" },
  { path: "campaign.startTs", why: "not needed" },
  { path: "campaign.endTs", why: "not needed" },
  { path: "campaign.advertiser.name", why: "not needed" },
  { path: "campaign.currency.symbol", why: "not needed" },
  { path: "campaign.allowPublisherImportExport", why: "not needed" },
];

export type PublisherContractRow = RowOf<typeof PUBLISHER_CONTRACT_COLUMNS>;
