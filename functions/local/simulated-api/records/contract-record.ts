import { type ContractPlan, RENEWED, type VersionPlan } from "../plan/plan.ts";
import { utcText } from "../world/calendar.ts";
import { type Counters, contractCounters } from "../world/counters.ts";
import { campaignEndMs, campaignStatus, contractStatus, latestOf, versionInForce } from "../world/lifecycle.ts";
import { CURRENCIES, moneyText, rateToBaseAt, toBase } from "../world/money.ts";
import type { Simulation } from "../world/simulation.ts";
import {
  advertiserId,
  advertiserOf,
  currencyHead,
  entity,
  ipAddress,
  type JsonObject,
  personEmail,
  personName,
  publisherOf,
  secret,
  textOrNull,
  userOf,
} from "./parts.ts";
import { bandCounters, bandEarnings, countersShown, earningsOf } from "./statistics.ts";

/** Which contract version it is: ids are given in the order versions are made. */
export interface ContractSeat {
  readonly id: number;
  readonly publisher: number;
  /** Position in the contract's versions; `RENEWED` for the one before them. */
  readonly version: number;
}

interface View {
  readonly simulation: Simulation;
  readonly seat: ContractSeat;
  readonly contract: ContractPlan;
  readonly terms: VersionPlan;
  readonly counters: Counters;
  readonly rate: number;
  readonly atMs: number;
}

/** A record of `/campaign-publishers`. Its statistics cover all versions of the publisher's contract on the campaign. */
export function contractRecord(simulation: Simulation, seat: ContractSeat, atMs: number): JsonObject {
  const contract = simulation.plan.publishers[seat.publisher]?.contract;
  const terms = seat.version === RENEWED ? contract?.renewed : contract?.versions[seat.version];
  if (contract === null || contract === undefined || terms === undefined || terms === null)
    throw new RangeError("no such contract");
  const counters = contractCounters(simulation, seat.publisher, atMs);
  const rate = rateToBaseAt(simulation.plan.currency, simulation.calendar, atMs);
  const view: View = { simulation, seat, contract, terms, counters, rate, atMs };
  return {
    ...entity("campaign-publishers", "CampaignPublisher", seat.id),
    id: seat.id,
    leadsRequired: terms.leadsRequired,
    startTs: utcText(terms.startMs),
    endTs: textOrNull(terms.endMs),
    ...signature(view),
    ...parties(view),
    trackConversion: tracking(seat.id),
    // Guess: the version whose terms are in force, or the only one there is.
    current: seat.version === Math.max(0, versionInForce(contract, atMs)),
    campaignPublisherBands: bands(view),
    uncapped: contract.uncapped,
    capsOnBands: contract.capsOnBands,
    statistics: statistics(view),
    ...fixedTerms(view),
    currentContractStatus: contractStatus(contract, { version: seat.version, billable: counters.billableLeads, atMs }),
  };
}

/** Unsigned: null, a guess. */
function signature({ seat, terms, contract, atMs }: View): JsonObject {
  const signed = terms.signedMs <= atMs;
  const changes = [terms.createdMs, terms.signedMs, contract.disabledMs];
  return {
    signName: signed ? personName("Publisher-Signatory", seat.id) : null,
    signRole: signed ? personName("Publisher-Role", seat.id) : null,
    signedTs: signed ? utcText(terms.signedMs) : null,
    signedIp: signed ? ipAddress(seat.id) : null,
    updatedTs: utcText(latestOf(changes, atMs)),
    createdTs: utcText(terms.createdMs),
    terms: seat.id % 6 === 0 ? secret("contract-terms", seat.id) : null,
    linkHash: secret("link-hash", seat.id),
  };
}

function parties({ simulation, seat, atMs }: View): JsonObject {
  const { plan, calendar } = simulation;
  const { name: currency, symbol } = CURRENCIES[plan.currency];
  const application = plan.id * 8 + seat.publisher;
  return {
    publisher: publisherOf(plan.publishers[seat.publisher]?.publisher ?? 0),
    campaign: {
      ...entity("campaigns", "Campaign", plan.id),
      status: campaignStatus(simulation, atMs),
      id: plan.id,
      name: plan.formerName ?? plan.name,
      startTs: utcText(calendar.startOf(plan.startDay)),
      endTs: textOrNull(campaignEndMs(plan, calendar)),
      advertiser: {
        ...advertiserOf(plan.advertiser),
        email: personEmail("advertiser", advertiserId(plan.advertiser)),
      },
      currency: { ...currencyHead(plan.currency), name: currency, symbol },
      allowPublisherImportExport: true,
    },
    updatedBy: userOf(seat.id),
    createdBy: userOf(plan.ordinal),
    publisherApplication: {
      ...entity("campaign-publisher-applications", "CampaignPublisherApplication", application),
      id: application,
      status: "Accepted",
    },
  };
}

/** Empty in the documentation; a populated PHP array with keys becomes an object. */
const tracking = (id: number): JsonObject | readonly never[] =>
  id % 9 === 0 ? { pixel: `https://example.com/p?k=${secret("pixel", id)}` } : [];

function statistics({ simulation, contract, counters, rate }: View): JsonObject {
  const earnings = earningsOf(contract, counters.billableLeads);
  return {
    earnings: moneyText(earnings),
    baseCurrencyEarnings: moneyText(toBase(earnings, rate)),
    ...countersShown(counters, simulation.calendar),
  };
}

function bands({ seat, contract, counters, rate }: View): readonly JsonObject[] {
  const earnings = bandEarnings(contract, counters.billableLeads);
  return contract.bands.map((band, index) => {
    const counts = bandCounters(counters, contract.bands, index);
    const earned = earnings[index] ?? 0;
    return {
      ...entity("campaign-publisher-bands", "CampaignPublisherBand", seat.id * 4 + index),
      payout: moneyText(band.payout),
      baseCurrencyPayout: moneyText(toBase(band.payout, rate)),
      campaignPayoutBand: payoutBand(band.name, index),
      leadsRequired: band.leadsRequired,
      statistics: {
        earnings: moneyText(earned),
        baseCurrencyEarnings: moneyText(toBase(earned, rate)),
        // The documentation's key for the total.
        " ": counts.validLeads + counts.invalidLeads,
        ...counts,
      },
    };
  });
}

/** Null for the default band; otherwise an object, a guess (an IRI is as likely). */
function payoutBand(name: string | null, index: number): JsonObject | null {
  if (name === null) return null;
  const id = 40 + index;
  return { ...entity("campaign-payout-bands", "CampaignPayoutBand", id), id, name };
}

/** Amounts as money text and fulfilled as a boolean: a guess, the documentation shows only null. */
function fixedTerms({ contract, counters, rate }: View): JsonObject {
  const { fixed } = contract;
  return {
    contractType: fixed === null ? "cpl" : "fixed",
    fixedAmountPayout: fixed === null ? null : moneyText(fixed.fee),
    fixedAmountBasePayout: fixed === null ? null : moneyText(toBase(fixed.fee, rate)),
    fixedAmountFulfilled: fixed === null ? null : counters.billableLeads >= fixed.minimum,
  };
}
