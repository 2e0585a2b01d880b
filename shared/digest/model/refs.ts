import type { CampaignDetail, ContractDetail, JobDetail } from "../input/digest-input.ts";
import { type CampaignRef, campaignRef } from "./account.ts";
import { cleanText } from "./clean-text.ts";

/** A campaign as a card names it. */
export interface CardCampaign extends CampaignRef {
  readonly advertiserId: number | null;
}

/** A publisher as a card names it; without an id where its contracts have none. */
export interface CardPublisher {
  readonly id: number | null;
  readonly name: string;
}

/** A publisher's contract on the campaign of the card. */
export interface ContractRef {
  /** Of the contract's newest version. */
  readonly id: number;
  readonly publisher: CardPublisher;
  readonly campaignId: number | null;
}

/** An integration job of the campaign. */
export interface JobRef {
  readonly id: number;
  /** Kind of job, and the user's label where there is one. */
  readonly name: string;
  readonly campaignId: number | null;
}

export const cardCampaign = (row: CampaignDetail): CardCampaign => ({
  ...campaignRef(row),
  advertiserId: row.advertiser_id,
});

export const cardPublisher = (row: ContractDetail): CardPublisher => ({
  id: row.publisher_id,
  name: cleanText(row.publisher_name, row.publisher_id === null ? "No publisher" : `Publisher ${row.publisher_id}`),
});

export const contractRef = (row: ContractDetail): ContractRef => ({
  id: row.id,
  publisher: cardPublisher(row),
  campaignId: row.campaign_id,
});

export const jobRef = (job: JobDetail): JobRef => ({ id: job.id, name: jobName(job), campaignId: job.campaign_id });

/** Kind of job, and the user's label where there is one. */
export function jobName(job: JobDetail): string {
  const kind = cleanText(job.processr_job_name, `Job ${job.id}`);
  const label = cleanText(job.label, "");
  return label === "" ? kind : `${kind} “${label}”`;
}
