import type { Day } from "../../../platform/day.ts";
import type { CampaignPoint } from "../../input/digest-input.ts";
import { standsStill } from "../../model/account.ts";
import { hasNoCap } from "../../model/campaign-pace.ts";
import { weekdaysIn } from "../../model/day-span.ts";
import { FEWEST_WEEKDAYS } from "../../model/delivery.ts";
import type { Pace } from "../../model/pace.ts";
import type { Rules } from "../rules.ts";
import { quietWeekdays } from "./quiet.ts";
import type { Bench } from "./subjects.ts";
import { type CauseVerdict, causeVerdict } from "./verdict.ts";

/** Below the severe share once is enough, below "at risk" it takes two days, and from the share to leave at it is well. */
export function paceVerdict(row: CampaignPoint, pace: Pace | null, rules: Rules): CauseVerdict | null {
  if (standsStill(row) || hasNoCap(row)) return causeVerdict("pace", "ends");
  const share = pace?.share ?? null;
  if (share === null) return null;
  if (share < rules.severeBelow) return causeVerdict("pace", "starts");
  if (share < rules.atRiskBelow) return causeVerdict("pace", "on");
  return causeVerdict("pace", share < rules.leaveFrom ? "keeps" : "off");
}

/** At risk or behind, and no lead for some whole weekdays. */
export function silentVerdict(
  { account, rules }: Bench,
  { row, pace, position }: { readonly row: CampaignPoint; readonly pace: Pace | null; readonly position: number },
): CauseVerdict | null {
  if (standsStill(row) || hasNoCap(row)) return causeVerdict("silent", "ends");
  const share = pace?.share ?? null;
  if (share === null) return null;
  if (share >= rules.behindBelow) return causeVerdict("silent", "off");
  const quiet = quietWeekdays(account, row.id, position, rules.silentWeekdays);
  if (quiet === null) return null;
  return causeVerdict("silent", quiet.weekdays >= rules.silentWeekdays ? "starts" : "off", true);
}

/** Paused with less delivered than its time asks for. Without three weekdays since its start there is nothing to be behind with. */
export function pausedVerdict(
  row: CampaignPoint,
  pace: Pace | null,
  { today, rules }: { readonly today: Day; readonly rules: Rules },
): CauseVerdict | null {
  if (!standsStill(row) || hasNoCap(row)) return causeVerdict("paused", "ends");
  if (pace === null || pace.index === null || row.start_date === null) return null;
  if (weekdaysIn({ first: row.start_date, last: today }) < FEWEST_WEEKDAYS) return null;
  return causeVerdict("paused", pace.index < rules.behindBelow ? "starts" : "off", true);
}
