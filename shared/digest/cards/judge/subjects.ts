import type { CampaignDetail, ContractDetail, JobDetail } from "../../input/digest-input.ts";
import { type Account, contractKey } from "../../model/account.ts";
import type { Money } from "../../model/money-movement.ts";
import type { PublisherGroup } from "../../model/publisher-leads.ts";
import { type Newest, newestBy } from "../replay/timeline.ts";
import type { Rules } from "../rules.ts";
import { type JobDay, jobDayAt } from "./job-day.ts";
import { marginAt } from "./margin.ts";

/** What everything is judged with. */
export interface Bench {
  readonly account: Account;
  readonly rules: Rules;
  readonly lastJobDay: Newest<JobDay>;
  /** Of a campaign, by the newest weekday with money moved. */
  readonly lastMoney: Newest<Money>;
}

export const benchOf = (account: Account, rules: Rules): Bench => ({
  ...{ account, rules },
  lastJobDay: newestBy((id, { jobs }) => jobDayAt(account, id, jobs, rules)),
  lastMoney: newestBy((id, { campaigns }) => marginAt(account, id, campaigns)),
});

/** A campaign of the mail, with what the audience may see of its contracts and jobs. */
export interface CampaignParts {
  readonly campaign: CampaignDetail;
  readonly contracts: readonly ContractDetail[];
  readonly jobs: readonly JobDetail[];
  /** Of every publisher, whatever the filter: whether anybody has signed is said of the whole campaign. */
  readonly everyContract: readonly ContractDetail[];
}

export interface PublisherParts {
  readonly id: number;
  readonly group: PublisherGroup;
}

export function campaignsOf(account: Account): readonly CampaignParts[] {
  const contracts = Map.groupBy(account.contracts, (row) => row.campaign_id);
  const every =
    account.contracts === account.everyContract
      ? contracts
      : Map.groupBy(account.everyContract, (row) => row.campaign_id);
  const jobs = Map.groupBy(account.jobs, (row) => row.campaign_id);
  return account.campaigns.map((campaign) => ({
    campaign,
    contracts: contracts.get(campaign.id) ?? [],
    everyContract: every.get(campaign.id) ?? [],
    jobs: jobs.get(campaign.id) ?? [],
  }));
}

export function publishersOf(account: Account): readonly PublisherParts[] {
  const groups = Map.groupBy(account.contracts, (row) => row.publisher_id);
  return [...groups].flatMap(([id, rows]) =>
    id === null ? [] : [{ id, group: { rows, keys: rows.map(contractKey) } }],
  );
}
