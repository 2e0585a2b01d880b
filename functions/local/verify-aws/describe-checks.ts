import { prestoTypeOf } from "../../../shared/catalog/hive-type.ts";
import type { Settings } from "../../../shared/settings/schema.ts";
import { type Athena, type AthenaOutcome, runAthena } from "../aws/athena.ts";
import { type CatalogTable, catalogTables } from "../aws/catalog-tables.ts";
import { type CheckFinding, fail, pass } from "../doctor/finding.ts";

type Described = ReadonlyMap<string, string>;

/** What Athena says that each table and view consists of, against the catalog of this version. */
export async function* describeChecks(
  athena: Athena,
  settings: Pick<Settings, "months">,
): AsyncGenerator<CheckFinding> {
  const tables = catalogTables(settings);
  for (const table of tables.filter(({ partitionKeys }) => partitionKeys.length > 0)) {
    const described = await runAthena(athena, `DESCRIBE ${table.name}`);
    const keys = Object.fromEntries(table.partitionKeys.map((key) => [key, "string"]));
    yield finding({ ...table.columns, ...keys }, table, columnsIn(described));
  }
  // DESCRIBE of a view is not documented; the information schema is.
  const schema = await runAthena(
    athena,
    `SELECT table_name, column_name, data_type FROM information_schema.columns WHERE table_schema = '${athena.database}'`,
  );
  for (const view of tables.filter(({ partitionKeys }) => partitionKeys.length === 0)) {
    const types = Object.fromEntries(Object.entries(view.columns).map(([name, type]) => [name, prestoTypeOf(type)]));
    yield finding(types, view, rowsOf(schema, view.name));
  }
}

/** Hive's DESCRIBE: a line a column, its parts apart by tabs; what follows the first comment tells of the keys again. */
function columnsIn(outcome: AthenaOutcome): Described | string {
  if (!outcome.ok) return outcome.reason;
  const lines = outcome.rows.map((row) =>
    row
      .join("\t")
      .split("\t")
      .map((part) => part.trim()),
  );
  const end = lines.findIndex(([name]) => name?.startsWith("#"));
  const columns = end < 0 ? lines : lines.slice(0, end);
  return new Map(columns.flatMap(([name, type]) => (name && type ? [[name, type] as const] : [])));
}

function rowsOf(outcome: AthenaOutcome, table: string): Described | string {
  if (!outcome.ok) return outcome.reason;
  return new Map(outcome.rows.flatMap(([of, name = "", type = ""]) => (of === table ? [[name, type] as const] : [])));
}

function finding(
  types: Readonly<Record<string, string>>,
  { name }: CatalogTable,
  described: Described | string,
): CheckFinding {
  const check = `DESCRIBE ${name}`;
  if (typeof described === "string") return fail(check, `Athena refuses it: ${described}`, "Deploy this version");
  const problems = [
    ...Object.entries(types).flatMap(([column, type]) => {
      const found = described.get(column);
      if (found !== undefined && plain(found) === plain(type)) return [];
      return [found === undefined ? `${column} is missing` : `${column} is ${found}, not ${type}`];
    }),
    ...[...described.keys()].filter((column) => !Object.hasOwn(types, column)).map((column) => `${column} is unknown`),
  ];
  if (problems.length === 0) return pass(check, `${described.size} columns, as in the catalog`);
  return fail(check, problems.slice(0, 5).join("; "), "Deploy this version: npm run deploy");
}

/** Engines differ in spaces, quotes and in whether they name the default precision of a timestamp. */
const plain = (type: string): string =>
  type.toLowerCase().replace(/[\s"]/g, "").replaceAll("timestamp(3)", "timestamp");
