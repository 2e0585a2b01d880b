import { activityDateOf, addDays, type Day, instantAt } from "../platform/day.ts";
import type { ReportSettings } from "../settings/report.ts";
import type { EnterpriseSettings } from "../settings/schema.ts";
import { isMailDay } from "../settings/timetable.ts";
import type { NamedValue } from "./text/literals.ts";
import { MADE_AT } from "./text/template.ts";

/** Names that every report has, besides its own constants. */
export const GIVEN_NAMES = ["enterprise", "date", "previous_date", "first_day", "last_day"] as const;
/** Has a value where the audience is many. */
export const MEMBER_NAME = "member";

/** What a report tells of. */
export interface ReportPeriod {
  /** snapshot_date of the report. */
  readonly date: Day;
  /** snapshot_date of the one that is due before it. */
  readonly previousDate: Day;
  /** Activity days, both counted. */
  readonly firstDay: Day;
  readonly lastDay: Day;
}

/** A report is due on every 31st day at least: of a month's, the 1st. */
const LONGEST_APART = 31;

/** Since the report that is due before a day; whether one is due on the day itself does not matter. */
export function periodOf(
  report: Pick<ReportSettings, "period" | "days">,
  date: Day,
  { snapshotAt }: Pick<EnterpriseSettings, "snapshotAt">,
): ReportPeriod {
  let previousDate = addDays(date, -1);
  for (let back = 1; back < LONGEST_APART && !isMailDay(report, previousDate); back += 1) {
    previousDate = addDays(previousDate, -1);
  }
  return {
    date,
    previousDate,
    firstDay: addDays(activityDateOf(previousDate, snapshotAt), 1),
    lastDay: activityDateOf(date, snapshotAt),
  };
}

export interface NamedValues {
  readonly enterprise: string;
  readonly settings: Pick<EnterpriseSettings, "timeZone">;
  readonly report: Pick<ReportSettings, "at">;
  readonly period: ReportPeriod;
  readonly member: number | null;
  readonly constants: Readonly<Record<string, NamedValue>>;
}

/** What each name of a text stands for. Days are text. */
export function valuesOf(given: NamedValues): ReadonlyMap<string, NamedValue> {
  const { date, previousDate, firstDay, lastDay } = given.period;
  const madeAt = new Date(instantAt(date, given.report.at, given.settings.timeZone)).toISOString();
  return new Map<string, NamedValue>([
    ...Object.entries(given.constants),
    ["enterprise", given.enterprise],
    ["date", date],
    ["previous_date", previousDate],
    ["first_day", firstDay],
    ["last_day", lastDay],
    ...(given.member === null ? [] : [[MEMBER_NAME, given.member] as const]),
    [MADE_AT, `${madeAt.slice(0, -1).replace("T", " ")} UTC`],
  ]);
}
