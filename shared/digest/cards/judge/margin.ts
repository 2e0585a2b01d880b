import type { Decimal4 } from "../../../catalog/column.ts";
import type { Account } from "../../model/account.ts";
import { isLow, type Money, movedBetween } from "../../model/money-movement.ts";
import { isOverFloor, type Rules } from "../rules.ts";
import { type CauseVerdict, causeVerdict } from "./verdict.ts";

/** A day's money of a campaign; null where none moved, and where it was revalued or is unknown. */
export function marginAt(account: Account, id: number, position: number): Money | null {
  const { campaignSeries: series } = account;
  const row = series.row(position, id);
  if (position < 1 || row === undefined || row === series.row(position - 1, id)) return null;
  const { related, money } = movedBetween(account, id, { from: position - 1, to: position });
  if (!related || money === null || (money.revenue === 0n && money.payout === 0n)) return null;
  return money;
}

/** What was paid beyond what was earned; 0 without a loss. */
export const lossOf = (money: Money): Decimal4 => (money.margin < 0n ? -money.margin : 0n);

export function marginVerdict(money: Money | null, rules: Rules): CauseVerdict | null {
  if (money === null) return null;
  if (!isLow(money, rules.marginBelow)) return causeVerdict("margin", "off");
  const stake = { of: "lost", leads: null, money: lossOf(money) } as const;
  return causeVerdict("margin", isOverFloor(stake, rules) ? "starts" : "keeps");
}
