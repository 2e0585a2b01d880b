import { type CampaignPlan, type ContractPlan, type Interval, RENEWED } from "../plan/plan.ts";
import type { Calendar } from "./calendar.ts";
import type { Simulation } from "./simulation.ts";

/** Only "Active" is documented as the API spells it; the others are the product's words, a guess here. */
export type CampaignStatus = "Active" | "Inactive" | "Paused" | "Ended" | "Setup Required";
export type ContractStatus = "Active" | "Inactive" | "Unsigned";

const spanAt = (spans: readonly Interval[], atMs: number): Interval | undefined =>
  spans.find(({ fromMs, toMs }) => fromMs <= atMs && atMs < toMs);

/** Last second of the last day; null: no end. */
export const campaignEndMs = (plan: CampaignPlan, calendar: Calendar): number | null =>
  plan.endDay === null ? null : calendar.startOf(plan.endDay + 1) - 1_000;

export function campaignStatus({ plan, calendar, activity }: Simulation, atMs: number): CampaignStatus {
  if (plan.isTemplate) return "Inactive";
  if (atMs < plan.signedMs) return "Setup Required";
  const endMs = campaignEndMs(plan, calendar);
  if (atMs >= activity.metMs || (endMs !== null && atMs > endMs)) return "Ended";
  if (spanAt(plan.unsignedSpans, atMs) !== undefined) return "Setup Required";
  if (atMs < calendar.startOf(plan.startDay)) return "Inactive";
  return spanAt(plan.pauses, atMs) === undefined ? "Active" : "Paused";
}

/** When the pause that holds now began; null when there is none. */
export const pausedSinceMs = (plan: CampaignPlan, atMs: number): number | null =>
  spanAt(plan.pauses, atMs)?.fromMs ?? null;

/** When the advertiser signed the terms that hold now; null: not signed. New terms must be signed again. */
export function advertiserSignedMs(plan: CampaignPlan, atMs: number): number | null {
  if (atMs < plan.signedMs || spanAt(plan.unsignedSpans, atMs) !== undefined) return null;
  return latestOf([plan.signedMs, ...plan.unsignedSpans.map(({ toMs }) => toMs)], atMs);
}

/** Last change of the configuration: statistics never move it. */
export function campaignUpdatedMs(plan: CampaignPlan, atMs: number): number {
  const spans = [...plan.pauses, ...plan.unsignedSpans];
  return latestOf([plan.createdMs, plan.signedMs, ...spans.flatMap(({ fromMs, toMs }) => [fromMs, toMs])], atMs);
}

export function latestOf(instants: readonly number[], atMs: number): number {
  return Math.max(...instants.filter((ms) => ms <= atMs));
}

/** Position of the newest version made by then; -1: none yet. */
export const latestVersion = (contract: ContractPlan, atMs: number): number =>
  contract.versions.findLastIndex(({ createdMs }) => createdMs <= atMs);

/** Position of the newest version signed by then; -1: none yet. Its terms are in force. */
export const versionInForce = (contract: ContractPlan, atMs: number): number =>
  contract.versions.findLastIndex(({ signedMs }) => signedMs <= atMs);

/** The publisher's cap in force; `Infinity` when uncapped, 0 before the first signature. */
export function publisherCap(contract: ContractPlan, atMs: number): number {
  if (contract.uncapped) return Number.POSITIVE_INFINITY;
  if (contract.capsOnBands) return contract.bands.reduce((sum, band) => sum + (band.leadsRequired ?? 0), 0);
  return contract.versions[versionInForce(contract, atMs)]?.leadsRequired ?? 0;
}

/** Active: signed, in force, required leads not delivered. Inactive: delivered, switched off, or superseded. */
export function contractStatus(
  contract: ContractPlan,
  of: { readonly version: number; readonly billable: number; readonly atMs: number },
): ContractStatus {
  if (of.version === RENEWED) return "Inactive";
  const signedMs = contract.versions[of.version]?.signedMs ?? Number.POSITIVE_INFINITY;
  if (signedMs > of.atMs) return "Unsigned";
  if (of.version !== versionInForce(contract, of.atMs) || contract.disabledMs <= of.atMs) return "Inactive";
  return of.billable >= publisherCap(contract, of.atMs) ? "Inactive" : "Active";
}
