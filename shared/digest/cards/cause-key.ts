import { contractKey } from "../model/account.ts";
import type { Cause } from "./cause.ts";
import { jobCauseKey } from "./judge/job-day.ts";

/** What the replay calls a cause. */
export function keyOf(cause: Cause): string {
  if (cause.kind === "job") return jobCauseKey(cause.job.id);
  if (!("contract" in cause)) return cause.kind;
  const { id, campaignId, publisher } = cause.contract;
  return `contract/${contractKey({ id, campaign_id: campaignId, publisher_id: publisher.id })}`;
}
