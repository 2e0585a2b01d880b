import { dayOf, daysBetween } from "../../../platform/day.ts";
import type { ContractDetail, ContractPoint } from "../../input/digest-input.ts";
import { type Account, contractKey } from "../../model/account.ts";
import type { Pace } from "../../model/pace.ts";
import type { Bench } from "./subjects.ts";
import { type CauseVerdict, causeVerdict } from "./verdict.ts";

/** Days that a contract may wait for its signature while its campaign is at risk, and while it is behind. */
const AT_RISK_DAYS = 3;
const BEHIND_DAYS = 7;
/** Statuses of a contract under which no lead comes any more. */
const OVER: ReadonlySet<string> = new Set(["ended", "inactive"]);

/** One of a publisher on a campaign: a renewal has an id of its own and the same key. */
export const contractCauseKey = (row: ContractPoint): string => `contract/${contractKey(row)}`;

/** What a day says of a contract that nobody may have signed yet. */
export function unsignedVerdict(
  { account, rules }: Bench,
  contract: ContractDetail,
  { position, pace }: { readonly position: number; readonly pace: Pace | null },
): CauseVerdict | null {
  const row = position < 0 ? undefined : account.contractSeries.row(position, contractKey(contract));
  const info = account.contractSeries.infos[position];
  if (row === undefined || info === undefined) return null;
  const key = contractCauseKey(row);
  if (row.signed_ts !== null || isOver(row) || (row.end_date !== null && row.end_date <= info.activityDate)) {
    return causeVerdict(key, "ends");
  }
  const share = pace?.share ?? null;
  const age = ageOf(account, row, position);
  if (share === null || age === null) return null;
  if (share >= rules.behindBelow) return causeVerdict(key, "off");
  const waits = share < rules.atRiskBelow ? AT_RISK_DAYS : BEHIND_DAYS;
  return causeVerdict(key, age >= waits ? "starts" : "keeps");
}

export const isOver = (row: Pick<ContractPoint, "current_contract_status">): boolean =>
  OVER.has((row.current_contract_status ?? "").toLowerCase());

/** Calendar days since the contract was made, at a snapshot; null while unknown. */
export function ageOf({ contractSeries, input }: Account, row: ContractPoint, position: number): number | null {
  const date = contractSeries.infos[position]?.date;
  if (row.created_ts === null || date === undefined) return null;
  return Math.max(daysBetween(dayOf(row.created_ts, input.timeZone), date), 0);
}
