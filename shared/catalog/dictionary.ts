import { AUDIENCE_SCOPES, type AudienceScope } from "./audiences.ts";
import { type Column, type Columns, isListColumn, PARTITION_KEYS, type Source } from "./column.ts";
import type { Dataset } from "./dataset.ts";
import { DATASETS } from "./datasets.ts";
import { daysTable, MONTHLY_DATASETS, monthsTable } from "./months.ts";
import { namedQueries } from "./queries.ts";
import { glueTypeOf, RECORD_TABLES, type RecordTable } from "./records.ts";
import type { ViewColumns } from "./view.ts";
import { VIEWS, type View } from "./views.ts";

const OPENING = `# Data dictionary

Written by \`npm run docs\` from the catalog; a test fails when it is stale. The same comments stand in Glue.

- **Days** belong to the enterprise's time zone; **instants** are UTC. A snapshot of the morning of the 23rd tells of the 22nd: group by \`activity_date\`, filter by \`snapshot_date\`.
- **Totals are lifetime totals** and can fall when leads are flagged anew. Movement is in the views whose names end in \`_daily\`, in columns that end in \`_delta\`.
- **Money** is exact, \`decimal(18,4)\`. Add it over campaigns in base currency only.
- **Null is not zero**: nothing is known. A published snapshot of zero rows is a day on which nothing was there; a day missing from \`snapshot_days\` is not.
- **A run counts for a day** when it ended as published, or found the day published: \`snapshot_days\` has it. Failed and dry runs do not count. \`snapshot_date\` is the day of the run's scheduled time, whenever it ran.
- **The previous snapshot** of a thing is the newest earlier one that has it, at most 35 days back; a counter that it does not know is counted from where it was last known in those days, else it is \`first\`.
- **An end before the start** is no flight: such a campaign or contract has no days, no index and no forecast.
- **Name \`enterprise\` in every query, and \`snapshot_date\` as text** wherever days can be named: only then are other files left unread. What a view reads is said with it; Athena may read more of the look-back than that, never other enterprises.
`;

/** The whole of docs/data-dictionary.md. */
export function dataDictionary(): string {
  const parts = [
    OPENING,
    "## Contents\n",
    contents(),
    "\n## Tables\n",
    ...Object.values(DATASETS).map(datasetSection),
    ...RECORD_TABLES.map(recordSection),
    "## Views\n",
    ...VIEWS.map(viewSection),
    "## Named queries\n",
    "Saved in the workgroup; `npm run reports -- sql --file shared/catalog/queries/<name>.sql` runs them on the folder.\n",
    table(
      ["query", "answers"],
      namedQueries().map(({ name, question }) => [code(name), question]),
    ),
    "## Audiences\n",
    "What a report for one of many may name; what is not listed is withheld. The team's reports may name everything above.\n",
    ...Object.entries(AUDIENCE_SCOPES).map(audienceSection),
  ];
  return `${parts.join("\n").trimEnd()}\n`;
}

function audienceSection([audience, { memberColumn, nameable }]: readonly [string, AudienceScope]): string {
  return [
    `### For ${audience}\n`,
    `Rows of one \`${memberColumn}\` alone.\n`,
    table(
      ["table or view", "columns"],
      Object.entries(nameable).map(([name, columns]) => [`[${name}](#${name})`, columns.map(code).join(", ")]),
    ),
  ].join("\n");
}

function contents(): string {
  const names = [
    ...Object.values(DATASETS).map(({ table: name }) => name),
    ...RECORD_TABLES.map(({ name }) => name),
    ...VIEWS.map(({ name }) => name),
  ];
  return names.map((name) => `[${name}](#${name})`).join(" · ");
}

function datasetSection(dataset: Dataset): string {
  const key = `snapshots/${dataset.table}/enterprise=<e>/snapshot_date=<d>/${dataset.table}.parquet`;
  const query = new URLSearchParams(dataset.filters).toString();
  const source = `\`GET /api/v4/${dataset.collection}${query === "" ? "" : `?${decodeURIComponent(query)}`}\``;
  return [
    `### ${dataset.table}\n`,
    `${dataset.comment} From ${source}, in \`${key}\`.${monthsText(dataset)}\n`,
    table(HEAD, [...partitionRows(PARTITION_KEYS), ...columnRows(dataset.columns, "")]),
    ...notStoredLines(dataset),
  ].join("\n");
}

function monthsText(dataset: Dataset): string {
  if (!MONTHLY_DATASETS.some((name) => name === dataset.name)) return "";
  const { table } = dataset;
  return ` Closed months in \`months/${table}/enterprise=<e>/snapshot_month=<YYYY-MM>/${table}.parquet\`; with \`months: true\` Athena has \`${table}\` as a view over \`${daysTable(dataset)}\` and \`${monthsTable(dataset)}\`.`;
}

const notStoredLines = ({ notStored }: Dataset): string[] =>
  Object.entries(notStored).map(([why, paths]) => `Never stored, ${why}: ${paths.map(code).join(", ")}.\n`);

function recordSection(record: RecordTable): string {
  const rows = Object.entries(record.columns).map(([name, { type, comment }]) => [
    code(name),
    code(glueTypeOf(type)),
    comment,
  ]);
  const partitions = Object.entries(record.partitionKeys).map(([name, comment]) => [code(name), "`string`", comment]);
  return [
    `### ${record.name}\n`,
    `${record.comment} One line of JSON each, below \`${record.prefix}\`.\n`,
    table(["column", "type", "meaning"], [...partitions, ...rows]),
  ].join("\n");
}

function viewSection(view: View): string {
  const needs = view.needs.map((name) => `[${name}](#${name})`);
  return [
    `### ${view.name}\n`,
    `${view.comment}\n`,
    `Reads: ${view.reads}${needs.length === 0 ? "" : ` Built on ${needs.join(" and ")}.`}\n`,
    columnsOfView(view),
  ].join("\n");
}

function columnsOfView(view: View): string {
  const whole = Object.values(DATASETS).find(({ table: name }) => view.name === `${name}_latest`);
  if (whole !== undefined) return `Columns: those of [${whole.table}](#${whole.table}).\n`;
  const daily = VIEWS.find(({ name }) => name === `${view.name}_daily`);
  if (daily !== undefined) return `Columns: those of [${daily.name}](#${daily.name}).\n`;
  return table(["column", "type", "unit", "meaning"], viewRows(view.columns));
}

const viewRows = (columns: ViewColumns): string[][] =>
  Object.entries(columns).map(([name, { type, unit, comment }]) => [code(name), code(type), unit ?? "", comment]);

const HEAD = ["column", "type", "unit", "from", "meaning"] as const;

const partitionRows = (keys: Readonly<Record<string, string>>): string[][] =>
  Object.entries(keys).map(([name, comment]) => [code(name), "`string`", "", "partition key", comment]);

function columnRows(columns: Columns, within: string): string[][] {
  return Object.entries(columns).flatMap(([name, column]) => {
    const row = [
      code(within + name),
      code(typeText(column)),
      unitText(column),
      sourceText(column.source),
      meaning(column),
    ];
    return isListColumn(column) ? [row, ...columnRows(column.element, `${within}${name}[].`)] : [row];
  });
}

const typeText = (column: Column): string => (isListColumn(column) ? "array<struct<…>>" : column.type);
const unitText = ({ unit, measure }: Column): string =>
  [unit, measure === undefined ? undefined : measure === "total" ? "lifetime total" : "level"]
    .filter(Boolean)
    .join(", ");
const meaning = ({ comment, key }: Column): string => (key ? `${comment} Never null.` : comment);

const code = (text: string): string => `\`${text}\``;

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string =>
    `| ${cells.map((cell) => cell.replaceAll("|", "\\|")).join(" | ")} |`;
  return `${[line(head), `|${head.map(() => "---|").join("")}`, ...rows.map(line)].join("\n")}\n`;
}

const RUN_VALUES = {
  snapshotAt: "the run: its clock",
  activityDate: "the run: its day, and when snapshots are due",
  runId: "the run: its id",
} as const;

/** Where a value comes from, for a person. */
function sourceText(source: Source): string {
  switch (source.kind) {
    case "partition":
      return "the object's key";
    case "run":
      return RUN_VALUES[source.value];
    case "day-of":
      return `day of \`${source.column}\``;
    case "field":
      return source.fallback === undefined
        ? field(source.path)
        : `${field(source.path)}, or else ${field(source.fallback)}`;
    case "iri-tail":
      return `number at the end of ${field(source.path)}`;
    case "reference":
      return `id of ${field(source.path)}`;
    case "person":
      return `id of ${field(source.path)}, where it is an object or an IRI; a name is not stored`;
    case "entries":
      return `number of entries of ${field(source.path)}`;
    case "any-entry":
      return `any entry of ${field(source.path)}`;
    case "is-null":
      return `${field(source.path)} is null`;
    case "scalar-text":
      return `text of ${field(source.path)}`;
    case "code":
      return `${field(source.path)}, where it is ${source.codes.join(", ")} or a number of up to four digits`;
    case "flag-or-empty":
      return `${field(source.path)}; an empty text is nothing`;
    case "any-of":
      return `the first there is of ${source.names.map(field).join(", ")}`;
    case "loose-list":
      return `${field(source.path)}: a list or a map by job id, of objects or IRIs`;
  }
}

/** A path that ends in a space needs quotes to be seen. */
const field = (path: string): string => (path.endsWith(" ") ? `\`"${path}"\`` : `\`${path}\``);
