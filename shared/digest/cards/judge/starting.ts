import { addDays } from "../../../platform/day.ts";
import { contractKey } from "../../model/account.ts";
import type { Moment } from "../replay/timeline.ts";
import type { Bench, CampaignParts } from "./subjects.ts";
import { type CauseVerdict, causeVerdict } from "./verdict.ts";

/** For so many days a campaign counts as starting; one that delivers nothing by then is silent or at risk. */
const STARTING_DAYS = 14;
const NOT_STARTING = causeVerdict("starting-unsigned", "ends");
const STARTING = causeVerdict("starting-unsigned", "starts", true);

/** A campaign that has begun, or begins today, with no publisher signed and no lead. Null while that is unknown. */
export function startingVerdict({ account }: Bench, parts: CampaignParts, moment: Moment): CauseVerdict | null {
  const row = account.campaignSeries.row(moment.campaigns, parts.campaign.id);
  const start = row?.start_date ?? null;
  if (row === undefined || start === null) return null;
  if (start > moment.date || start <= addDays(moment.date, -STARTING_DAYS)) return NOT_STARTING;
  if ((account.capCounter(row) ?? 0) > 0) return NOT_STARTING;
  if (moment.contracts < 0) return null;
  return isSigned({ account }, parts, moment) ? NOT_STARTING : STARTING;
}

/** Whether some publisher had signed by then, be it under terms that newer ones wait to replace. */
function isSigned(
  { account }: Pick<Bench, "account">,
  { everyContract }: CampaignParts,
  { contracts }: Moment,
): boolean {
  const at = account.contractSeries.infos[contracts]?.snapshotAt ?? 0;
  return everyContract.some((contract) => {
    const key = contractKey(contract);
    const signed = account.contractSeries.row(contracts, key)?.signed_ts ?? null;
    const before = account.versions.get(key) ?? [];
    return signed !== null || before.some(({ signed_ts: signedAt }) => signedAt !== null && signedAt <= at);
  });
}
