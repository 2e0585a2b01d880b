import {
  type IntegrationResult,
  type LeadBilling,
  type LeadSeat,
  type LeadState,
  leadBilling,
  leadState,
} from "../leads/state.ts";
import { utcText } from "../world/calendar.ts";
import { moneyText, rateToBaseAt, toBase } from "../world/money.ts";
import { hashOf } from "../world/random.ts";
import type { Simulation } from "../world/simulation.ts";
import { entity, ipAddress, type Json, type JsonObject, personEmail, personName, secret, textOrNull } from "./parts.ts";

const MOST_NOTES = 3;
const QA_RESULTS = { Valid: 1, Invalid: 2, Caution: 3 } as const;
/** 1000 is documented for a finished lead; the other two are a guess. */
const PROCESSR_STATUS = { processing: 100, held: 500, complete: 1_000 } as const;

export interface LeadIdentity extends LeadSeat {
  readonly id: number;
  /** Ids of the campaign's jobs, by position in its plan. */
  readonly jobIds: readonly number[];
}

export const leadEmail = (id: number): string => personEmail("lead", id);

/**
 * A record of `/leads`, a canary in every field about a person. Campaigns of even id answer as documented in 2018; those of
 * odd id have the fields that were added by 2024, and the other shape of `integrationResults`, which is documented nowhere.
 */
export function leadRecord(simulation: Simulation, lead: LeadIdentity, atMs: number): JsonObject {
  const { plan } = simulation;
  const { id } = lead;
  const isNewer = plan.id % 2 === 1;
  const state = leadState(simulation, lead, atMs);
  const billing = leadBilling(simulation, lead, state, atMs);
  const { invalid, foundInvalid, caution } = state.flags;
  const found = caution ? "Caution" : foundInvalid ? "Invalid" : "Valid";
  const isComplete = foundInvalid || billing.deliveredMs !== null;
  const status = state.processedMs > atMs ? "processing" : isComplete ? "complete" : "held";
  return {
    ...entity("leads", "Lead", id),
    id,
    publisherSubId: id % 3 === 0 ? null : secret("publisher-sub-id", id),
    formHash: secret("form-hash", id),
    createdTs: utcText(lead.createdMs),
    postcode: secret("postcode", id),
    ...addressOf(id),
    firstName: personName("first", id),
    lastName: personName("last", id),
    email: leadEmail(id),
    telephone: secret("telephone", id),
    integration: state.results.some(({ passed }) => passed),
    // A boolean in 2018; in 2024 a text, empty when there is none.
    overAllocation: isNewer && !billing.overAllocation ? "" : billing.overAllocation,
    visible: true,
    processrStatus: PROCESSR_STATUS[status],
    score: invalid ? 40 : caution ? 85 : 100,
    hardfail: found === "Invalid",
    maxScore: 100,
    ...payouts(simulation, lead, billing),
    leadData: leadData(id),
    leadNotes: iris("lead-notes", id, hashOf(id, "notes") % (MOST_NOTES + 1)),
    campaign: `/api/v4/campaigns/${plan.id}`,
    qaResult: { ...entity("lead-qa-results", "LeadQaResult", QA_RESULTS[found]), name: found },
    leadFlag: flagOf(invalid),
    leadProcessrJobs: iris("processr-job-leads", id, plan.jobs.length),
    integrationResults: isNewer ? resultsByJob(lead, state.results) : resultList(lead, state.results),
    ...(isNewer ? newerFields(id, state, billing) : {}),
  };
}

function addressOf(id: number): JsonObject {
  const line = (number: number) => secret(`address-${number}`, id);
  return { addressLine1: line(1), addressLine2: line(2), addressLine3: line(3), addressLine4: line(4) };
}

/** In the campaign's currency, and in the base currency by the rate of the day the lead came in. */
function payouts({ plan, calendar }: Simulation, { createdMs }: LeadSeat, billing: LeadBilling): JsonObject {
  const { advertiserPayout, publisherPayout, advertiserBillable, publisherBillable } = billing;
  const rate = rateToBaseAt(plan.currency, calendar, createdMs);
  return {
    baseCurrencyPublisherPayout: moneyText(toBase(publisherPayout, rate)),
    publisherPayout: moneyText(publisherPayout),
    baseCurrencyAdvertiserPayout: moneyText(toBase(advertiserPayout, rate)),
    advertiserPayout: moneyText(advertiserPayout),
    advertiserBillable,
    publisherBillable,
  };
}

/** What a form captured; the hash lets anybody validate or invalidate the lead. */
function leadData(id: number): Json {
  const captured = {
    emailDomain: "@example.com",
    jobTitle: secret("job-title", id),
    leadHash: secret("lead-hash", id),
  };
  return Object.entries(captured).map(([name, value], index) => ({
    ...entity("lead-datas", "LeadData", id * 4 + index),
    name,
    value,
  }));
}

const flagOf = (invalid: boolean): JsonObject => ({
  ...entity("lead-flags", "LeadFlag", invalid ? 2 : 1),
  name: invalid ? "Invalid" : "Valid",
});

const iris = (path: string, id: number, count: number): readonly string[] =>
  Array.from({ length: count }, (_, index) => `/api/v4/${path}/${id * 10 + index}`);

/** A guess: a list, the job as an IRI. What the receiving system answered may quote the person. */
function resultList({ id, jobIds }: LeadIdentity, results: readonly IntegrationResult[]): Json {
  return results.map(({ position, passed, atMs }) => ({
    ...entity("lead-integration-results", "LeadIntegrationResult", id * 10 + position),
    campaignProcessrJob: `/api/v4/campaign-processr-jobs/${jobIds[position] ?? 0}`,
    status: passed ? "Passed" : "Failed",
    passed,
    createdTs: utcText(atMs),
    message: secret("integration-message", id),
  }));
}

/** Another guess: a map by the job's id, which PHP writes as a list when it is empty. */
function resultsByJob({ id, jobIds }: LeadIdentity, results: readonly IntegrationResult[]): Json {
  if (results.length === 0) return [];
  const entries = results.map(({ position, passed, atMs }) => [
    String(jobIds[position] ?? 0),
    { status: passed ? "passed" : "failed", passed, createdTs: utcText(atMs), message: secret("response", id) },
  ]);
  return Object.fromEntries(entries);
}

function newerFields(id: number, { updatedMs }: LeadState, { deliveredMs }: LeadBilling): JsonObject {
  return {
    updatedTs: utcText(updatedMs),
    firstDeliveredTs: textOrNull(deliveredMs),
    title: secret("title", id),
    dob: secret("dob", id),
    sex: secret("sex", id),
    photo: secret("photo", id),
    ip: ipAddress(id),
    host: secret("host", id),
    fingerprint: secret("fingerprint", id),
    emailHash: secret("email-hash", id),
    optIn: id % 2 === 0,
    doubleOptIn: false,
    suppressionList: false,
    imported: false,
    processingCounter: 1,
    channel: { ...entity("channels", "Channel", 1), name: "API" },
  };
}
