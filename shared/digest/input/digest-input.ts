import type { RowOf } from "../../catalog/column.ts";
import type { CampaignRow } from "../../catalog/datasets/campaigns.ts";
import type { DATASETS, DigestDatasetName } from "../../catalog/datasets.ts";
import type { Day } from "../../platform/day.ts";
import type { Links } from "../../settings/links.ts";
import type { CapCounter, DigestSettings } from "../../settings/schema.ts";

type Needed<D extends DigestDatasetName, N extends readonly PropertyKey[]> = Pick<
  RowOf<(typeof DATASETS)[D]["columns"]>,
  N[number] & keyof RowOf<(typeof DATASETS)[D]["columns"]>
>;
type Digest<D extends DigestDatasetName> = (typeof DATASETS)[D]["digest"];
type PointOf<D extends DigestDatasetName> = Needed<D, Digest<D>["points"]>;
type DetailOf<D extends DigestDatasetName> = PointOf<D> & Needed<D, Digest<D>["details"]>;

/** The column of the counter that delivers against a cap; the others of the three are not read. */
export const COUNTER_COLUMNS = {
  billableLeads: "billable_leads",
  validLeads: "valid_leads",
  deliveredLeads: "delivered_leads",
} as const satisfies Readonly<Record<CapCounter, string>>;

/** The counter that the digest's caps are counted by; the other two are left out. */
export type CapCounters = Partial<Pick<CampaignRow, (typeof COUNTER_COLUMNS)[keyof typeof COUNTER_COLUMNS]>>;

/** Read of every snapshot for an advertiser's mail alone: its spend, in its own currency. */
type Spend = Partial<Pick<CampaignRow, (typeof SPEND_COLUMNS)[number]>>;
export const SPEND_COLUMNS = ["revenue", "currency"] as const;

/** All that is read of the bands. */
interface BandCaps {
  readonly bands: readonly { readonly leads_required: number | null }[] | null;
}

/** What is kept of a campaign in an older snapshot. */
export type CampaignPoint = PointOf<"campaigns"> & CapCounters & Spend;
export type CampaignDetail = DetailOf<"campaigns"> & CapCounters;
export type ContractPoint = PointOf<"publisher-contracts"> & CapCounters;
export type ContractDetail = DetailOf<"publisher-contracts"> & CapCounters & BandCaps;
export type JobPoint = PointOf<"integration-jobs">;
export type JobDetail = DetailOf<"integration-jobs">;

/** Terms of one of a publisher's contracts on a campaign, whether it is the newest or one before it. */
export interface ContractVersion {
  readonly id: number;
  readonly campaign_id: number | null;
  readonly publisher_id: number | null;
  readonly leads_required: number | null;
  readonly uncapped: boolean | null;
  readonly caps_on_bands: boolean | null;
  readonly start_date: Day | null;
  readonly end_date: Day | null;
  /** Epoch ms. */
  readonly signed_ts: number | null;
}

/** What a snapshot says of itself, without its rows. */
export interface SnapshotInfo {
  /** snapshot_date: the day of the scheduled time in the enterprise's zone. */
  readonly date: Day;
  /** The day most of its movement belongs to. */
  readonly activityDate: Day;
  /** When the pull began, epoch ms. */
  readonly snapshotAt: number;
  readonly runId: string;
  readonly rows: number;
  /** Values were set to null or rows left out; the run record names them. */
  readonly degraded: boolean;
  /** Far fewer rows than the newest snapshot before it that is not itself shrunk. */
  readonly shrunk: boolean;
  /** How many that one has; null when there was none. */
  readonly referenceRows: number | null;
  /** When the first take of the day began, epoch ms, where this one has replaced it. */
  readonly firstSnapshotAt?: number;
  /** Under a past date, by the local runner: the instant says nothing about the day. */
  readonly rehearsal?: boolean;
}

export interface Snapshot<R> {
  readonly info: SnapshotInfo;
  readonly rows: readonly R[];
}

/** An object that lies where a snapshot should and is none. */
export interface SkippedSnapshot {
  readonly date: Day;
  readonly reason: string;
}

/** The snapshots of one dataset on or before the digest's date, oldest first. */
export interface DatasetInput<D extends P, P> {
  readonly history: readonly Snapshot<P>[];
  /** The last of `history` again, with all its columns; undefined when there is none. */
  readonly newest: Snapshot<D> | undefined;
  /** The one the movement is counted from, with all its columns; undefined when there is none before `newest`. */
  readonly base: Snapshot<D> | undefined;
  readonly skipped: readonly SkippedSnapshot[];
}

/** Campaign job → leads that it has not taken, as they were read last. */
export type HeldBack = ReadonlyMap<number, number>;

/** A mail of the timetable: its snapshot_date, and when it left at the latest, epoch ms. */
export interface PreviousMail {
  readonly since: Day;
  readonly mailedAt: number;
}

export interface DigestInput {
  readonly enterprise: string;
  /** Name of the digest. */
  readonly digest: string;
  /** snapshot_date the mail is about. */
  readonly date: Day;
  /** snapshot_date of this digest's previous scheduled mail. */
  readonly since: Day;
  /** When that mail left at the latest, epoch ms: what was taken after it, it has not told of. */
  readonly mailedAt: number;
  /** All scheduled mails before, as far back as is read, the oldest first: what has been told is found again from them. */
  readonly mailsBefore: readonly PreviousMail[];
  readonly timeZone: string;
  /** ISO code from the settings, when they name one. */
  readonly baseCurrency: string | null;
  readonly settings: DigestSettings;
  /** Patterns of the pages that the mail's audience may open. */
  readonly links: Links;
  /** Version of this code, printed in the footer. */
  readonly version: string;
  /** Datasets that this enterprise pulls and this digest needs. */
  readonly expected: readonly DigestDatasetName[];
  /** Empty for a publisher's digest: campaign totals are not even read. For an advertiser nothing else is. */
  readonly campaigns: DatasetInput<CampaignDetail, CampaignPoint>;
  readonly contracts: DatasetInput<ContractDetail, ContractPoint>;
  readonly jobs: DatasetInput<JobDetail, JobPoint>;
  /** All contracts of each publisher on each campaign; absent where no snapshot of contract versions is there. */
  readonly versions?: readonly ContractVersion[];
  /** Of a publisher's mail alone: last days of campaigns, by their ids; those without an end are not in it. */
  readonly campaignEnds?: ReadonlyMap<number, Day>;
  /** Absent where leads are not collected, or no job has failed any. */
  readonly heldBack?: HeldBack;
}

export const NO_DATASET = { history: [], newest: undefined, base: undefined, skipped: [] } as const;

/** The dataset's snapshots whatever their rows. */
export function datasetOf(input: DigestInput, dataset: DigestDatasetName): DatasetInput<unknown, unknown> {
  if (dataset === "campaigns") return input.campaigns;
  return dataset === "integration-jobs" ? input.jobs : input.contracts;
}
