import type { Calendar, Moment } from "./calendar.ts";
import type { CurrencyName, MinorUnits } from "./money.ts";
import type { CampaignBasics, Interval } from "./plan.ts";

/** From a moment to another; `null`: still so. */
export type Span = readonly [from: Moment, to: Moment | null];

export interface PublisherDraft {
  readonly publisher: number;
  readonly share: number;
  readonly invalidRate?: number;
  /** When the first contract was made and signed; null: never signed. @default before the campaign starts */
  readonly created?: Moment;
  readonly signed?: Moment | null;
  /** A new version with a higher cap; null: not signed yet. */
  readonly renewed?: Span;
  /** Last day of the contract. @default the campaign's end */
  readonly ends?: number;
  /** @default the publisher's share of the campaign's cap and some room */
  readonly cap?: number;
  readonly bandCaps?: readonly number[];
  readonly fixed?: { readonly fee: MinorUnits; readonly minimum: number };
}

export interface JobDraft {
  readonly kind: number;
  readonly label?: string;
  readonly outages?: readonly Span[];
  readonly disabled?: Moment;
  readonly unmappedFields?: readonly string[];
}

/** What a campaign is to be, in days relative to the anchor day. */
export interface CampaignDraft {
  readonly name: string | null;
  readonly formerName: string | null;
  readonly starts: number;
  readonly ends: number | null;
  /** Null: in time before the start. */
  readonly signed: Moment | "never" | null;
  readonly deleted: Moment | null;
  readonly pauses: readonly Span[];
  readonly unsignedSpans: readonly Span[];
  readonly uncapped: boolean;
  readonly leadsRequired: number;
  readonly pace: number;
  readonly paceFrom: { readonly day: number; readonly pace: number } | null;
  readonly cleanUp: { readonly at: Moment; readonly leads: number } | null;
  readonly silentFrom: Moment | null;
  readonly currency: CurrencyName;
  readonly testMode: boolean;
  readonly internalOnly: boolean;
  readonly isTemplate: boolean;
  readonly scheduledDelivery: boolean;
  readonly holdOverDelivery: boolean;
  /** Null: drawn. */
  readonly publishers: readonly PublisherDraft[] | null;
  readonly jobs: readonly JobDraft[] | null;
}

/** What the plans of a campaign's publishers and jobs are made from. */
export interface CampaignParts {
  readonly seed: number;
  readonly calendar: Calendar;
  readonly campaign: CampaignBasics;
  readonly draft: CampaignDraft;
}

export const intervalOf = (calendar: Calendar, [from, to]: Span): Interval => ({
  fromMs: calendar.momentOf(from),
  toMs: to === null ? Number.POSITIVE_INFINITY : calendar.momentOf(to),
});
