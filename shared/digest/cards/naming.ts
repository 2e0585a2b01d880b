import type { CampaignDetail, ContractDetail, JobDetail } from "../input/digest-input.ts";
import { campaignRef } from "../model/account.ts";
import { cleanText } from "../model/clean-text.ts";
import type { CardCampaign, CardPublisher, ContractRef, JobRef } from "./names.ts";

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
