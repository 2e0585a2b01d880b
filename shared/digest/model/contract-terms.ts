import type { Day } from "../../platform/day.ts";
import type { ContractDetail } from "../input/digest-input.ts";
import { type Account, contractKey } from "./account.ts";
import { cleanText } from "./clean-text.ts";

/** The contract's cap: its own, or the sum of its bands' when the caps are on them; null when uncapped or unknown. */
export function contractCap(row: ContractDetail): number | null {
  if (row.uncapped === true) return null;
  if (row.caps_on_bands !== true) return positive(row.leads_required);
  const caps = (row.bands ?? []).map((band) => band.leads_required);
  if (caps.length === 0 || caps.includes(null)) return null;
  return positive(caps.reduce<number>((total, cap) => total + (cap ?? 0), 0));
}

/** A cap that can be divided by. */
export const positive = (cap: number | null): number | null => (cap === null || cap <= 0 ? null : cap);

/** True when an older snapshot shows another contract of the same publisher on the same campaign. */
export function isRenewed(account: Account, row: ContractDetail): boolean {
  const { contractSeries: series } = account;
  const key = contractKey(row);
  return series.infos.some((_, position) => (series.row(position, key)?.id ?? row.id) !== row.id);
}

/** The last day of the contract; the campaign's where it has none of its own. */
export function lastDay(account: Account, row: ContractDetail): Day | null {
  if (row.end_date !== null) return row.end_date;
  return (row.campaign_id === null ? undefined : account.campaignOf.get(row.campaign_id))?.end_date ?? null;
}

/** The campaign's name as its contract gives it. */
export const contractCampaign = (row: ContractDetail): string =>
  cleanText(row.campaign_name, `Campaign ${row.campaign_id ?? "unknown"}`);
