import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { runSql } from "../../functions/local/sql/run-sql.ts";
import type { ReportsSession } from "../../functions/local/sql/session.ts";
import { AUDIENCE_SCOPES } from "../../shared/catalog/audiences.ts";
import type { CheckTools } from "../../shared/reports/checks/check-part.ts";
import { seenOf } from "../../shared/reports/scope/prelude.ts";
import { nameableBy, type Relation } from "../../shared/reports/scope/relations.ts";
import { checked, openBoth, openTools, type Whose } from "./world.ts";

// What is withheld is missing, and makes no other figure wrong: of its own rows a member sees in every column what the team sees.

let tools: CheckTools;
let session: ReportsSession;
beforeAll(async () => {
  tools = await openTools();
  session = await openBoth();
  // A campaign has one advertiser for good: of one that it changed, the new one sees no day before.
  await session.connection.run("UPDATE kept_campaigns SET advertiser_id = id % 3 + 1");
});
afterAll(() => {
  tools.engine.close();
  session.close();
});

/** Each row by its column, in an order of its own. */
async function rowsFor(whose: Whose, { name, columns }: Relation, names: readonly string[], where: string) {
  const list = names.map((column) =>
    columns[column]?.endsWith("[]") ? `cardinality(${column}) AS ${column}` : column,
  );
  const ran = await checked(tools, `SELECT ${list.join(", ")} FROM ${name} WHERE ${where}`, whose);
  if (!("sql" in ran)) throw new Error(ran.refused.join("\n"));
  const { rows } = await runSql(session, ran.sql);
  const key = (row: Readonly<Record<string, unknown>>) =>
    ["snapshot_date", "id", "contract_id", "position"].map((one) => String(row[one])).join(" ");
  return rows
    .map((row) => Object.fromEntries(names.map((column, at) => [column, told(row[at])])))
    .sort((a, b) => (key(a) < key(b) ? -1 : 1));
}

/** A sum of floating-point numbers goes by the order of its rows. */
const told = (value: unknown) => (typeof value === "number" ? Number(value.toPrecision(12)) : String(value));

/** Lists of counters, which name the team's withheld ones too. */
const LISTS = ["corrected_counters", "earlier_counters", "first_counters"];

/** The team's row, without what its lists say of counters that are withheld. */
function seenBy(names: readonly string[], row: Readonly<Record<string, string | number>>) {
  const lists = LISTS.filter((list) => names.includes(list)).map((list) => {
    const left = String(row[list])
      .split(", ")
      .filter((counter) => names.includes(counter.split(" ")[0] ?? ""));
    return [list, left.join(", ") || "null"] as const;
  });
  if (lists.length === 0) return row;
  const mine = Object.fromEntries(lists);
  // Null where nothing is compared, of a first day.
  const corrected = row["corrected"] === "true" ? String(mine["corrected_counters"] !== "null") : row["corrected"];
  return { ...row, ...mine, corrected };
}

describe.each(["publisher", "advertiser"] as const)("a %s", (audience) => {
  test.each(nameableBy(audience).map((relation) => [relation.name, relation] as const))(
    "sees of its own rows in %s what the team sees",
    async (_, relation) => {
      const names = seenOf(relation, audience);
      const where = `${AUDIENCE_SCOPES[audience].memberColumn} = 1`;
      const mine = await rowsFor({ audience, member: 1 }, relation, names, where);
      const theirs = await rowsFor({ audience: "internal", member: null }, relation, names, where);
      expect(mine.length).toBeGreaterThan(0);
      expect(mine).toEqual(theirs.map((row) => seenBy(names, row)));
    },
  );
});
