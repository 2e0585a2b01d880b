import type { Decimal4 } from "../../catalog/column.ts";
import type { DigestSettings } from "../../settings/schema.ts";
import type {
  CampaignDetail,
  CampaignPoint,
  CapCounters,
  ContractDetail,
  ContractPoint,
  ContractVersion,
  DigestInput,
  JobDetail,
  JobPoint,
} from "../input/digest-input.ts";
import { COUNTER_COLUMNS } from "../input/digest-input.ts";
import { cleanText } from "./clean-text.ts";
import { type Key, type Series, seriesOf } from "./series.ts";

/** What the sections of one mail are made from: the rows that belong to it, and their history. */
export interface Account {
  readonly input: DigestInput;
  readonly settings: DigestSettings;
  /** Campaigns of the digest: excluded kinds and what the filter leaves out are gone. */
  readonly campaigns: readonly CampaignDetail[];
  readonly contracts: readonly ContractDetail[];
  readonly jobs: readonly JobDetail[];
  /** Of every publisher on every campaign but the excluded kinds, whatever the filter: for what is said of a whole campaign. */
  readonly everyContract: readonly ContractDetail[];
  readonly campaignOf: ReadonlyMap<number, CampaignDetail>;
  /** The same campaigns as the previous mail's snapshot shows them. */
  readonly campaignBefore: ReadonlyMap<number, CampaignDetail>;
  readonly campaignSeries: Series<CampaignPoint>;
  readonly contractSeries: Series<ContractPoint>;
  readonly jobSeries: Series<JobPoint>;
  /** A publisher's contracts on a campaign, by `contractKey`; empty without a snapshot of them. */
  readonly versions: ReadonlyMap<Key, readonly ContractVersion[]>;
  readonly leftOut: LeftOutCounts;
  /** The lifetime counter that delivers against a cap. */
  readonly capCounter: (row: CapCounters) => number | null;
}

/** Campaigns that no total holds. A campaign of two kinds counts once, as the first. */
export interface LeftOutCounts {
  readonly internal: number;
  readonly test: number;
  readonly template: number;
}

export const campaignKey = (row: Pick<CampaignPoint, "id">): Key => row.id;
export const jobKey = (row: Pick<JobPoint, "id">): Key => row.id;

/** A publisher on a campaign: its counters go on over a renewal, which has an id of its own. */
export const contractKey = (row: Pick<ContractPoint, "id" | "campaign_id" | "publisher_id">): Key =>
  row.campaign_id === null || row.publisher_id === null ? `#${row.id}` : `${row.campaign_id}/${row.publisher_id}`;

export function accountOf(input: DigestInput): Account {
  const { settings } = input;
  const column = COUNTER_COLUMNS[settings.capCounter];
  const everyCampaign = input.campaigns.newest?.rows ?? [];
  const kept = everyCampaign.filter((row) => excludedAs(row) === null);
  const excluded = excludedIds(input);
  const everyContract = (input.contracts.newest?.rows ?? []).filter((row) => !excluded.has(row.campaign_id ?? -1));
  const matching = matcherOf(settings, kept, everyContract);
  const campaigns = kept.filter(matching.campaign);
  const ids = new Set(campaigns.map(({ id }) => id));
  const filtered = isFiltered(settings);
  const everyJob = (input.jobs.newest?.rows ?? []).filter((row) => !excluded.has(row.campaign_id ?? -1));
  return {
    input,
    settings,
    campaigns,
    contracts: everyContract.filter(matching.contract),
    everyContract,
    jobs: filtered ? everyJob.filter((row) => row.campaign_id !== null && ids.has(row.campaign_id)) : everyJob,
    campaignOf: new Map(campaigns.map((row) => [row.id, row])),
    campaignBefore: new Map((input.campaigns.base?.rows ?? []).map((row) => [row.id, row])),
    campaignSeries: seriesOf(input.campaigns.history, campaignKey, input),
    contractSeries: seriesOf(input.contracts.history, contractKey, input),
    jobSeries: seriesOf(input.jobs.history, jobKey, input),
    versions: Map.groupBy(input.versions ?? [], contractKey),
    leftOut: countLeftOut(everyCampaign),
    capCounter: (row) => row[column] ?? null,
  };
}

type Kinds = Pick<CampaignPoint, "internal_only" | "test_mode" | "is_template">;

/** Why a campaign is in no digest; null when it is in. */
export function excludedAs(row: Kinds): keyof LeftOutCounts | null {
  if (row.is_template === true) return "template";
  if (row.internal_only === true) return "internal";
  return row.test_mode === true ? "test" : null;
}

/** Campaigns of excluded kinds, also those that the newest snapshot does not hold: they are what they were last. */
function excludedIds({ campaigns: { history, newest } }: DigestInput): ReadonlySet<number> {
  const excluded = new Set<number>();
  const known = new Set<number>();
  for (const { rows } of [...(newest === undefined ? [] : [newest]), ...history.toReversed()]) {
    for (const row of rows) {
      if (!known.has(row.id) && excludedAs(row) !== null) excluded.add(row.id);
      known.add(row.id);
    }
  }
  return excluded;
}

function countLeftOut(rows: readonly Kinds[]): LeftOutCounts {
  const counts = { internal: 0, test: 0, template: 0 };
  for (const row of rows) {
    const kind = excludedAs(row);
    if (kind !== null) counts[kind] += 1;
  }
  return counts;
}

export const isFiltered = ({ filter }: Pick<DigestSettings, "filter">): boolean =>
  Object.values(filter).some((ids) => ids.length > 0);

interface Matcher {
  readonly campaign: (row: CampaignDetail) => boolean;
  readonly contract: (row: ContractDetail) => boolean;
}

const within = (list: readonly number[]): ((id: number | null) => boolean) => {
  const ids = new Set(list);
  return (id) => ids.size === 0 || (id !== null && ids.has(id));
};

type Managed = Pick<CampaignDetail, "account_manager_id" | "campaign_manager_id">;

/** Whether a campaign is managed by somebody the filter asks for; any is where it asks for nobody. */
export function managedBy({ filter }: Pick<DigestSettings, "filter">): (row: Managed) => boolean {
  const account = within(filter.accountManagers);
  const campaign = within(filter.campaignManagers);
  return (row) => account(row.account_manager_id) && campaign(row.campaign_manager_id);
}

const asksForManagers = ({ filter }: Pick<DigestSettings, "filter">): boolean =>
  filter.accountManagers.length + filter.campaignManagers.length > 0;

/**
 * Lists of one filter are alternatives, the filters hold together; a publisher's campaigns are those it has a contract on, a manager's
 * contracts those on its campaigns.
 */
function matcherOf(
  settings: Pick<DigestSettings, "filter">,
  campaigns: readonly CampaignDetail[],
  contracts: readonly ContractDetail[],
): Matcher {
  const { filter } = settings;
  const managed = within(
    asksForManagers(settings) ? [-1, ...campaigns.filter(managedBy(settings)).map(({ id }) => id)] : [],
  );
  const advertiser = within(filter.advertisers);
  const publisher = within(filter.publishers);
  const campaign = within(filter.campaigns);
  const contract: Matcher["contract"] = (row) =>
    advertiser(row.advertiser_id) &&
    publisher(row.publisher_id) &&
    campaign(row.campaign_id) &&
    managed(row.campaign_id);
  const ofPublisher = within(
    filter.publishers.length === 0 ? [] : [-1, ...contracts.filter(contract).map((row) => row.campaign_id ?? -1)],
  );
  return {
    contract,
    campaign: (row) => advertiser(row.advertiser_id) && campaign(row.id) && managed(row.id) && ofPublisher(row.id),
  };
}

/** A campaign as the mail names it. */
export interface CampaignRef {
  readonly id: number;
  readonly name: string;
  readonly advertiser: string;
}

export const campaignRef = (row: CampaignDetail): CampaignRef => ({
  id: row.id,
  name: cleanText(row.name, `Campaign ${row.id}`),
  advertiser: cleanText(row.advertiser_name, row.advertiser_id === null ? "" : `Advertiser ${row.advertiser_id}`),
});

/** Whether the API calls the campaign running. The list of statuses is open; only this one is documented. */
export const isActive = (status: string | null): boolean => status?.toLowerCase() === "active";

export const isPaused = (row: Pick<CampaignPoint, "status" | "pause_ts">): boolean =>
  row.status?.toLowerCase() === "paused" || (isActive(row.status) && row.pause_ts !== null);

/** A campaign of Convertr's status Setup Required: its advertiser has not signed, so that nothing can come (docs/convertr-api.md). */
export const isSetUp = (row: Pick<CampaignPoint, "status">): boolean => row.status?.toLowerCase() !== "setup required";

/** Nothing comes until somebody starts it. */
export const standsStill = (row: Pick<CampaignPoint, "status" | "pause_ts">): boolean => isPaused(row) || !isSetUp(row);

/** Worth of a number of leads at the campaign's price, in base currency; null without a price. */
export function worthOf(
  leads: number,
  row: Pick<CampaignPoint, "base_currency_payout_amount"> | undefined,
): Decimal4 | null {
  const price = row?.base_currency_payout_amount ?? null;
  return price === null ? null : BigInt(Math.max(Math.round(leads), 0)) * price;
}
