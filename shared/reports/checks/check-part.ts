import type { Audience } from "../../catalog/audiences.ts";
import { DATASETS, type DatasetName } from "../../catalog/datasets.ts";
import type { ReportPart } from "../../settings/report.ts";
import type { CheckedPart } from "../checked.ts";
import { kindOf } from "../duckdb-kinds.ts";
import type { CheckedColumn } from "../result.ts";
import { scoped, seenOf, spliced } from "../scope/prelude.ts";
import { datasetsOf, nameableBy } from "../scope/relations.ts";
import type { NamedValue } from "../text/literals.ts";
import { bound, templateOf } from "../text/template.ts";
import { aliasProblems } from "./alias-problems.ts";
import { constantCastProblems } from "./constant-casts.ts";
import type { EmptyEngine, Prepared, PreparedColumn } from "./empty-engine.ts";
import { statementOf } from "./statement.ts";
import { typeProblems } from "./strict-types.ts";
import { constantProblems, nameProblems, type SqlProblem, sizeProblems, textProblems } from "./text-problems.ts";
import type { TrinoGrammar } from "./trino-grammar.ts";
import { unitOf } from "./units.ts";
import { unlikeKinds } from "./unlike-kinds.ts";

export interface CheckTools {
  readonly grammar: TrinoGrammar;
  readonly engine: EmptyEngine;
}

export interface PartText {
  readonly sql: string;
  readonly part: ReportPart;
  readonly audience: Audience;
  /** What the enterprise collects. */
  readonly datasets: readonly DatasetName[];
  /** A value for every name that it may use; which, does not matter. */
  readonly values: ReadonlyMap<string, NamedValue>;
  /** Names that every report has. */
  readonly known: readonly string[];
}

type Checked =
  | { readonly ok: true; readonly part: CheckedPart }
  | { readonly ok: false; readonly problems: readonly SqlProblem[] };

const failed = (problems: readonly SqlProblem[]): Checked => ({ ok: false, problems });

/** Everything that can be told of a part without data; each step only when the ones before found nothing. */
export async function checkPart(tools: CheckTools, given: PartText): Promise<Checked> {
  const { sql, part, known } = given;
  const constants = Object.keys(part.with);
  const ofConstants = constantProblems(sql, { known, constants });
  const ofText = [
    ...textProblems(sql, { isFiled: part.file !== undefined }),
    ...nameProblems(sql, [...known, ...constants]),
  ];
  if (ofText.length > 0) return failed([...ofText, ...ofConstants]);
  const checked = await checkStatement(tools, given);
  if (ofConstants.length === 0) return checked;
  return failed([...(checked.ok ? [] : checked.problems), ...ofConstants]);
}

async function checkStatement(tools: CheckTools, given: PartText): Promise<Checked> {
  const { sql, part, audience, values } = given;
  const text = bound(templateOf(sql), values);
  // The first one: the others are its echoes.
  const [wrong] = tools.grammar.errors(text);
  if (wrong !== undefined) return failed([{ line: wrong.line, what: wrong.message, remedy: GRAMMAR }]);
  const statement = statementOf(tools.grammar, text, audience);
  if (statement.problems.length > 0) return failed(statement.problems);
  const second = await secondOpinion(tools.engine, text, statement.tables);
  if (second.length > 0) return failed(second);
  const absent = notTaken(statement.names, given.datasets);
  const seen = await preparedOnSeen(tools.engine, text, statement.names, audience);
  if (absent.length > 0 || !seen.ok) return failed([...absent, ...(seen.ok ? [] : [seen.problem])]);
  const ofTypes = [
    ...(await aliasProblems(tools.engine, seen.sql)),
    ...(await constantCastProblems(tools.engine, seen.sql)),
    ...(await typeProblems(tools.engine, seen.sql)),
    ...(await unlikeKinds(tools.engine, seen.sql)),
  ];
  if (ofTypes.length > 0) return failed(ofTypes);
  const template = scoped(sql, statement.names, audience);
  const run = bound(template, values);
  const ofSize = sizeProblems(run);
  if (ofSize.length > 0) return failed(ofSize);
  const prepared = await tools.engine.prepare(run);
  if (!prepared.ok) return failed([{ what: prepared.message, remedy: ENGINE }]);
  const ofResult = [...resultProblems(prepared.columns), ...chartProblems(part, prepared.columns)];
  if (ofResult.length > 0) return failed(ofResult);
  const columns = prepared.columns.map(({ name, type }) => checkedColumn(statement.names, name, type));
  const datasets = datasetsOf(statement.names).filter((name) => given.datasets.includes(name));
  return { ok: true, part: { template, datasets, columns } };
}

function checkedColumn(names: readonly string[], name: string, type: string): CheckedColumn {
  const kind = kindOf(type) ?? "text";
  const unit = unitOf(names, { name, kind });
  return { name, kind, ...(unit === undefined ? {} : { unit }) };
}

const GRAMMAR = "Correct it; Athena reads Trino's SQL";
const ENGINE = "Correct the SQL; docs/data-dictionary.md lists tables, views and columns";

/** Contract versions only help the pacing of contracts, which is told without them too. */
const isHelp = (name: string): boolean =>
  datasetsOf([name]).includes("contract-versions") && name.startsWith("publisher_");

/** Datasets that are read and not collected. */
const notTaken = (names: readonly string[], collected: readonly DatasetName[]): readonly SqlProblem[] =>
  datasetsOf(names.filter((name) => !isHelp(name)))
    .filter((name) => !collected.includes(name))
    .map((name) => ({
      what: `${DATASETS[name].words} are not collected of this enterprise`,
      remedy: `Add ${name} to its datasets, or leave their tables out`,
    }));

/** Both parsers must find the same tables, so that what one of them overlooks is refused. */
async function secondOpinion(
  engine: EmptyEngine,
  text: string,
  tables: ReadonlySet<string>,
): Promise<readonly SqlProblem[]> {
  const found = await engine.reads(text);
  if (found === undefined) {
    const told = await engine.prepare(text);
    const what = told.ok ? "DuckDB finds no SELECT in it" : told.message;
    return [{ ...(told.ok ? {} : lineOf(told)), what, remedy: "Write it as docs/portable-sql.md says" }];
  }
  const odd = [...found.tables.filter((name) => !tables.has(name)), ...found.functions.map((name) => `${name}()`)];
  return odd.map((name) => ({
    what: `${name} is read as a table by DuckDB alone`,
    remedy: "Write it as docs/portable-sql.md says",
  }));
}

type OnSeen =
  | { readonly ok: true; readonly columns: readonly PreparedColumn[]; readonly sql: string }
  | { readonly ok: false; readonly problem: SqlProblem };

/** Against tables of the columns that the audience may name, and no others, on one line so that the engine's lines are the author's. */
async function preparedOnSeen(
  engine: EmptyEngine,
  text: string,
  names: readonly string[],
  audience: Audience,
): Promise<OnSeen> {
  const relations = nameableBy(audience).filter(({ name }) => names.includes(name));
  const named = relations.map((relation) => {
    const seen = seenOf(relation, audience);
    const columns = seen.map((column) => `CAST(NULL AS ${relation.columns[column]}) AS "${column}"`);
    return { relation, seen, cte: `${relation.name} AS (SELECT ${columns.join(", ")} WHERE FALSE)` };
  });
  const ctes = named.map(({ cte }) => cte);
  const sql = spliced(text, ctes, " ").join("");
  const prepared = await engine.prepare(sql);
  if (prepared.ok) return { ...prepared, sql };
  const withheld = named.flatMap(({ relation, seen }) =>
    Object.keys(relation.columns).filter((name) => !seen.includes(name)),
  );
  return { ok: false, problem: { ...lineOf(prepared), ...saidOf(prepared.message, withheld, audience) } };
}

const lineOf = ({ line }: Extract<Prepared, { ok: false }>) => (line === undefined ? {} : { line });

function saidOf(message: string, withheld: readonly string[], audience: Audience): Pick<SqlProblem, "what" | "remedy"> {
  const missing = /(?:column|named) "([^"]+)"/.exec(message)?.[1]?.toLowerCase();
  if (missing === undefined || !withheld.includes(missing))
    return { what: message.replace(/\.+$/, ""), remedy: ENGINE };
  return {
    what: `${missing} is a column that a report of audience ${audience} may not see`,
    remedy: "Leave it out; docs/data-dictionary.md (Audiences) lists what each sees",
  };
}

function resultProblems(columns: readonly PreparedColumn[]): readonly SqlProblem[] {
  return columns.flatMap(({ name, type }, at): SqlProblem[] => [
    ...(/^[\p{L}_][^()[\]'"\p{Cc}]*$/u.test(name)
      ? []
      : [{ what: `column ${at + 1} of the result has no name`, remedy: "Give it one: AS name" }]),
    ...(columns.findIndex((one) => one.name.toLowerCase() === name.toLowerCase()) < at
      ? [{ what: `two columns of the result are named ${name}`, remedy: "Give one of them another name: AS name" }]
      : []),
    ...(kindOf(type) === undefined
      ? [{ what: `${name} is ${type}, which no cell can hold`, remedy: "Select its parts, or CAST(… AS varchar)" }]
      : []),
  ]);
}

function chartProblems({ chart }: ReportPart, columns: readonly PreparedColumn[]): readonly SqlProblem[] {
  if (chart === undefined) return [];
  const offered = columns.map(({ name }) => name).join(", ");
  const absent = [chart.label, chart.value].filter((name) => !columns.some((column) => column.name === name));
  if (absent.length > 0) {
    return absent.map((name) => ({
      what: `the chart's ${name} is no column of the result`,
      remedy: `It has ${offered}`,
    }));
  }
  const kind = kindOf(columns.find(({ name }) => name === chart.value)?.type ?? "");
  if (kind === "integer" || kind === "decimal" || kind === "number") return [];
  return [{ what: `the chart's value ${chart.value} is no number`, remedy: "Name a column of numbers" }];
}
