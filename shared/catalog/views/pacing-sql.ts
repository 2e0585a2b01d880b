import { listed } from "../view.ts";

/** Counters that may deliver against a cap; `billable` stands for the column `billable_leads`. */
export const CAP_COUNTER_COLUMNS = ["billable", "valid", "delivered"] as const;
type Counter = (typeof CAP_COUNTER_COLUMNS)[number];

/** What the columns of a counter's pace begin with. */
export const paceColumns = (counter: Counter): string => (counter === "billable" ? "" : `${counter}_`);

/** The same lines for each counter, as entries of one list. */
const each = (lines: (counter: Counter) => string): string => CAP_COUNTER_COLUMNS.map(lines).join(",\n");

const LEADS = CAP_COUNTER_COLUMNS.map((n) => `${n}_leads`);
/** A counter's week: the activity_date it is counted from, what it was then, and the most it has been since. */
const HISTORY = CAP_COUNTER_COLUMNS.flatMap((n) => [`${n}_since`, `${n}_then`, `${n}_peak`]);

/** 17 leads in 7 days bring 17 more in 7, which doubles are a hair short of or above. */
const ROUNDING = "CAST(0.000000001 AS double)";

/** Days of snapshots that a rate is made of. */
const WEEK_DAYS = 7;
/** A rate needs so many weekdays on which the campaign could deliver; before, it is early. */
const SHORTEST_WEEKDAYS = 3;
/** A cap that would be reached later than in ten years is not. */
const LONGEST_CAP_DAYS = 3_650;

export interface Week {
  readonly table: string;
  /** What else is known of the snapshot's rows `c`: a join, or nothing. */
  readonly join: string;
  /** Columns that later steps need, `c.id` or `c.status AS running_status`: those of `FLIGHT` and further ones, the counters aside. */
  readonly columns: readonly string[];
  /** Whether a row `p` of an earlier day and the snapshot's row `c` are of the same thing. */
  readonly isSame: string;
  /** Whether a row `p` shows the thing not running. */
  readonly isIdle: string;
}

/** What both views need of a snapshot's rows, by the table's columns. */
export const FLIGHT = ["c.enterprise", "c.snapshot_date", "c.id", "c.activity_date"];

/**
 * `weeks`: every row beside its counters at the oldest snapshot of the week that knows them, or at the last one that shows it not
 * running where that is newer: from there on every day is one on which it could deliver.
 */
export const weekStep = ({ table, join, columns, isSame, isIdle }: Week): string => `days AS (
  SELECT
${listed([...columns, ...LEADS.map((name) => `c.${name}`)], 4)},
    p.snapshot_date AS step_date,
    p.activity_date AS step_activity_date,
${each((n) => `    p.${n}_leads AS ${n}_step`)},
    max(CASE WHEN ${isIdle} THEN p.snapshot_date END)
      OVER (PARTITION BY c.enterprise, c.snapshot_date, c.id) AS idle_date,
    max(CASE WHEN ${isIdle} THEN p.activity_date END)
      OVER (PARTITION BY c.enterprise, c.snapshot_date, c.id) AS idle_activity_date
  FROM ${table} AS p
  RIGHT JOIN ${table} AS c
    ON p.enterprise = c.enterprise
    AND ${isSame}
    AND p.snapshot_date < c.snapshot_date
    AND p.snapshot_date >= CAST(CAST(CAST(c.snapshot_date AS date) - INTERVAL '${WEEK_DAYS}' DAY AS date) AS varchar)${join}
),
weeks AS (
  SELECT
${listed([...columns.map(nameOf), ...LEADS], 4)},
    max(idle_activity_date) AS idle_activity_date,
${each((n) => {
  const known = `FILTER (WHERE ${n}_step IS NOT NULL AND step_date >= COALESCE(idle_date, ''))`;
  return `    min_by(step_activity_date, step_date) ${known} AS ${n}_since,
    min_by(${n}_step, step_date) ${known} AS ${n}_then,
    max(${n}_step) ${known} AS ${n}_peak`;
})}
  FROM days
  GROUP BY
${listed([...columns.map(nameOf), ...LEADS], 4)}
)`;

/** `c.status AS running_status` → `running_status`, `c.id` → `id`. */
const nameOf = (text: string): string => text.split(/ AS |\./).at(-1) ?? text;

/** Whether a row shows that nothing can be delivered: by its status or its dates, as far as it has them. */
export const isIdle = (row: {
  readonly status: string;
  readonly activityDate: string;
  readonly start: string;
  readonly end: string;
}): string =>
  `COALESCE(lower(${row.status}) <> 'active', FALSE) OR COALESCE(${row.activityDate} < ${row.start}, FALSE) OR COALESCE(${row.activityDate} > ${row.end}, FALSE)`;

/** Weekdays after one day and up to another, at most `WEEK_DAYS` later, counted from a Monday long before. */
const weekdays = (from: string, until: string): string =>
  Array.from(
    { length: WEEK_DAYS },
    (_, back) =>
      `CASE WHEN date_diff('day', ${from}, ${until}) > ${back} AND (date_diff('day', DATE '1900-01-01', ${until}) + ${WEEK_DAYS - back}) % ${WEEK_DAYS} < 5 THEN 1 ELSE 0 END`,
  ).join("\n      + ");

/**
 * From `weeks` to its forecasts. A step of its own for each figure that others are made of, since no column is used in the SELECT
 * that makes it.
 * @param carried further columns of `weeks` that the view shows
 */
export function forecastSteps(carried: readonly string[]): string {
  const row = listed(["enterprise", "snapshot_date", "id", "activity_date", "start_date", "end_date", ...carried], 4);
  const counted = `${row},\n${listed([...LEADS, "cap", "running", "days_total"], 4)}`;
  return `flights AS (
  SELECT
${row},
${listed(LEADS, 4)},
    CASE WHEN NOT COALESCE(uncapped, FALSE) AND leads_required > 0 THEN leads_required END AS cap,
    running_status IS NOT NULL AND NOT (${isIdle({ status: "running_status", activityDate: "activity_date", start: "running_start", end: "running_end" })}) AS running,
    CASE WHEN start_date <= end_date THEN date_diff('day', start_date, end_date) + 1 END AS days_total,
    CASE WHEN start_date <= end_date THEN date_diff('day', start_date, activity_date) + 1 END AS days_since_start,
    CASE WHEN end_date < activity_date THEN end_date ELSE activity_date END AS until,
    CASE
      WHEN idle_activity_date > CAST(activity_date - INTERVAL '${WEEK_DAYS}' DAY AS date) THEN idle_activity_date
      ELSE CAST(activity_date - INTERVAL '${WEEK_DAYS}' DAY AS date)
    END AS able_from,
${listed(HISTORY, 4)}
  FROM weeks
),
spans AS (
  SELECT
${counted},
    until,
    CASE WHEN start_date > able_from THEN CAST(start_date - INTERVAL '1' DAY AS date) ELSE able_from END AS flown_from,
    CASE
      WHEN days_since_start < 0 THEN 0
      WHEN days_since_start > days_total THEN days_total
      ELSE days_since_start
    END AS days_elapsed,
${each(
  (n) => `    ${n}_then,
    ${n}_peak,
    CASE
      WHEN running AND start_date > ${n}_since THEN CAST(start_date - INTERVAL '1' DAY AS date)
      WHEN running THEN ${n}_since
    END AS ${n}_from`,
)}
  FROM flights
),
airborne AS (
  SELECT
${counted},
    days_elapsed,
    days_total - days_elapsed AS days_left,
    ${weekdays("flown_from", "until")} AS weekdays_flown,
    CAST(cap AS double) * CAST(days_elapsed AS double) / NULLIF(CAST(days_total AS double), 0) AS expected_leads,
${each(
  (n) => `    ${n}_then,
    ${n}_peak,
    date_diff('day', ${n}_from, until) AS ${n}_days,
    ${weekdays(`${n}_from`, "until")} AS ${n}_weekdays`,
)}
  FROM spans
),
paces AS (
  SELECT
${counted},
    days_elapsed,
    days_left,
    expected_leads,
    running AND weekdays_flown < ${SHORTEST_WEEKDAYS} AS early,
${each(
  (n) => `    ${n}_days,
    CASE WHEN ${n}_weekdays >= ${SHORTEST_WEEKDAYS} THEN CAST(${n}_leads - ${n}_then AS double) / NULLIF(${n}_days, 0) END AS ${n}_rate,
    CASE WHEN ${n}_peak > ${n}_leads THEN ${n}_leads - (${n}_peak - ${n}_leads) ELSE ${n}_leads END AS ${n}_worst`,
)}
  FROM airborne
),
prospects AS (
  SELECT
${counted},
    days_elapsed,
    days_left,
    expected_leads,
    early,
${each(
  (n) => `    ${n}_days,
    ${n}_rate,
    CASE WHEN ${n}_worst > 0 THEN CAST(${n}_worst AS double) ELSE CAST(0 AS double) END AS ${n}_least,
    CAST(${n}_leads AS double) + ${n}_rate * days_left AS ${n}_straight`,
)}
  FROM paces
),
forecasts AS (
  SELECT
${counted},
    days_elapsed,
    days_left,
    expected_leads,
    early,
${each(
  (n) => `    ${n}_days,
    ${n}_rate,
    CASE WHEN ${n}_straight < ${n}_least THEN ${n}_least ELSE ${n}_straight END AS ${n}_forecast,
    CASE
      WHEN ${n}_rate > 0 AND ${n}_leads < cap THEN ceiling(CAST(cap - ${n}_leads AS double) / NULLIF(${n}_rate, 0) - ${ROUNDING})
    END AS ${n}_cap_days`,
)}
  FROM prospects
)`;
}

/** The last columns of a view over `forecastSteps`, from the cap on. */
export const PACE_COLUMNS = `  CAST(f.cap AS bigint) AS cap,
${listed(LEADS, 2, "f")},
  c.held_leads,
  CAST(f.running AS boolean) AS running,
  CAST(f.early AS boolean) AS early,
  CAST(f.days_total AS bigint) AS days_total,
  CAST(f.days_elapsed AS bigint) AS days_elapsed,
  CAST(f.days_left AS bigint) AS days_left,
  CAST(f.expected_leads AS double) AS expected_leads,
${each(
  (n) => `  CAST(f.${n}_days AS bigint) AS ${paceColumns(n)}days_in_flight,
  CAST(f.${n}_rate AS double) AS ${paceColumns(n)}rate_per_day,
  CAST(CAST(f.${n}_leads AS double) / NULLIF(f.expected_leads, 0) AS double) AS ${paceColumns(n)}on_schedule_index,
  CAST(f.${n}_forecast AS double) AS ${paceColumns(n)}forecast,
  CAST(f.${n}_forecast / NULLIF(CAST(f.cap AS double), 0) AS double) AS ${paceColumns(n)}forecast_share,
  CAST(CASE
    WHEN f.${n}_leads >= f.cap OR f.${n}_forecast >= CAST(f.cap AS double) - ${ROUNDING} THEN 0
    WHEN f.${n}_forecast < CAST(f.${n}_leads AS double) THEN CAST(f.cap - f.${n}_leads AS double)
    ELSE CAST(f.cap AS double) - f.${n}_forecast
  END AS double) AS ${paceColumns(n)}leads_short,
  CAST(CASE
    WHEN f.days_left > 0 AND f.${n}_leads < f.cap THEN CAST(f.cap - f.${n}_leads AS double) / NULLIF(f.days_left, 0)
  END AS double) AS ${paceColumns(n)}needed_per_day,
  CAST(CASE
    WHEN f.${n}_cap_days <= date_diff('day', f.activity_date, f.end_date)
      OR (f.end_date IS NULL AND f.${n}_cap_days <= ${LONGEST_CAP_DAYS})
      THEN f.activity_date + CAST(f.${n}_cap_days AS bigint) * INTERVAL '1' DAY
  END AS date) AS ${paceColumns(n)}cap_reached_on`,
)}`;
