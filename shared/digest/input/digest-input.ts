import type { CampaignRow } from "../../catalog/datasets/campaigns.ts";
import type { IntegrationJobRow } from "../../catalog/datasets/integration-jobs.ts";
import type { PublisherContractRow } from "../../catalog/datasets/publisher-contracts.ts";
import type { WholeDatasetName } from "../../catalog/datasets.ts";
import type { Day } from "../../platform/day.ts";
import type { DigestSettings } from "../../settings/schema.ts";
import type {
  CAMPAIGN_DETAILS,
  CAMPAIGN_POINTS,
  CONTRACT_DETAILS,
  CONTRACT_POINTS,
  COUNTER_COLUMNS,
  JOB_DETAILS,
  JOB_POINTS,
} from "./needed-columns.ts";
import type { HeldBack } from "./read-held-back.ts";

type Needed<R, N extends readonly PropertyKey[]> = Pick<R, N[number] & keyof R>;

/** The counter that the digest's caps are counted by; the other two are left out. */
export type CapCounters = Partial<Pick<CampaignRow, (typeof COUNTER_COLUMNS)[keyof typeof COUNTER_COLUMNS]>>;

/** All that is read of the bands. */
interface BandCaps {
  readonly bands: readonly { readonly leads_required: number | null }[] | null;
}

/** What is kept of a campaign in an older snapshot. */
export type CampaignPoint = Needed<CampaignRow, typeof CAMPAIGN_POINTS> & CapCounters;
export type CampaignDetail = Needed<CampaignRow, typeof CAMPAIGN_DETAILS> & CapCounters;
export type ContractPoint = Needed<PublisherContractRow, typeof CONTRACT_POINTS> & CapCounters;
export type ContractDetail = Needed<PublisherContractRow, typeof CONTRACT_DETAILS> & CapCounters & BandCaps;
export type JobPoint = Needed<IntegrationJobRow, typeof JOB_POINTS>;
export type JobDetail = Needed<IntegrationJobRow, typeof JOB_DETAILS>;

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
  /** Far fewer rows than the day before. */
  readonly shrunk: boolean;
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

export interface DigestInput {
  readonly enterprise: string;
  /** Name of the digest. */
  readonly digest: string;
  /** snapshot_date the mail is about. */
  readonly date: Day;
  /** snapshot_date of this digest's previous scheduled mail. */
  readonly since: Day;
  readonly timeZone: string;
  /** ISO code from the settings, when they name one. */
  readonly baseCurrency: string | null;
  readonly settings: DigestSettings;
  /** Version of this code, printed in the footer. */
  readonly version: string;
  /** Datasets that this enterprise pulls and this digest needs. */
  readonly expected: readonly WholeDatasetName[];
  /** Empty for a publisher's digest: campaign totals are not even read. */
  readonly campaigns: DatasetInput<CampaignDetail, CampaignPoint>;
  readonly contracts: DatasetInput<ContractDetail, ContractPoint>;
  readonly jobs: DatasetInput<JobDetail, JobPoint>;
  /** Absent where leads are not collected, or no job has failed any. */
  readonly heldBack?: HeldBack;
}

export const NO_DATASET = { history: [], newest: undefined, base: undefined, skipped: [] } as const;

/** The dataset's snapshots whatever their rows. */
export function datasetOf(input: DigestInput, dataset: WholeDatasetName): DatasetInput<unknown, unknown> {
  if (dataset === "campaigns") return input.campaigns;
  return dataset === "integration-jobs" ? input.jobs : input.contracts;
}
