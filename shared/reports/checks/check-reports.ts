import { readFile, realpath } from "node:fs/promises";
import { basename, join, sep } from "node:path";
import { namedQueries } from "../../catalog/queries.ts";
import { ReportsError } from "../../platform/errors.ts";
import { decodeText } from "../../platform/text.ts";
import { membersOf } from "../../settings/recipients.ts";
import type { ReportPart, ReportSettings } from "../../settings/report.ts";
import type { EnterpriseSettings, Settings } from "../../settings/schema.ts";
import type { CheckedPart, CheckedReport, NamedPart } from "../checked.ts";
import { GIVEN_NAMES, MEMBER_NAME, periodOf, valuesOf } from "../names.ts";
import { literalProblem } from "../text/literals.ts";
import { type CheckTools, checkPart } from "./check-part.ts";
import { openEmptyEngine } from "./empty-engine.ts";
import type { SqlProblem } from "./text-problems.ts";
import { trinoGrammar } from "./trino-grammar.ts";

export interface ChecksAsked {
  /** Folder of the settings, which files are relative to. */
  readonly folder: string;
  /** One alone. @default all of every enterprise */
  readonly only?: { readonly enterprise: string; readonly report: string };
}

/**
 * Reads and checks the SQL of reports, before anything is deployed or run.
 * @throws InvalidSettings with all that is wrong, each with file, line and what to do
 */
export async function checkReports(
  settings: Settings,
  { folder, only }: ChecksAsked,
): Promise<readonly CheckedReport[]> {
  const asked = Object.entries(settings.enterprises).flatMap(([enterprise, own]) =>
    Object.entries(own.reports)
      .filter(([name]) => only === undefined || (only.enterprise === enterprise && only.report === name))
      .map(([name, report]) => ({ enterprise, own, name, report })),
  );
  if (asked.length === 0) return [];
  const engine = await openEmptyEngine();
  try {
    const tools = { grammar: await trinoGrammar(), engine };
    const checked: CheckedReport[] = [];
    const problems: string[] = [];
    for (const { enterprise, own, name, report } of asked) {
      const parts = await checkParts(tools, folder, { enterprise, own, report });
      problems.push(
        ...parts.flatMap((part) => ("told" in part ? part.told.map((text) => `${enterprise}, ${name}: ${text}`) : [])),
      );
      const good = parts.flatMap((part) => ("told" in part ? [] : [part]));
      checked.push({ enterprise, name, settings: report, parts: good });
    }
    if (problems.length > 0) throw refused(problems);
    return checked;
  } finally {
    engine.close();
  }
}

const refused = (problems: readonly string[]): ReportsError =>
  new ReportsError("InvalidSettings", {
    what: `the reports have ${problems.length} problem${problems.length === 1 ? "" : "s"}:\n${problems.map((text) => `  ${text}`).join("\n")}\n`,
    where: "reports of the settings",
    remedy: "Correct each; docs/reports.md says what a report may be",
  });

interface Asked {
  readonly enterprise: string;
  readonly own: EnterpriseSettings;
  readonly report: ReportSettings;
}

type PartOutcome = (CheckedPart & NamedPart) | { readonly told: readonly string[] };

async function checkParts(tools: CheckTools, folder: string, asked: Asked): Promise<readonly PartOutcome[]> {
  const names = partNames(asked.report.parts);
  const outcomes: PartOutcome[] = [];
  for (const [at, part] of asked.report.parts.entries()) {
    const where = part.file ?? `query ${part.query}`;
    const name = names[at] ?? "";
    const text = await textOf(part, folder, asked.enterprise);
    if (!text.ok) {
      outcomes.push({ told: [told(where, text.problem)] });
      continue;
    }
    const wrong = Object.entries(part.with).flatMap(([constant, value]) => {
      const what = literalProblem(value);
      return what === undefined ? [] : [told(where, { what: `with.${constant} ${what}`, remedy: "Correct it" })];
    });
    const checked = await checkPart(tools, { sql: text.sql, part, ...contextOf(part, asked) });
    if (checked.ok && wrong.length === 0) {
      outcomes.push({ ...checked.part, name, title: part.title ?? name, with: part.with });
    } else {
      outcomes.push({
        told: [...wrong, ...(checked.ok ? [] : checked.problems.map((problem) => told(where, problem)))],
      });
    }
  }
  return outcomes;
}

function contextOf(part: ReportPart, { enterprise, own, report }: Asked) {
  const [member = null] = membersOf(report);
  const period = periodOf(report, SOME_DAY, own);
  return {
    audience: report.audience,
    datasets: own.datasets,
    values: valuesOf({ enterprise, settings: own, report, period, member, constants: part.with }),
    known: [...GIVEN_NAMES, ...(member === null ? [] : [MEMBER_NAME])],
  };
}

/** A text that is right on one day is right on all. */
const SOME_DAY = "2026-11-24";

const told = (where: string, { line, what, remedy }: SqlProblem): string =>
  `${where}${line === undefined ? "" : `, line ${line}`}: ${what}. ${remedy}`;

/** `reports/behind.sql` → `behind`, and the second of the name `behind-2`. */
function partNames(parts: readonly ReportPart[]): readonly string[] {
  const stems = parts.map(
    ({ file, query }) =>
      (query ?? basename(file ?? "", ".sql"))
        .replace(/[^A-Za-z0-9]+/g, "-")
        .replace(/^-|-$/g, "")
        .toLowerCase() || "part",
  );
  const taken = new Set<string>();
  return stems.map((stem) => {
    let name = stem;
    for (let count = 2; taken.has(name); count += 1) name = `${stem}-${count}`;
    taken.add(name);
    return name;
  });
}

type PartSql = { readonly ok: true; readonly sql: string } | { readonly ok: false; readonly problem: SqlProblem };

async function textOf({ file, query }: ReportPart, folder: string, enterprise: string): Promise<PartSql> {
  if (file !== undefined) return fileText(file, folder);
  const queries = namedQueries(enterprise);
  const found = queries.find(({ name }) => name === query);
  if (found !== undefined) return { ok: true, sql: found.sql };
  const remedy = `There are ${queries.map(({ name }) => name).join(", ")}`;
  return { ok: false, problem: { what: "there is no such saved query", remedy } };
}

async function fileText(file: string, folder: string): Promise<PartSql> {
  const wrong = (what: string, remedy: string): PartSql => ({ ok: false, problem: { what, remedy } });
  const path = await realpath(join(folder, file)).catch(() => undefined);
  if (path === undefined) return wrong("there is no such file", `It is looked for beside the settings, in ${folder}`);
  // A link may lead anywhere.
  if (!path.startsWith((await realpath(folder)) + sep))
    return wrong("the file lies outside the settings' folder", "Put it there");
  const bytes = await readFile(path).catch(() => undefined);
  if (bytes === undefined) return wrong("it is no file that can be read", "Name a file, and let it be read");
  const sql = decodeText(bytes);
  if (sql === undefined) return wrong("the file cannot be read as UTF-8", "Save it as UTF-8");
  return { ok: true, sql: sql.replace(/\s*;?\s*$/, "") };
}
