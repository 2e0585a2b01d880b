const page = (name: string) => `https://trino.io/docs/current/functions/${name}.html` as const;
const AGGREGATE = page("aggregate");
const WINDOW = page("window");
const DATETIME = page("datetime");
const ARRAY = page("array");
const MATH = page("math");
const CONDITIONAL = page("conditional");
const STRING = page("string");

/** Functions and operators that the views and queries may use, as DuckDB's parser names them, each with Trino's page on it. */
export const TRINO_FUNCTIONS: Readonly<Record<string, string>> = {
  "+": MATH,
  "-": MATH,
  "*": MATH,
  "/": MATH,
  "%": MATH,
  "||": STRING,
  bool_and: AGGREGATE,
  bool_or: AGGREGATE,
  cardinality: ARRAY,
  ceiling: MATH,
  count: AGGREGATE,
  /** `count(*)`. */
  count_star: AGGREGATE,
  date_diff: DATETIME,
  date_trunc: DATETIME,
  first_value: WINDOW,
  lag: WINDOW,
  lead: WINDOW,
  lower: STRING,
  max: AGGREGATE,
  max_by: AGGREGATE,
  min: AGGREGATE,
  min_by: AGGREGATE,
  nullif: CONDITIONAL,
  row_number: WINDOW,
  sequence: ARRAY,
  strpos: STRING,
  substr: STRING,
  sum: AGGREGATE,
  /** `INTERVAL 'n' DAY`, which DuckDB's parser turns into calls of these two. */
  to_days: DATETIME,
  trunc: DATETIME,
  unnest: "https://trino.io/docs/current/sql/select.html#unnest",
};
