import type { Column, Columns } from "../column.ts";
import { hiveTypeOf } from "../hive-type.ts";
import { column, LOOKBACK_DAYS, type ViewColumns } from "../view.ts";

/** A lifetime total or a level of a table. */
export interface Measured {
  readonly name: string;
  readonly column: Column;
}

export const measuredOf = (columns: Columns): readonly Measured[] =>
  Object.entries(columns).flatMap(([name, source]) => (source.measure === undefined ? [] : [{ name, column: source }]));

/** Amounts in base currency move with the rate too, so they are revalued where others are corrected. */
const isBase = ({ column: { unit } }: Measured): boolean => unit === "base currency";
/** What is corrected when it falls. */
const isTotal = (one: Measured): boolean => one.column.measure === "total" && !isBase(one);

/** The earliest day that is looked at for the snapshot of a day. */
export const lookBack = (alias: string, days: number = LOOKBACK_DAYS): string =>
  `CAST(CAST(CAST(${alias}.snapshot_date AS date) - INTERVAL '${days}' DAY AS date) AS varchar)`;

/** What a contract is followed by: a renewed one gets another id, one that lacks a side of its pair keeps it. */
export const pairOf = (alias: string): string =>
  `COALESCE(CAST(${alias}.campaign_id AS varchar) || '/' || CAST(${alias}.publisher_id AS varchar), '#' || CAST(${alias}.id AS varchar))`;

/** A campaign's rate to the base currency; of a campaign in base currency it is 1 even when it is not told. */
export const rateOf = (alias: string): string =>
  `COALESCE(${alias}.rate_to_base, CASE WHEN ${alias}.currency_is_base THEN CAST(1 AS decimal(18,4)) END)`;

export interface Movement {
  readonly table: string;
  readonly measured: readonly Measured[];
  /** Whether a row `p` of an earlier day and the snapshot's row `c` are of the same thing. */
  readonly isSame: string;
  /** Further columns, made of the rows `p` of earlier days. */
  readonly more?: readonly string[];
}

/**
 * `movement`: every row of a table beside the snapshot before that has the same thing, and of each counter the newest value known
 * before, with the day that knew it. What is null on a day is so counted from where it was last known, and loses nothing.
 */
export const movementStep = ({ table, measured, isSame, more = [] }: Movement): string => `movement AS (
  SELECT
    c.enterprise,
    c.snapshot_date,
    c.id,
    max(p.snapshot_date) AS previous_snapshot_date,
${[
  ...more.map((text) => `    ${text}`),
  ...measured.map(
    ({ name }) => `    max(p.snapshot_date) FILTER (WHERE p.${name} IS NOT NULL) AS ${name}_since,
    max_by(p.${name}, p.snapshot_date) FILTER (WHERE p.${name} IS NOT NULL) AS ${name}_before`,
  ),
].join(",\n")}
  FROM ${table} AS p
  RIGHT JOIN ${table} AS c
    ON p.enterprise = c.enterprise
    AND ${isSame}
    AND p.snapshot_date < c.snapshot_date
    AND p.snapshot_date >= ${lookBack("c")}
  GROUP BY c.enterprise, c.snapshot_date, c.id
)`;

/** The rate of the previous snapshot, and the one each amount was last known with; -1 where it is not told, since an aggregate must not skip it. */
export const ratesBefore = (amounts: readonly string[]): readonly string[] => {
  const told = `max_by(COALESCE(${rateOf("p")}, CAST(-1 AS decimal(18,4))), p.snapshot_date)`;
  return [
    `${told} AS previous_rate`,
    ...amounts.map((name) => `${told} FILTER (WHERE p.${name} IS NOT NULL) AS ${name}_rate`),
  ];
};

/**
 * Whether amounts in base currency moved with the rate: by the rates at each amount's own two ends, or the snapshots' where no
 * amount has a delta. A rate that is not known may have moved.
 * @param rate of the snapshot's row
 */
export function revaluedColumns(amounts: readonly string[], rate: string): string {
  const has = (name: string) => `c.${name} IS NOT NULL AND n.${name}_since IS NOT NULL`;
  const moved = (name: string) => `(${has(name)} AND NOT COALESCE(${rate} = n.${name}_rate, FALSE))`;
  return [
    `  CAST(CASE
    WHEN n.previous_snapshot_date IS NULL THEN NULL
    WHEN ${amounts.map((name) => `(${has(name)})`).join(" OR ")}
      THEN ${amounts.map(moved).join("\n        OR ")}
    ELSE NOT COALESCE(${rate} = n.previous_rate, FALSE)
  END AS boolean) AS revalued`,
    ...(amounts.length === 1
      ? []
      : amounts.map(
          (name) =>
            `  CAST(CASE WHEN ${has(name)} THEN NOT COALESCE(${rate} = n.${name}_rate, FALSE) END AS boolean) AS ${name}_revalued`,
        )),
  ].join(",\n");
}

/** Names of the counters that something holds of, in one text; null when it holds of none. */
const named = (
  measured: readonly Measured[],
  test: (name: string) => string,
  told = (name: string) => `', ${name}'`,
) => {
  const cases = measured.map(({ name }) => `    CASE WHEN ${test(name)} THEN ${told(name)} ELSE '' END`);
  return `NULLIF(substr(\n${cases.join("\n    || ")}\n  , 3), '')`;
};

/** Of `c`, the snapshot's row, and `n`, its `movement`: what kind of movement it is. */
export const labelColumns = (measured: readonly Measured[]): string => `  n.previous_snapshot_date,
  CAST(date_diff('day', CAST(n.previous_snapshot_date AS date), CAST(n.snapshot_date AS date)) AS bigint) AS days_since_previous,
  CAST(CASE
    WHEN n.previous_snapshot_date IS NULL THEN 'first'
    WHEN date_diff('day', CAST(n.previous_snapshot_date AS date), CAST(n.snapshot_date AS date)) = 1 THEN 'daily'
    ELSE 'gap'
  END AS varchar) AS label,
  CAST(
${measured
  .filter(isTotal)
  .map(({ name }, at) => `    ${at === 0 ? "" : "OR "}COALESCE(c.${name} < n.${name}_before, FALSE)`)
  .join("\n")}
  AS boolean) AS corrected,
  CAST(${named(measured.filter(isTotal), (name) => `c.${name} < n.${name}_before`)} AS varchar) AS corrected_counters,
  CAST(${named(measured, (name) => `c.${name} IS NULL`)} AS varchar) AS unknown_counters,
  CAST(${named(
    measured,
    (name) => `c.${name} IS NOT NULL AND n.${name}_since < n.previous_snapshot_date`,
    (name) => `', ${name} ' || n.${name}_since`,
  )} AS varchar) AS earlier_counters,
  CAST(${named(
    measured,
    (name) => `c.${name} IS NOT NULL AND n.${name}_since IS NULL AND n.previous_snapshot_date IS NOT NULL`,
  )} AS varchar) AS first_counters`;

/** Each counter and what it moved by. Amounts are subtracted in 38 digits, so that any two of them can be. */
export const deltaColumns = (measured: readonly Measured[]): string =>
  measured
    .map(({ name, column: { type } }) =>
      type === "bigint"
        ? `  c.${name},\n  CAST(c.${name} - n.${name}_before AS bigint) AS ${name}_delta`
        : `  c.${name},\n  CAST(CAST(c.${name} AS decimal(38,4)) - CAST(n.${name}_before AS decimal(38,4)) AS decimal(19,4)) AS ${name}_delta`,
    )
    .join(",\n");

export const LABELS: ViewColumns = {
  previous_snapshot_date: column(
    "string",
    `The newest earlier snapshot with this row, within ${LOOKBACK_DAYS} days. Null: none, so every delta is null.`,
  ),
  days_since_previous: column("bigint", "Days between the two snapshot_dates.", "days"),
  label: column(
    "string",
    `first: nothing to compare with in the last ${LOOKBACK_DAYS} days. daily: against the day before. gap: days are missing in between, so the delta is of several days.`,
  ),
  corrected: column(
    "boolean",
    "True when a lifetime total fell: leads were flagged anew. Levels and base currency amounts are not judged.",
  ),
  corrected_counters: column("string", "Which ones fell: `valid_leads, revenue`. Null when none did."),
  unknown_counters: column(
    "string",
    "Those that the snapshot does not know: their movement of the day is unknown too.",
  ),
  earlier_counters: column(
    "string",
    "Those that the previous snapshot did not know: their delta is since they were last known, and the day is told: `valid_leads 2026-11-20`. Leave them out of ratios.",
  ),
  first_counters: column(
    "string",
    `Those that no snapshot of the last ${LOOKBACK_DAYS} days knew before: there is nothing to compare with.`,
  ),
};

/** Columns that hold each measured column and say what its delta is. */
export const deltas = (columns: Columns): ViewColumns =>
  Object.fromEntries(
    measuredOf(columns).flatMap(({ name, column: source }) => [
      [name, column(hiveTypeOf(source), source.comment, source.unit)],
      [`${name}_delta`, deltaOf(name, source)],
    ]),
  );

function deltaOf(name: string, source: Column): ViewColumns[string] {
  const net = source.measure === "total" ? "Net change; negative when corrected." : "Change of the level.";
  const type = source.type === "bigint" ? "bigint" : "decimal(19,4)";
  return column(
    type,
    `${name} less what it was when last known before. ${net} Null when it is not known, or was not in ${LOOKBACK_DAYS} days.`,
    source.unit,
  );
}
