import type { Calendar } from "../world/calendar.ts";
import type { CurrencyName, MinorUnits } from "../world/money.ts";

/** Instants are epoch ms, `NEVER` where nothing is due. Days are numbers of the calendar, from the anchor day. */
export const NEVER = Number.POSITIVE_INFINITY;

/** Position of the version that the first of a contract's `versions` renewed. */
export const RENEWED = -1;

export interface Interval {
  readonly fromMs: number;
  readonly toMs: number;
}

/** What a campaign is to be: drawn, or told by a story. */
export interface CampaignDraft {
  /** Null: drawn. */
  readonly name: string | null;
  /** What other endpoints still call it, when it was renamed. */
  readonly formerName: string | null;
  readonly startDay: number;
  /** Last day of delivery; null: no end. */
  readonly endDay: number | null;
  /** When the advertiser signed; null: in time before the start. */
  readonly signedMs: number | null;
  readonly deletedMs: number;
  readonly pauses: readonly Interval[];
  /** Spans in which new terms wait for the advertiser's signature. */
  readonly unsignedSpans: readonly Interval[];
  readonly uncapped: boolean;
  readonly leadsRequired: number;
  /** 1 delivers the volume exactly at the end; from `paceFrom.day` on another pace holds. */
  readonly pace: number;
  readonly paceFrom: { readonly day: number; readonly pace: number } | null;
  /** A batch of leads the advertiser rejects afterwards. */
  readonly cleanUp: { readonly atMs: number; readonly leads: number } | null;
  /** From here on nothing more arrives. */
  readonly silentFromMs: number;
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

export interface PublisherDraft {
  /** Position in PUBLISHERS. */
  readonly publisher: number;
  readonly share: number;
  /** @default drawn */
  readonly invalidRate?: number;
  /** When the first contract was made and signed. @default before the campaign starts */
  readonly createdMs?: number;
  readonly signedMs?: number;
  /** A new version with a higher cap, from when it is made to when it is signed. */
  readonly renewed?: Interval;
  /** Last day of the contract. @default the campaign's end */
  readonly endDay?: number;
  /** @default the publisher's share of the campaign's cap and some room */
  readonly cap?: number;
  readonly bandCaps?: readonly number[];
  readonly fixed?: NonNullable<ContractPlan["fixed"]>;
}

export type JobDraft = Pick<JobPlan, "kind"> &
  Partial<Pick<JobPlan, "label" | "outages" | "disabledMs" | "unmappedFields">>;

/** What a campaign is and will go through. */
export interface CampaignPlan
  extends Omit<CampaignDraft, "name" | "signedMs" | "leadsRequired" | "publishers" | "jobs"> {
  readonly ordinal: number;
  readonly id: number;
  readonly name: string;
  readonly createdMs: number;
  readonly signedMs: number;
  readonly leadsRequired: number | null;
  /** Leads the whole flight would bring at pace 1. */
  readonly volume: number;
  readonly advertiser: number;
  readonly country: number | null;
  readonly subcategory: number;
  readonly price: MinorUnits;
  readonly publisherPercent: number;
  readonly publishers: readonly PublisherPlan[];
  readonly jobs: readonly JobPlan[];
}

/** What the plans of a campaign's publishers and jobs are made from. */
export interface CampaignParts {
  readonly seed: number;
  readonly calendar: Calendar;
  readonly campaign: Omit<CampaignPlan, "publishers" | "jobs">;
  readonly draft: CampaignDraft;
}

export interface PublisherPlan {
  /** Position in PUBLISHERS. Null: leads that reach the campaign without a publisher; they have no contract. */
  readonly publisher: number | null;
  /** Part of the campaign's leads; the parts add up to 1. */
  readonly share: number;
  readonly invalidRate: number;
  readonly cautionRate: number;
  readonly clicksPerLead: number;
  readonly contract: ContractPlan | null;
}

export interface ContractPlan {
  /** Oldest first, at least one. */
  readonly versions: readonly VersionPlan[];
  /** What the first of them renewed: it had ended when that began, and brought no leads. */
  readonly renewed: VersionPlan | null;
  readonly bands: readonly BandPlan[];
  readonly capsOnBands: boolean;
  readonly uncapped: boolean;
  /** A flat fee, due once `minimum` leads are billable; null for cost per lead. */
  readonly fixed: { readonly fee: MinorUnits; readonly minimum: number } | null;
  /** Switched off by hand. */
  readonly disabledMs: number;
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

/** 2 is an integration, the only documented one; 1 and 3 are a guess: checks and enrichment. */
export type JobCategory = 1 | 2 | 3;

export interface JobPlan {
  /** Position in the list of its category, JOB_KINDS. */
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
