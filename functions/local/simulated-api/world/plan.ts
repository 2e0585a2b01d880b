import type { CurrencyName, MinorUnits } from "./money.ts";

/** Instants are epoch ms; `Infinity` means never. Days are numbers of the calendar. */
export interface Interval {
  readonly fromMs: number;
  readonly toMs: number;
}

/** One version of a publisher's contract on a campaign. A newer one supersedes it and must be signed again. */
export interface VersionPlan {
  readonly createdMs: number;
  readonly signedMs: number;
  readonly startMs: number;
  /** Null: the campaign's end holds. */
  readonly endMs: number | null;
  /** Null when uncapped or when the caps are on the bands. */
  readonly leadsRequired: number | null;
}

export interface BandPlan {
  /** Part of the publisher's leads that falls into this band; the parts add up to 1. */
  readonly share: number;
  readonly payout: MinorUnits;
  readonly leadsRequired: number | null;
  /** Null: the default band. */
  readonly name: string | null;
}

export interface PublisherPlan {
  /** Position in PUBLISHERS. Null: leads that reach the campaign without a publisher; they have no contract. */
  readonly publisher: number | null;
  /** Part of the campaign's leads; the parts add up to 1. */
  readonly share: number;
  readonly invalidRate: number;
  readonly cautionRate: number;
  readonly clicksPerLead: number;
  /** From here on nothing more arrives from this publisher. */
  readonly silentFromMs: number;
  readonly contract: ContractPlan | null;
}

export interface ContractPlan {
  /** Oldest first, at least one. */
  readonly versions: readonly VersionPlan[];
  readonly bands: readonly BandPlan[];
  readonly capsOnBands: boolean;
  readonly uncapped: boolean;
  /** A flat fee, due once `minimum` leads are billable; null for cost per lead. */
  readonly fixed: { readonly fee: MinorUnits; readonly minimum: number } | null;
  /** Switched off by hand. */
  readonly disabledMs: number;
}

export type JobCategory = 1 | 2 | 3;

export interface JobPlan {
  /** Position in the list of its category (jobs-catalog.ts). */
  readonly kind: number;
  readonly category: JobCategory;
  readonly createdMs: number;
  readonly label: string;
  readonly disabledMs: number;
  /** Everything that reaches it fails meanwhile; retried when it works again. */
  readonly outages: readonly Interval[];
  readonly failureRate: number;
  readonly unmappedFields: readonly string[];
  readonly configured: boolean;
  readonly grouped: boolean;
}

export interface CampaignPlan {
  readonly ordinal: number;
  readonly id: number;
  readonly name: string;
  /** What other endpoints still call it, when it was renamed. */
  readonly formerName: string | null;
  readonly createdMs: number;
  readonly deletedMs: number;
  /** When the advertiser signed. */
  readonly signedMs: number;
  readonly startDay: number;
  /** Last day of delivery; null: no end. */
  readonly endDay: number | null;
  readonly pauses: readonly Interval[];
  /** Spans in which new terms wait for the advertiser's signature. */
  readonly unsignedSpans: readonly Interval[];
  readonly uncapped: boolean;
  readonly leadsRequired: number | null;
  /** Leads the whole flight would bring at pace 1. */
  readonly volume: number;
  /** 1 delivers the volume exactly at the end; from `paceFrom.day` on another pace holds. */
  readonly pace: number;
  readonly paceFrom: { readonly day: number; readonly pace: number } | null;
  /** A batch of leads the advertiser rejects afterwards. */
  readonly cleanUp: { readonly atMs: number; readonly leads: number } | null;
  readonly advertiser: number;
  readonly country: number | null;
  readonly subcategory: number;
  readonly currency: CurrencyName;
  readonly price: MinorUnits;
  readonly publisherPercent: number;
  readonly testMode: boolean;
  readonly internalOnly: boolean;
  readonly isTemplate: boolean;
  readonly scheduledDelivery: boolean;
  readonly holdOverDelivery: boolean;
  readonly publishers: readonly PublisherPlan[];
  readonly jobs: readonly JobPlan[];
}

export type CampaignBasics = Omit<CampaignPlan, "publishers" | "jobs">;
