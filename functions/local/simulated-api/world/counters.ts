import { type CampaignPlan, type JobPlan, NEVER, type PublisherPlan } from "../plan/plan.ts";
import type { Calendar } from "./calendar.ts";
import { publisherCap } from "./lifecycle.ts";
import type { Simulation } from "./simulation.ts";

const PROCESSING_MS = 10 * 60_000;
const RELEASE_MINUTE = 1_020;

/** Lifetime totals at an instant, by the API's names and in its order. Valid + invalid = total; cautions overlap both. */
export interface Counters {
  readonly totalLeads: number;
  readonly invalidLeads: number;
  readonly cautionLeads: number;
  readonly validLeads: number;
  /** To the advertiser for a campaign, to the publisher for a contract. */
  readonly billableLeads: number;
  /** A running total: what was passed on stays counted when it is flagged invalid later (guess). */
  readonly deliveredLeads: number;
  readonly heldLeads: number;
  readonly processingLeads: number;
  readonly impressions: number;
  readonly conversions: number;
  readonly lastConversionMs: number | null;
  readonly clicks: number;
}

/** Scheduled delivery passes leads on at 17:00 on working days. @param step 1: the next time it does so; -1: the last */
function releaseMs(calendar: Calendar, fromMs: number, step: 1 | -1): number {
  const isPast = (day: number) => (calendar.minuteOf(day, RELEASE_MINUTE) - fromMs) * step < 0;
  let day = calendar.dayAt(fromMs);
  while (calendar.weekdayOf(day) > 5 || isPast(day)) day += step;
  return calendar.minuteOf(day, RELEASE_MINUTE);
}

/** When a lead that came in then has gone through processing, or is let go of when it is held on purpose. */
export const processedMs = (plan: CampaignPlan, calendar: Calendar, createdMs: number): number =>
  plan.scheduledDelivery ? releaseMs(calendar, createdMs, 1) : createdMs + PROCESSING_MS;

/** Leads that came in before this instant have gone through processing, or were held on purpose until then. */
const processedUpTo = (plan: CampaignPlan, calendar: Calendar, atMs: number): number =>
  plan.scheduledDelivery ? releaseMs(calendar, atMs, -1) : atMs - PROCESSING_MS;

/** The same, but nothing passes the first integration job while it is broken. */
export function deliveredUpTo(plan: CampaignPlan, calendar: Calendar, atMs: number): number {
  const outages = plan.jobs.find(({ category }) => category === 2)?.outages ?? [];
  const broken = outages.find(({ fromMs, toMs }) => fromMs <= atMs && atMs < toMs);
  return Math.min(processedUpTo(plan, calendar, atMs), broken?.fromMs ?? NEVER);
}

export const capOf = (publisher: PublisherPlan | undefined, atMs: number): number =>
  publisher?.contract ? publisherCap(publisher.contract, atMs) : NEVER;

/** One publisher on one campaign, over all its contract versions. @param billedTo who `billableLeads` are billed to */
function publisherCounters(
  { plan, calendar, reader }: Simulation,
  { publisher, billedTo }: { readonly publisher: number; readonly billedTo: "advertiser" | "publisher" },
  atMs: number,
): Counters {
  const { contract = null, clicksPerLead = 0 } = plan.publishers[publisher] ?? {};
  const validBy = (ms: number) => {
    const { total, invalid } = reader.arrivals(publisher, ms);
    return total - invalid;
  };
  const came = reader.arrivals(publisher, atMs);
  const revised = reader.revised(publisher, atMs);
  const processed = validBy(atMs - PROCESSING_MS);
  const released = validBy(deliveredUpTo(plan, calendar, atMs));
  const billable = Math.max(0, released - revised.toInvalid);
  const over = Math.max(0, billable - capOf(plan.publishers[publisher], atMs));
  const heldOver = plan.holdOverDelivery ? over : 0;
  // Under a fixed contract nothing is billable before its minimum.
  const payable = billable - over < (contract?.fixed?.minimum ?? 0) ? 0 : billable - over;
  // Leads that come by an interface leave no clicks.
  const clicks = Math.floor(came.total * clicksPerLead);
  return {
    totalLeads: came.total,
    invalidLeads: came.invalid + revised.toInvalid,
    cautionLeads: came.caution - revised.clearedCautions,
    validLeads: came.total - came.invalid - revised.toInvalid,
    billableLeads: billedTo === "publisher" ? payable : billable - heldOver,
    deliveredLeads: released - heldOver,
    heldLeads: processed - released + heldOver,
    processingLeads: validBy(atMs) - processed,
    impressions: clicks * 40,
    conversions: clicks === 0 ? 0 : came.total,
    lastConversionMs: reader.lastArrivalMs(publisher, atMs),
    clicks,
  };
}

/** What the contracts of one publisher on one campaign show. */
export const contractCounters = (simulation: Simulation, publisher: number, atMs: number): Counters =>
  publisherCounters(simulation, { publisher, billedTo: "publisher" }, atMs);

/** The campaign's counters: all publishers, leads without one, and the test leads that were passed through. */
export function campaignCounters(simulation: Simulation, atMs: number): Counters {
  const { plan, calendar } = simulation;
  const parts = plan.publishers.map((_, publisher) =>
    publisherCounters(simulation, { publisher, billedTo: "advertiser" }, atMs),
  );
  const sum = (key: Exclude<keyof Counters, "lastConversionMs">) => parts.reduce((total, part) => total + part[key], 0);
  const testLeads = atMs >= calendar.minuteOf(plan.startDay, 540) ? plan.ordinal % 3 : 0;
  return {
    totalLeads: sum("totalLeads"),
    invalidLeads: sum("invalidLeads"),
    cautionLeads: sum("cautionLeads"),
    validLeads: sum("validLeads"),
    billableLeads: sum("billableLeads"),
    deliveredLeads: sum("deliveredLeads") + testLeads,
    heldLeads: sum("heldLeads"),
    processingLeads: sum("processingLeads"),
    impressions: sum("impressions"),
    conversions: sum("conversions"),
    lastConversionMs: parts.map((part) => part.lastConversionMs).reduce(later, null),
    clicks: sum("clicks"),
  };
}

const later = (a: number | null, b: number | null): number | null =>
  a === null || b === null ? (a ?? b) : Math.max(a, b);

export interface JobCounters {
  readonly total: number;
  readonly passed: number;
  readonly failed: number;
}

/**
 * Attempts of one job. What fails during an outage is tried again when it is over and counted again (guess: whether the
 * API counts retries is not documented).
 */
export function jobCounters(simulation: Simulation, job: JobPlan, atMs: number): JobCounters {
  const stopMs = Math.min(atMs, job.disabledMs);
  const reached = (ms: number) => reachedBy(simulation, job, Math.min(ms, stopMs));
  let retried = 0;
  let broken = 0;
  for (const { fromMs, toMs } of job.outages) {
    const missed = reached(toMs) - reached(fromMs);
    broken += missed;
    if (toMs <= stopMs) retried += missed;
  }
  const all = reached(stopMs);
  const failed = broken + Math.floor((all - broken) * job.failureRate);
  return { total: all + retried, passed: all + retried - failed, failed };
}

/** Checks see every lead; enrichment and integration only valid ones, the integration when they are processed. */
function reachedBy({ plan, calendar, reader }: Simulation, job: JobPlan, atMs: number): number {
  const ms = job.category === 2 ? processedUpTo(plan, calendar, atMs) : atMs;
  return plan.publishers.reduce((sum, _, publisher) => {
    const { total, invalid } = reader.arrivals(publisher, ms);
    return sum + (job.category === 1 ? total : total - invalid);
  }, 0);
}
