import { listed } from "../view.ts";

/** Counters that may deliver against a cap; `billable` stands for the column `billable_leads`. */
export const CAP_COUNTER_COLUMNS = ["billable", "valid", "delivered"] as const;

/** What the columns of a counter's pace begin with. */
export const paceColumns = (counter: (typeof CAP_COUNTER_COLUMNS)[number]): string =>
  counter === "billable" ? "" : `${counter}_`;

/** The same lines for each counter, as entries of one list. */
const each = (lines: (counter: (typeof CAP_COUNTER_COLUMNS)[number]) => string): string =>
  CAP_COUNTER_COLUMNS.map(lines).join(",\n");

const LEADS = CAP_COUNTER_COLUMNS.map((n) => `${n}_leads`);
/** A counter, the day on which the week before the snapshot knew it first, and what it was then. */
const HISTORY = CAP_COUNTER_COLUMNS.flatMap((n) => [`${n}_leads`, `${n}_since`, `${n}_then`]);

export interface Week {
  readonly table: string;
  /** Columns of the snapshot that later steps need, the counters aside. */
  readonly columns: readonly string[];
  /** Whether a row `p` of an earlier day and the snapshot's row `c` are of the same thing. */
  readonly isSame: string;
}

/** Every row of a table beside the oldest known counters of the 7 days before. */
export const weekStep = ({ table, columns, isSame }: Week): string => `weeks AS (
  SELECT
${listed([...columns, ...LEADS], 4, "c")},
${each(
  (n) => `    min(p.snapshot_date) FILTER (WHERE p.${n}_leads IS NOT NULL) AS ${n}_since,
    min_by(p.${n}_leads, p.snapshot_date) FILTER (WHERE p.${n}_leads IS NOT NULL) AS ${n}_then`,
)}
  FROM ${table} AS p
  RIGHT JOIN ${table} AS c
    ON p.enterprise = c.enterprise
    AND ${isSame}
    AND p.snapshot_date < c.snapshot_date
    AND p.snapshot_date >= CAST(CAST(CAST(c.snapshot_date AS date) - INTERVAL '7' DAY AS date) AS varchar)
  GROUP BY
${listed([...columns, ...LEADS], 4, "c")}
)`;

/** Columns of `weekStep` as a later step hands them on. */
export const historyOf = (alias: string): string => listed(HISTORY, 4, alias);

/**
 * From a step with a flight's dates, cap and counters to its forecasts. A step of its own for each figure that others are made of,
 * since no column is used in the SELECT that makes it.
 * @param from a step with start_date, end_date, uncapped, leads_required and `HISTORY`
 * @param carried further columns of it that the view shows
 */
export function forecastSteps(from: string, carried: readonly string[]): string {
  const row = listed(["enterprise", "snapshot_date", "id", "activity_date", "end_date", ...carried], 4);
  const counted = `${row},\n${listed([...LEADS, "cap", "days_total"], 4)}`;
  return `flights AS (
  SELECT
${row},
    CASE WHEN NOT COALESCE(uncapped, FALSE) AND leads_required > 0 THEN leads_required END AS cap,
    CASE WHEN start_date <= end_date THEN date_diff('day', start_date, end_date) + 1 END AS days_total,
    CASE WHEN start_date <= end_date THEN date_diff('day', start_date, activity_date) + 1 END AS days_since_start,
${listed(HISTORY, 4)}
  FROM ${from}
),
spans AS (
  SELECT
${counted},
    CASE
      WHEN days_since_start < 0 THEN 0
      WHEN days_since_start > days_total THEN days_total
      ELSE days_since_start
    END AS days_elapsed,
${each(
  (n) => `    CASE
      WHEN date_diff('day', CAST(${n}_since AS date), CAST(snapshot_date AS date)) >= 3
        THEN CAST(${n}_leads - ${n}_then AS double)
          / NULLIF(date_diff('day', CAST(${n}_since AS date), CAST(snapshot_date AS date)), 0)
    END AS ${n}_rate`,
)}
  FROM flights
),
paces AS (
  SELECT
${counted},
    days_elapsed,
    days_total - days_elapsed AS days_left,
    CAST(cap AS double) * CAST(days_elapsed AS double) / NULLIF(CAST(days_total AS double), 0) AS expected_leads,
${each((n) => `    ${n}_rate`)}
  FROM spans
),
forecasts AS (
  SELECT
${counted},
    days_elapsed,
    days_left,
    expected_leads,
${each(
  (n) => `    ${n}_rate,
    CAST(${n}_leads AS double) + ${n}_rate * days_left AS ${n}_forecast,
    CASE
      WHEN ${n}_rate > 0 AND ${n}_leads < cap THEN ceiling(CAST(cap - ${n}_leads AS double) / NULLIF(${n}_rate, 0))
    END AS ${n}_cap_days`,
)}
  FROM paces
)`;
}

/** The last columns of a view over `forecastSteps`, from the cap on. */
export const PACE_COLUMNS = `  CAST(f.cap AS bigint) AS cap,
${listed(LEADS, 2, "f")},
  c.held_leads,
  CAST(f.days_total AS bigint) AS days_total,
  CAST(f.days_elapsed AS bigint) AS days_elapsed,
  CAST(f.days_left AS bigint) AS days_left,
  CAST(f.expected_leads AS double) AS expected_leads,
${each(
  (n) => `  CAST(f.${n}_rate AS double) AS ${paceColumns(n)}rate_per_day,
  CAST(CAST(f.${n}_leads AS double) / NULLIF(f.expected_leads, 0) AS double) AS ${paceColumns(n)}on_schedule_index,
  CAST(f.${n}_forecast AS double) AS ${paceColumns(n)}forecast,
  CAST(f.${n}_forecast / NULLIF(CAST(f.cap AS double), 0) AS double) AS ${paceColumns(n)}forecast_share,
  CAST(CASE
    WHEN f.days_left > 0 AND f.${n}_leads < f.cap THEN CAST(f.cap - f.${n}_leads AS double) / NULLIF(f.days_left, 0)
  END AS double) AS ${paceColumns(n)}needed_per_day,
  CAST(CASE
    WHEN f.${n}_cap_days <= date_diff('day', f.activity_date, f.end_date)
      THEN f.activity_date + CAST(f.${n}_cap_days AS bigint) * INTERVAL '1' DAY
  END AS date) AS ${paceColumns(n)}cap_reached_on`,
)}`;
