import type { Account } from "./account.ts";
import { rateAt } from "./movement.ts";
import { type Pace, paceOf } from "./pace.ts";
import type { Key } from "./series.ts";
/** The pace of a campaign as the snapshot at `position` shows it; null when it has none there. */
export function paceAt(account: Account, position: number, key: Key): Pace | null {
  const { campaignSeries: series, capCounter: counter } = account;
  const row = series.row(position, key);
  const info = series.infos[position];
  if (row === undefined || info === undefined) return null;
  const flight = {
    required: row.leads_required,
    uncapped: row.uncapped,
    startDate: row.start_date,
    endDate: row.end_date,
    activityDate: info.activityDate,
    capLeads: counter(row),
    rate: rateAt(series, counter, { position, key }),
  };
  return paceOf(flight, account.settings.thresholds);
}

/** Leads that will be missing at the end: by the forecast, or by the even delivery while it is early. */
export function shortfallOf(pace: Pace): number {
  return Math.max(Math.round(pace.required - (pace.forecast ?? pace.required * (pace.share ?? 1))), 0);
}
