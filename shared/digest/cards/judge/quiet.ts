import { addDays, type Day, dayOf } from "../../../platform/day.ts";
import type { Account } from "../../model/account.ts";
import { weekdaysIn } from "../../model/day-span.ts";

/** How long nothing has come. */
export interface Quiet {
  readonly weekdays: number;
  /** The day (an activity_date) of the last lead; null where none is known to have come. */
  readonly lastDay: Day | null;
}

/**
 * Whole weekdays without a lead up to a snapshot: after the day of the last conversion, or of the last rise of all leads, whichever is
 * later; from the campaign's first day where none ever came. Null while unknown.
 * @param most how many are asked for: further back nothing is looked at
 */
export function quietWeekdays(
  { campaignSeries: series, input }: Account,
  id: number,
  position: number,
  most: number,
): Quiet | null {
  const row = series.row(position, id);
  const today = series.infos[position]?.activityDate;
  if (row === undefined || today === undefined || row.total_leads === null) return null;
  const last = row.last_conversion === null ? null : dayOf(row.last_conversion, input.timeZone);
  if (last === null && row.start_date === null) return null;
  let after: Day = last ?? addDays(row.start_date ?? today, -1);
  let lastDay = last;
  for (let at = position; at > 0; at -= 1) {
    const day = series.infos[at]?.activityDate ?? after;
    if (day <= after || weekdaysIn({ first: day, last: today }) > most) break;
    const [now, before] = [series.row(at, id)?.total_leads, series.row(at - 1, id)?.total_leads];
    if (now != null && before != null && now > before) after = lastDay = day;
  }
  return { weekdays: after >= today ? 0 : weekdaysIn({ first: addDays(after, 1), last: today }), lastDay };
}
