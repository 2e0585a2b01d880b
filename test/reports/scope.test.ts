import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { ReportsSession } from "../../functions/local/sql/session.ts";
import { AUDIENCE_SCOPES } from "../../shared/catalog/audiences.ts";
import { namedQueries } from "../../shared/catalog/queries.ts";
import type { CheckTools } from "../../shared/reports/checks/check-part.ts";
import { nameableBy, RELATIONS, relationOf } from "../../shared/reports/scope/relations.ts";
import { attack, question } from "./questions.ts";
import { checked, OWN, openBothAndOwn, openTools, rowsOf, type Whose } from "./world.ts";

// What a report gives must be what it would give if nothing but its member's own rows and columns were there.

let tools: CheckTools;
let both: ReportsSession;
/** Of two publishers and one advertiser, and of the team. */
const WHOSE: readonly Whose[] = [
  { audience: "publisher", member: 2 },
  { audience: "publisher", member: 3 },
  { audience: "advertiser", member: 1 },
  { audience: "internal", member: null },
];
let alone: ReadonlyMap<Whose, ReportsSession> = new Map();

beforeAll(async () => {
  tools = await openTools();
  ({ both, own: alone } = await openBothAndOwn(WHOSE));
}, 120_000);
afterAll(() => {
  tools.engine.close();
  for (const session of [both, ...alone.values()]) session.close();
});

const aloneOf = (whose: Whose): ReportsSession => alone.get(whose) ?? both;

/** Rows, or that the engine refused: neither may differ. */
const outcome = (session: ReportsSession, sql: string) =>
  rowsOf(session, sql).catch((error: unknown) => `failed: ${String(error).slice(0, 200)}`);

describe.each(WHOSE)("a report for $audience $member", (whose) => {
  test("gives of any question what it would give if nothing else were there", async () => {
    await fc.assert(
      fc.asyncProperty(question(whose.audience), async (sql) => {
        const ran = await checked(tools, sql, whose);
        expect(ran).not.toHaveProperty("refused");
        if (!("sql" in ran)) return;
        expect(await outcome(both, ran.sql)).toEqual(await outcome(aloneOf(whose), ran.sql));
      }),
      { numRuns: 12, seed: 20 },
    );
  }, 120_000);

  test("refuses an attack, or gives nothing by it", async () => {
    await fc.assert(
      fc.asyncProperty(attack(whose.audience), async (sql) => {
        const ran = await checked(tools, sql, whose);
        if (!("sql" in ran)) return;
        expect(await outcome(both, ran.sql)).toEqual(await outcome(aloneOf(whose), ran.sql));
      }),
      { numRuns: 30, seed: 20 },
    );
  }, 120_000);

  test("reads every table and view that it may name, and rows are there", async () => {
    const names = nameableBy(whose.audience).filter(({ sql }) => sql === null || whose.audience !== "internal");
    for (const relation of names) {
      const columns = columnsOf(whose, relation.name);
      const sql = `SELECT ${columns.map((name) => (isList(relation.name, name) ? `cardinality(${name}) AS ${name}` : name)).join(", ")} FROM ${relation.name}`;
      const ran = await checked(tools, sql, whose);
      expect(ran, relation.name).toHaveProperty("sql");
      if (!("sql" in ran)) continue;
      const rows = await outcome(both, ran.sql);
      expect(rows, relation.name).toEqual(await outcome(aloneOf(whose), ran.sql));
    }
  }, 120_000);
});

const columnsOf = ({ audience }: Whose, name: string): readonly string[] => {
  const all = relationOf(name)?.columns ?? {};
  if (audience === "internal") return Object.keys(all).filter((column) => !all[column]?.startsWith("STRUCT"));
  return AUDIENCE_SCOPES[audience].nameable[name] ?? [];
};
const isList = (name: string, column: string): boolean => relationOf(name)?.columns[column]?.endsWith("[]") === true;

test("what an audience may see are columns that there are, each named once", () => {
  for (const { nameable, behind, memberColumn } of Object.values(AUDIENCE_SCOPES)) {
    for (const [name, columns] of Object.entries({ ...nameable, ...behind })) {
      const all = Object.keys(relationOf(name)?.columns ?? {});
      expect(
        columns.filter((column) => !all.includes(column)),
        name,
      ).toEqual([]);
      expect(new Set(columns).size, name).toBe(columns.length);
    }
    for (const columns of Object.values(nameable)) expect(columns).toContain(memberColumn);
    for (const columns of Object.values(nameable)) expect(columns).toContain("enterprise");
  }
});

test("views read what they are said to read, and nothing that an audience has not", () => {
  for (const { nameable, behind } of Object.values(AUDIENCE_SCOPES)) {
    const seen = new Set([...Object.keys(nameable), ...Object.keys(behind)]);
    const read = [...seen].flatMap((name) => relationOf(name)?.reads ?? []);
    expect(read.filter((name) => !seen.has(name))).toEqual([]);
  }
  expect(RELATIONS.filter(({ sql, reads }) => sql !== null && reads.length === 0)).toEqual([]);
});

test("no audience but the team may name money of the other side", () => {
  const { publisher, advertiser } = AUDIENCE_SCOPES;
  const columns = (scope: typeof publisher) =>
    new Set([...Object.values(scope.nameable), ...Object.values(scope.behind)].flat());
  for (const name of ["revenue", "payout_amount", "contract_value", "publisher_payout", "advertiser_name"]) {
    expect(columns(publisher)).not.toContain(name);
  }
  for (const name of [
    ...["publisher_payout", "base_currency_publisher_payout", "default_publisher_rate", "active_publishers"],
    ...["unsigned_contracts", "total_leads", "invalid_leads", "caution_leads", "margin_delta", "publisher_id"],
  ]) {
    expect(columns(advertiser)).not.toContain(name);
  }
});

const TEAM: Whose = { audience: "internal", member: null };

test.each(namedQueries(OWN))(
  "the saved query $name gives the rows that it gives on the day itself",
  async ({ name, sql }) => {
    const ran = await checked(tools, sql, TEAM, { part: { file: undefined, query: name } });
    expect(ran).toHaveProperty("sql");
    if ("sql" in ran) expect(await rowsOf(both, ran.sql)).toEqual(await rowsOf(both, sql));
  },
);

test.each(namedQueries(OWN))(
  "the saved query $name shows no other enterprise, whatever it asks for",
  async ({ name, sql }) => {
    const all = sql.replaceAll(/(?:\b\w\.)?enterprise = 'acme'/g, "TRUE");
    const ran = await checked(tools, all, TEAM, { part: { file: undefined, query: name } });
    expect(ran).toHaveProperty("sql");
    if ("sql" in ran) expect(await rowsOf(both, ran.sql)).toEqual(await rowsOf(aloneOf(WHOSE[3] ?? TEAM), ran.sql));
  },
);
