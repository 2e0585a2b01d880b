import type { SqlProblem } from "./text-problems.ts";
import type { TrinoGrammar, TrinoNode } from "./trino-grammar.ts";
import { nameOf, type RuledNode } from "./trino-nodes.ts";

/** Functions that Athena and DuckDB both have, with one meaning, by the page of Trino's documentation that has them. */
export const FUNCTIONS = {
  aggregate: [
    ...["avg", "bool_and", "bool_or", "corr", "count", "max", "max_by", "min", "min_by", "stddev", "stddev_pop"],
    ...["stddev_samp", "sum", "var_pop", "var_samp", "variance"],
  ],
  window: [
    ...["cume_dist", "dense_rank", "first_value", "lag", "last_value", "lead", "nth_value", "ntile", "percent_rank"],
    ...["rank", "row_number"],
  ],
  math: [
    ...["abs", "ceil", "ceiling", "exp", "floor", "ln", "log10", "log2", "mod", "pow", "power", "round"],
    ...["sign", "sqrt"],
  ],
  string: [
    ...["concat_ws", "length", "lower", "lpad", "ltrim", "position", "replace", "rpad", "rtrim", "starts_with"],
    ...["strpos", "substr", "substring", "trim", "upper"],
  ],
  datetime: [
    ...["date", "date_diff", "date_trunc", "day", "extract", "hour", "minute", "month", "quarter", "week", "year"],
  ],
  conditional: ["coalesce", "if", "nullif"],
  conversion: ["cast", "try_cast"],
  array: ["cardinality", "sequence"],
  // Written like a call.
  comparison: ["exists", "grouping"],
} as const;

const TAKEN: ReadonlySet<string> = new Set(Object.values(FUNCTIONS).flat());

const ROWS = "count(*) FILTER (WHERE …)";
const CHANCE = "Write max(x) or min(x): which of the values it takes is chance";
const MATCH = "Write LIKE: of what does not match, one engine makes null and the other an empty text";
/** What to write for what people try first. */
const INSTEAD: Readonly<Record<string, string>> = {
  ...Object.fromEntries(["any_value", "arbitrary", "first", "last"].map((name) => [name, CHANCE])),
  ...Object.fromEntries(["regexp_extract", "regexp_like", "regexp_matches", "regexp_replace"].map((n) => [n, MATCH])),
  approx_distinct: "Write count(DISTINCT x)",
  count_if: `Write ${ROWS}`,
  countif: `Write ${ROWS}`,
  date_add: "Write CAST(d + INTERVAL '7' DAY AS date)",
  date_part: "Write EXTRACT(YEAR FROM d)",
  datediff: "Write date_diff('day', a, b)",
  day_of_week: "Write (date_diff('day', DATE '2024-01-01', d) % 7) + 1, which is 1 on a Monday",
  dayofweek: "Write (date_diff('day', DATE '2024-01-01', d) % 7) + 1, which is 1 on a Monday",
  date_format: "Select the date itself: the mail writes it as the locale does",
  format_datetime: "Select the date itself: the mail writes it as the locale does",
  strftime: "Select the date itself: the mail writes it as the locale does",
  format: "Write a || b, with CAST(x AS varchar)",
  ifnull: "Write COALESCE(a, b)",
  nvl: "Write COALESCE(a, b)",
  isnull: "Write x IS NULL",
  iff: "Write CASE",
  len: "Write length(x)",
  instr: "Write strpos(text, part)",
  left: "Write substr(x, 1, n)",
  right: "Write substr(x, -n)",
  split_part: "Write substr and strpos: past the last part, one engine makes null and the other an empty text",
  median: "Write a row_number() over the values and take the middle one: Athena has no median",
  truncate: "Write floor(x), or CAST(floor(x) AS bigint)",
  trunc: "Write floor(x), or date_trunc('day', x)",
  ...Object.fromEntries(
    ["array_agg", "group_concat", "list", "listagg", "string_agg"].map((name) => [
      name,
      "Give each value a row of its own: no text of them is written alike in both engines",
    ]),
  ),
};

const TO_LIST = "docs/portable-sql.md lists those that are";
/** Units that both engines cut at alike, and fields that both number alike. */
const UNITS: ReadonlySet<string> = new Set(["minute", "hour", "day", "week", "month", "quarter", "year"]);
/** The first of dates, the second of instants, which have no more digits. */
const DIFFERENCES: ReadonlySet<string> = new Set(["'day'", "'millisecond'"]);

/** Calls of functions that are not known to mean the same in both engines, each with its line. */
export function functionProblems(grammar: TrinoGrammar, nodes: readonly RuledNode[]): readonly SqlProblem[] {
  return nodes.flatMap(({ node, rule, line }): readonly SqlProblem[] => {
    if (rule === "timeZoneSpecifier") return [{ line, ...TIME_ZONE }];
    const call = rule === "primaryExpression" ? callOf(grammar, node) : undefined;
    if (call === undefined) return [];
    const what = call.name === "" ? undefined : wrongIn(call);
    return what === undefined ? [] : [{ line, ...what }];
  });
}

interface Call {
  readonly name: string;
  /** What stands between the brackets and behind them, as it is written, white space left out. */
  readonly parts: readonly string[];
  readonly hasFilter: boolean;
}

/** A function's name is a rule of its own; what has a syntax of its own begins with its word. */
function callOf(grammar: TrinoGrammar, { children = [] }: TrinoNode): Call | undefined {
  const [first, bracket] = children;
  if (first === undefined || bracket?.getText() !== "(") return undefined;
  const rule = grammar.ruleOf(first);
  if (rule !== undefined && rule !== "functionName") return undefined;
  return {
    name: nameOf(first),
    parts: children.slice(2).map((child) => child.getText().toLowerCase()),
    hasFilter: children.some((child) => grammar.ruleOf(child) === "filter"),
  };
}

function wrongIn({ name, parts: [first = ""], hasFilter }: Call): Pick<SqlProblem, "what" | "remedy"> | undefined {
  if (!TAKEN.has(name)) {
    const instead = Object.hasOwn(INSTEAD, name) ? INSTEAD[name] : undefined;
    return {
      what: `${name} is no function that Athena and DuckDB are known to have alike`,
      remedy: instead ?? TO_LIST,
    };
  }
  if ((name === "max_by" || name === "min_by") && !hasFilter) {
    return {
      what: `${name} without a FILTER takes a null for a value in Athena, and passes over it in DuckDB`,
      remedy: `Write ${name}(x, y) FILTER (WHERE x IS NOT NULL)`,
    };
  }
  if (name === "date_diff" && !DIFFERENCES.has(first)) {
    return {
      what: `date_diff of ${first}, which Athena counts when it is full, and DuckDB when the next one begins`,
      remedy: "Write date_diff('day', a, b) of two dates, or 'millisecond' of two instants and divide it",
    };
  }
  if (name === "date_trunc" && !UNITS.has(first.replaceAll("'", ""))) {
    return {
      what: `date_trunc of ${first}`,
      remedy: `Name one of ${[...UNITS].map((unit) => `'${unit}'`).join(", ")}`,
    };
  }
  if (name === "extract" && !UNITS.has(first)) {
    return {
      what: `EXTRACT of ${first}, which the engines number apart or do not both have`,
      remedy: `Name one of ${[...UNITS].map((unit) => unit.toUpperCase()).join(", ")}; ${INSTEAD["day_of_week"]}`,
    };
  }
  return undefined;
}

const TIME_ZONE = {
  what: "AT TIME ZONE, which means the opposite in Athena and in DuckDB",
  remedy: "Days of the enterprise are columns, such as activity_date and start_date; instants are written in its zone",
};
