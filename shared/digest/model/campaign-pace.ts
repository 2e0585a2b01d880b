import { addDays, type Day } from "../../platform/day.ts";
import type { CampaignPoint } from "../input/digest-input.ts";
import { type Account, isActive, standsStill } from "./account.ts";
import { deliveryAt } from "./delivery.ts";
import { type Pace, paceOf } from "./pace.ts";
import type { Key } from "./series.ts";

/** The pace of a campaign as the snapshot at `position` shows it; null when it has none there. */
export function paceAt(account: Account, position: number, key: Key): Pace | null {
  const { campaignSeries: series, capCounter: counter } = account;
  const row = series.row(position, key);
  const info = series.infos[position];
  if (row === undefined || info === undefined) return null;
  const dates = { startDate: row.start_date, endDate: row.end_date };
  const flight = {
    ...dates,
    ...deliveryAt(series, counter, { position, key, ...dates, isRunning }),
    required: row.leads_required,
    uncapped: row.uncapped,
    activityDate: info.activityDate,
    capLeads: counter(row),
  };
  return paceOf(flight, account.settings.thresholds);
}

/** Status Active within its dates (docs/design.md, "Pacing"); what is unknown does not show that it stood still. */
const isRunning = ({ status, start_date: start, end_date: end }: CampaignPoint, activityDate: Day): boolean =>
  (status === null || isActive(status)) &&
  (start === null || start <= activityDate) &&
  (end === null || end >= activityDate);

/** Where it ends at this pace, in whole leads; null without a forecast. */
const endAtPace = ({ required, forecast, share }: Pace): number | null =>
  forecast === null || share === null ? null : Math.round(required * share);

/** Leads by which it ends under its cap at this pace, too few to be called short; 0 for one, which rounding makes. */
export function justUnder(pace: Pace): number {
  const under = pace.status === "on-pace" ? pace.required - (endAtPace(pace) ?? pace.required) : 0;
  return under > 1 ? under : 0;
}

/** Leads that will be missing at the end: by the forecast, or by the even delivery without one; at most what is missing. */
export function shortfallOf({ required, capLeads, share }: Pace): number {
  return Math.max(Math.min(Math.round(required * (1 - (share ?? 1))), required - capLeads), 0);
}

/** Leads to the cap; null without one, and while the counter is unknown. */
export function missingOf(row: CampaignPoint, delivered: number | null): number | null {
  if (row.leads_required === null || hasNoCap(row) || delivered === null) return null;
  return Math.max(row.leads_required - delivered, 0);
}

/** Uncapped, or with a cap of zero: a fact, unlike a cap that is unknown. */
export const hasNoCap = ({
  uncapped,
  leads_required: cap,
}: Pick<CampaignPoint, "uncapped" | "leads_required">): boolean => uncapped === true || (cap !== null && cap <= 0);

/**
 * Whether a campaign was switched off days before its end: nobody expects its cap any more, and its end is no news. One that is neither
 * active nor stands still a day before may have been closed for its end.
 */
export function wasOffBeforeEnd(
  { campaignSeries: series }: Account,
  { id, end_date: end }: Pick<CampaignPoint, "id" | "end_date">,
): boolean {
  if (end === null) return false;
  const at = series.infos.findLastIndex(({ activityDate, shrunk }) => !shrunk && addDays(activityDate, 1) < end);
  const row = series.row(at, id);
  return row !== undefined && row.status !== null && !isActive(row.status) && !standsStill(row);
}

/** Leads that it will have at its end, as a mail says: what is short taken off the cap, else by the better of its forecasts; null without one. */
export function endTold({ required, forecast, share }: Pace, short: number): number | null {
  if (short > 0) return Math.max(required - short, 0);
  return forecast === null || share === null ? null : share * required;
}
