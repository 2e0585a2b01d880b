import type { Calendar } from "./calendar.ts";
import { publisherCap } from "./lifecycle.ts";
import type { CampaignPlan, ContractPlan, PublisherPlan } from "./plan.ts";
import type { Simulation } from "./simulation.ts";

const PROCESSING_MS = 10 * 60_000;
const RELEASE_MINUTE = 1_020;

/** Lifetime totals at an instant. Valid + invalid = total; cautions overlap both. */
export interface Counters {
  readonly total: number;
  readonly valid: number;
  readonly invalid: number;
  readonly caution: number;
  /** To the advertiser for a campaign, to the publisher for a contract. */
  readonly billable: number;
  /** A running total: what was passed on stays counted when it is flagged invalid later (guess). */
  readonly delivered: number;
  readonly held: number;
  readonly processing: number;
  readonly impressions: number;
  readonly clicks: number;
  readonly conversions: number;
  readonly lastConversionMs: number | null;
}

/** Scheduled delivery passes leads on at 17:00 on working days: the last time it did so. */
function lastRelease(calendar: Calendar, atMs: number): number {
  let day = calendar.dayAt(atMs);
  while (calendar.weekdayOf(day) > 5 || calendar.minuteOf(day, RELEASE_MINUTE) > atMs) day -= 1;
  return calendar.minuteOf(day, RELEASE_MINUTE);
}

/** When a lead that came in then has gone through processing, or is let go of when it is held on purpose. */
export function processedMs(plan: CampaignPlan, calendar: Calendar, createdMs: number): number {
  if (!plan.scheduledDelivery) return createdMs + PROCESSING_MS;
  let day = calendar.dayAt(createdMs);
  while (calendar.weekdayOf(day) > 5 || calendar.minuteOf(day, RELEASE_MINUTE) < createdMs) day += 1;
  return calendar.minuteOf(day, RELEASE_MINUTE);
}

/** Leads that came in before this instant have gone through processing, or were held on purpose until then. */
export function processedUpTo(plan: CampaignPlan, calendar: Calendar, atMs: number): number {
  return plan.scheduledDelivery ? lastRelease(calendar, atMs) : atMs - PROCESSING_MS;
}

/** The same, but nothing passes the first integration job while it is broken. */
export function deliveredUpTo(plan: CampaignPlan, calendar: Calendar, atMs: number): number {
  const outages = plan.jobs.find(({ category }) => category === 2)?.outages ?? [];
  const broken = outages.find(({ fromMs, toMs }) => fromMs <= atMs && atMs < toMs);
  return Math.min(processedUpTo(plan, calendar, atMs), broken?.fromMs ?? Number.POSITIVE_INFINITY);
}

interface Delivery {
  readonly counters: Counters;
  readonly publisherBillable: number;
}

/** One publisher on one campaign: over all its contract versions. */
function deliveryOf(simulation: Simulation, publisher: number, atMs: number): Delivery {
  const { plan, calendar, reader } = simulation;
  const publisherPlan = plan.publishers[publisher];
  const validBy = (ms: number) => {
    const { total, invalid } = reader.arrivals(publisher, ms);
    return total - invalid;
  };
  const came = reader.arrivals(publisher, atMs);
  const revised = reader.revised(publisher, atMs);
  const processed = Math.min(validBy(atMs), validBy(atMs - PROCESSING_MS));
  const released = validBy(deliveredUpTo(plan, calendar, atMs));
  const billable = Math.max(0, released - revised.toInvalid);
  const over = Math.max(0, billable - capOf(publisherPlan, atMs));
  const heldOver = plan.holdOverDelivery ? over : 0;
  const tracked = trackingOf(publisherPlan, came.total);
  return {
    publisherBillable: payable(publisherPlan?.contract ?? null, billable - over),
    counters: {
      total: came.total,
      invalid: came.invalid + revised.toInvalid,
      valid: came.total - came.invalid - revised.toInvalid,
      caution: came.caution - revised.clearedCautions,
      billable: billable - heldOver,
      delivered: released - heldOver,
      held: processed - released + heldOver,
      processing: validBy(atMs) - processed,
      ...tracked,
      lastConversionMs: reader.lastArrivalMs(publisher, atMs),
    },
  };
}

export const capOf = (publisher: PublisherPlan | undefined, atMs: number): number =>
  publisher?.contract ? publisherCap(publisher.contract, atMs) : Number.POSITIVE_INFINITY;

/** Under a fixed contract nothing is billable before its minimum. */
const payable = (contract: ContractPlan | null, billable: number): number =>
  contract?.fixed && billable < contract.fixed.minimum ? 0 : billable;

/** Leads that come by an interface leave no clicks. */
function trackingOf(publisher: PublisherPlan | undefined, total: number) {
  const clicks = Math.floor(total * (publisher?.clicksPerLead ?? 0));
  return { clicks, impressions: clicks * 40, conversions: clicks === 0 ? 0 : total };
}

/** What the contracts of one publisher on one campaign show: billable means billable to the publisher. */
export function contractCounters(simulation: Simulation, publisher: number, atMs: number): Counters {
  const { counters, publisherBillable } = deliveryOf(simulation, publisher, atMs);
  return { ...counters, billable: publisherBillable };
}

/** The campaign's counters: all publishers, leads without one, and the test leads that were passed through. */
export function campaignCounters(simulation: Simulation, atMs: number): Counters {
  const { plan, calendar } = simulation;
  const parts = plan.publishers.map((_, index) => deliveryOf(simulation, index, atMs).counters);
  const sum = (key: Exclude<keyof Counters, "lastConversionMs">) => parts.reduce((total, part) => total + part[key], 0);
  const conversions = parts.flatMap(({ lastConversionMs }) => (lastConversionMs === null ? [] : [lastConversionMs]));
  const testLeads = atMs >= calendar.minuteOf(plan.startDay, 540) ? plan.ordinal % 3 : 0;
  return {
    total: sum("total"),
    valid: sum("valid"),
    invalid: sum("invalid"),
    caution: sum("caution"),
    billable: sum("billable"),
    delivered: sum("delivered") + testLeads,
    held: sum("held"),
    processing: sum("processing"),
    impressions: sum("impressions"),
    clicks: sum("clicks"),
    conversions: sum("conversions"),
    lastConversionMs: conversions.length === 0 ? null : Math.max(...conversions),
  };
}
