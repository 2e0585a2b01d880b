import { utcText } from "../world/calendar.ts";
import { campaignCounters, contractCounters } from "../world/counters.ts";
import {
  advertiserSignedMs,
  campaignEndMs,
  campaignStatus,
  campaignUpdatedMs,
  contractStatus,
  latestVersion,
  pausedSinceMs,
} from "../world/lifecycle.ts";
import { CURRENCIES, moneyText, rateText, rateToBaseAt, toBase } from "../world/money.ts";
import type { Simulation } from "../world/simulation.ts";
import {
  advertiserOf,
  countryOf,
  currencyHead,
  entity,
  type JsonObject,
  personEmail,
  personName,
  secret,
  subcategoryOf,
  textOrNull,
  userOf,
} from "./parts.ts";
import { countersShown, earningsOf } from "./statistics.ts";

/** A record of `/campaigns`, keys in the documented order; `isTemplate` is of 2024 and not in that example. */
export function campaignRecord(simulation: Simulation, atMs: number): JsonObject {
  const { plan, calendar } = simulation;
  return {
    ...entity("campaigns", "Campaign", plan.id),
    status: campaignStatus(simulation, atMs),
    id: plan.id,
    name: plan.name,
    startTs: utcText(calendar.startOf(plan.startDay)),
    // Null without an end: a guess, the documentation never shows one.
    endTs: textOrNull(campaignEndMs(plan, calendar)),
    exposePublisher: false,
    exposePublisherSub: false,
    updatedTs: utcText(campaignUpdatedMs(plan, atMs)),
    defaultThresholdScore: 70,
    integrate: plan.jobs.some(({ category }) => category === 2),
    callCentre: false,
    welcomeEmail: false,
    doubleOptin: false,
    scoreBaseRouting: false,
    defaultSaleValue: "0.01",
    defaultSaleCurrency: plan.currency,
    advertiser: advertiserOf(plan.advertiser),
    accountManager: accountManager(plan.ordinal),
    subcategory: subcategoryOf(plan.subcategory),
    country: countryOf(plan.country),
    campaignMarket: "b2b",
    ...terms(simulation, atMs),
    ...signature(simulation, atMs),
    statistics: statistics(simulation, atMs),
    signHash: secret("sign-hash", plan.id),
    allowPublisherImportExport: true,
    purchaseOrder: plan.ordinal % 4 === 0 ? `PO-${70_000 + plan.id}` : null,
    referenceNumber: plan.ordinal % 6 === 0 ? `REF/${plan.id}` : null,
    purchaseOrderFile: plan.ordinal % 9 === 0 ? secret("purchase-order-file", plan.id) : null,
    isTemplate: plan.isTemplate,
  };
}

/**
 * Managers: a text and a user object elsewhere in the documentation, null in the example; a link, as of any class that shares no
 * serializer group, is a guess. One account has them in several shapes, so that none is forgotten.
 */
function accountManager(ordinal: number): JsonObject | string | null {
  const user = userOf(ordinal);
  switch (ordinal % 4) {
    case 0:
      return personName("Account-Manager", ordinal % 5);
    case 1:
      return { ...user, email: personEmail("account-manager", ordinal % 5) };
    case 2:
      return user["@id"];
    default:
      return null;
  }
}
const campaignManager = (ordinal: number): JsonObject | null =>
  ordinal % 3 === 1 ? { ...userOf(ordinal), email: personEmail("manager", ordinal % 5) } : null;

function terms({ plan, calendar }: Simulation, atMs: number): JsonObject {
  const { id, name, symbol, base } = CURRENCIES[plan.currency];
  const rate = rateToBaseAt(plan.currency, calendar, atMs);
  const value = plan.price * (plan.leadsRequired ?? 0);
  return {
    contractValue: moneyText(value),
    performanceModel: "full",
    internalOnly: plan.internalOnly,
    defaultPublisherRate: plan.publisherPercent,
    publisherPayoutType: "CPL",
    manualScore: false,
    combinedJobScore: 140,
    useValueTransforms: true,
    campaignManager: campaignManager(plan.ordinal),
    pauseTs: textOrNull(pausedSinceMs(plan, atMs)),
    publisherTerms: plan.ordinal % 8 === 0 ? secret("publisher-terms", plan.id) : null,
    sendVoucher: false,
    testMode: plan.testMode,
    sendMediakit: true,
    // Guess: the rate on the day the campaign was made, while the currency's own rate is today's.
    conversionRate: rateText(rateToBaseAt(plan.currency, calendar, plan.createdMs)),
    currency: { ...currencyHead(plan.currency), id, name, symbol, base, rateToBase: rateText(rate) },
    baseCurrencyContractValue: moneyText(toBase(value, rate)),
    endTsExtension: plan.ordinal % 11 === 0 ? 7 : 0,
    unavailableCampaignLogic: "allow_leads",
    unavailableCampaignRedirectUrl:
      plan.ordinal % 7 === 0 ? `https://example.com/?k=${secret("redirect", plan.id)}` : null,
    holdPublisherOverDelivery: plan.holdOverDelivery,
    valueBasedRouting: false,
    autoSignPublisher: false,
    variablePublisherPayout: plan.publishers.some(({ contract }) => (contract?.bands.length ?? 0) > 1),
    useScheduledDelivery: plan.scheduledDelivery,
    uncapped: plan.uncapped,
    facebookOfflineEventSetId: plan.ordinal % 5 === 0 ? secret("facebook-event-set", plan.id) : null,
    facebookSystemUserAccessToken: plan.ordinal % 5 === 0 ? secret("facebook-token", plan.id) : null,
    leadProcessDelay: 0,
    apiKey: secret("api-key", plan.id),
    // Uncapped: 0 or null, a guess.
    leadsRequired: plan.leadsRequired,
    payoutAmount: moneyText(plan.price),
    payout: "CPL",
    baseCurrencyPayoutAmount: moneyText(toBase(plan.price, rate)),
    notes: plan.ordinal % 10 === 0 ? secret("notes", plan.id) : null,
  };
}

/** Unsigned: null, a guess. */
function signature({ plan }: Simulation, atMs: number): JsonObject {
  const signedMs = advertiserSignedMs(plan, atMs);
  const signed = signedMs !== null;
  return {
    signName: signed ? personName("Signatory", plan.id) : null,
    signRole: signed ? personName("Role", plan.id) : null,
    signTs: textOrNull(signedMs),
    signIoNumber: signed ? String(6_000 + plan.id) : null,
    terms: plan.ordinal % 8 === 0 ? secret("terms", plan.id) : "",
  };
}

function statistics(simulation: Simulation, atMs: number): JsonObject {
  const { plan, calendar } = simulation;
  const counters = campaignCounters(simulation, atMs);
  const rate = rateToBaseAt(plan.currency, calendar, atMs);
  const contracts = contractSums(simulation, atMs);
  const revenue = plan.price * counters.billableLeads;
  return {
    ...countersShown(counters, calendar),
    activePublishers: contracts.active,
    totalSales: 0,
    campaignRevenue: {
      revenue: moneyText(revenue),
      baseCurrencyRevenue: moneyText(toBase(revenue, rate)),
      publisherPayout: moneyText(contracts.earnings),
      baseCurrencyPublisherPayout: moneyText(toBase(contracts.earnings, rate)),
    },
    unsignedContracts: contracts.unsigned,
  };
}

function contractSums(simulation: Simulation, atMs: number) {
  const sums = { active: 0, unsigned: 0, earnings: 0 };
  simulation.plan.publishers.forEach(({ contract }, publisher) => {
    const version = contract === null ? -1 : latestVersion(contract, atMs);
    if (contract === null || version < 0) return;
    const { billableLeads: billable } = contractCounters(simulation, publisher, atMs);
    const status = contractStatus(contract, { version, billable, atMs });
    sums.earnings += earningsOf(contract, billable);
    if (status === "Active") sums.active += 1;
    if (status === "Unsigned") sums.unsigned += 1;
  });
  return sums;
}
