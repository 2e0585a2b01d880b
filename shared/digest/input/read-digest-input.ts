import type { Audience } from "../../catalog/audiences.ts";
import type { DigestDatasetName } from "../../catalog/datasets.ts";
import type { Day } from "../../platform/day.ts";
import { ReportsError } from "../../platform/errors.ts";
import type { DigestSettings, EnterpriseSettings } from "../../settings/schema.ts";
import type { ObjectStore } from "../../snapshot/store.ts";
import {
  type CampaignDetail,
  type CampaignPoint,
  COUNTER_COLUMNS,
  type ContractDetail,
  type ContractPoint,
  type DatasetInput,
  type DigestInput,
  type JobDetail,
  type JobPoint,
  NO_DATASET,
  SPEND_COLUMNS,
} from "./digest-input.ts";
import { readCampaignEnds } from "./read-campaign-ends.ts";
import { readContractVersions } from "./read-contract-versions.ts";
import { type DatasetRequest, readDataset } from "./read-dataset.ts";
import { readHeldBack } from "./read-held-back.ts";
import {
  firstDayOfJobs,
  firstDayRead,
  mailedAt,
  mailsBefore,
  previousMailDate,
  snapshotDateOf,
  type Timing,
} from "./window.ts";

/** The pages that each audience's mails link to. */
const LINKS_OF = {
  internal: "links",
  publisher: "publisherLinks",
  advertiser: "advertiserLinks",
} as const satisfies Readonly<Record<Audience, keyof EnterpriseSettings>>;
type LinksSetting = (typeof LINKS_OF)[Audience];

export interface DigestInputRequest {
  readonly enterprise: string;
  readonly enterpriseSettings: Timing & Pick<EnterpriseSettings, "baseCurrency" | LinksSetting>;
  /** Name of the digest, and its settings. */
  readonly digest: string;
  readonly settings: DigestSettings;
  /** The day of the mail: a snapshot_date. */
  readonly date: Day;
  /** Version of this code. */
  readonly version: string;
  /** What is read: the datasets that the digest needs, of those that the enterprise pulls. */
  readonly expected: readonly DigestDatasetName[];
}

/**
 * Everything the mail of a date is made of. Datasets are read one after the other, since each is large for a moment.
 * @throws NoSnapshot when no dataset the digest needs has a snapshot in the days it reads; StoreFailed
 */
export async function readDigestInput(store: ObjectStore, request: DigestInputRequest): Promise<DigestInput> {
  const { enterprise, enterpriseSettings, digest, settings, version, expected } = request;
  const date = snapshotDateOf(settings, request.date, enterpriseSettings);
  const mailBefore = previousMailDate(settings, request.date);
  const since = snapshotDateOf(settings, mailBefore, enterpriseSettings);
  const counter = COUNTER_COLUMNS[settings.capCounter];
  const from = firstDayRead(since);
  const before = mailsBefore(settings, { date: request.date, from, timing: enterpriseSettings });
  const previous = { since, mailedAt: mailedAt(settings, mailBefore, enterpriseSettings) };
  const place: DatasetRequest = { enterprise, from, to: date, ...previous };
  const spend = settings.audience === "advertiser" ? SPEND_COLUMNS : [];
  const campaigns = expected.includes("campaigns")
    ? await readCampaigns(store, place, [counter, ...spend])
    : NO_DATASET;
  const contracts = expected.includes("publisher-contracts")
    ? await readContracts(store, place, [counter])
    : NO_DATASET;
  const jobs = expected.includes("integration-jobs")
    ? await readJobs(store, { ...place, from: firstDayOfJobs(place.from) })
    : NO_DATASET;
  if ([campaigns, contracts, jobs].every(({ newest }) => newest === undefined)) throw noSnapshot(request, place);
  const { timeZone, baseCurrency } = enterpriseSettings;
  const links = enterpriseSettings[LINKS_OF[settings.audience]];
  const head = {
    enterprise,
    digest,
    date,
    ...previous,
    mailsBefore: before,
    timeZone,
    baseCurrency,
    settings,
    links,
    version,
    expected,
  };
  const countsLeads = enterpriseSettings.datasets.includes("leads") && jobs.newest?.rows.some(hasFailed);
  const held = countsLeads ? { heldBack: await readHeldBack(store, place) } : {};
  const knowsVersions = enterpriseSettings.datasets.includes("contract-versions") && contracts.newest !== undefined;
  const versions = knowsVersions ? await readContractVersions(store, place) : undefined;
  const ends = settings.audience === "publisher" ? { campaignEnds: await readCampaignEnds(store, place) } : {};
  return { ...head, campaigns, contracts, jobs, ...held, ...ends, ...(versions === undefined ? {} : { versions }) };
}

const hasFailed = ({ failed }: JobDetail): boolean => (failed ?? 0) > 0;

// The rows hold exactly the columns asked for, in the types of the catalog: the reader checks both.

async function readCampaigns(store: ObjectStore, place: DatasetRequest, more: readonly string[]) {
  return (await readDataset(store, place, "campaigns", more)) as DatasetInput<CampaignDetail, CampaignPoint>;
}

async function readContracts(store: ObjectStore, place: DatasetRequest, more: readonly string[]) {
  return (await readDataset(store, place, "publisher-contracts", more)) as DatasetInput<ContractDetail, ContractPoint>;
}

async function readJobs(store: ObjectStore, place: DatasetRequest) {
  return (await readDataset(store, place, "integration-jobs")) as DatasetInput<JobDetail, JobPoint>;
}

function noSnapshot({ enterprise, digest, date }: DigestInputRequest, { from }: DatasetRequest): ReportsError {
  return new ReportsError("NoSnapshot", {
    what: `there is no snapshot from ${from} to ${date} to make a digest of`,
    where: `enterprise ${enterprise}, digest ${digest}`,
    remedy: "Invoke the snapshot function for each dataset, and see its run records for why it failed",
  });
}
