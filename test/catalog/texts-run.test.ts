import { rm } from "node:fs/promises";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { ReportsSession } from "../../functions/local/sql/session.ts";
import { AUDIENCES } from "../../shared/catalog/audiences.ts";
import { DEFAULT_DATASETS } from "../../shared/catalog/datasets.ts";
import { namedQueries } from "../../shared/catalog/queries.ts";
import { VIEWS } from "../../shared/catalog/views.ts";
import { sectionOf, sectionsFor } from "../../shared/digest/sections/registry.ts";
import { ENTERPRISE_PATTERN } from "../../shared/settings/patterns.ts";
import { createDataFolder, type DataFolder } from "./data-folder.ts";
import { openFolder, queryRows } from "./query.ts";
import { writeHistory } from "./random-history.ts";

const NOW = Date.parse("2026-11-30T12:00:00Z");
const folders: DataFolder[] = [];
const sessions: ReportsSession[] = [];

beforeAll(async () => {
  const full = await createDataFolder();
  await writeHistory(full, { seed: 13, enterprise: "demo", firstDay: "2026-10-20", days: 42, entities: 9 });
  const failed = await createDataFolder();
  await failed.run({ enterprise: "demo", dataset: "campaigns", snapshotDate: "2026-11-30", outcome: "failed" });
  const empty = await createDataFolder();
  folders.push(full, failed, empty);
  for (const { path } of folders) sessions.push(await openFolder(path, NOW));
});
afterAll(async () => {
  for (const session of sessions) session.close();
  for (const { path } of folders) await rm(path, { recursive: true });
});

const rowCounts = (sql: string) => Promise.all(sessions.map(async (session) => (await queryRows(session, sql)).length));

test.each(VIEWS)(
  "$name answers on a history, on a failed first run and on nothing at all",
  async ({ name, columns }) => {
    const [full = 0, failed, empty] = await rowCounts(`SELECT ${Object.keys(columns).join(", ")} FROM ${name}`);
    expect(full).toBeGreaterThan(0);
    expect(failed).toBe(name === "snapshot_freshness" ? DEFAULT_DATASETS.length : 0);
    expect(empty).toBe(0);
  },
);

/** What this history has nothing of: mails, the one pair of the example, and days that lost rows. */
const WITHOUT_ROWS = new Set(["deliveries", "contract-on-a-day", "rows-missing"]);

describe.each(namedQueries())("the named query $name", ({ name, question, sql }) => {
  test("answers on a history, on a failed first run and on nothing at all", async () => {
    const [full = 0, , empty] = await rowCounts(sql);
    if (!WITHOUT_ROWS.has(name)) expect(full).toBeGreaterThan(0);
    expect(empty).toBe(0);
  });

  test("opens with a question and says what to change", () => {
    expect(question).toMatch(/^[A-Z].{20,250}\?$/);
    expect(sql).toMatch(/\n-- Change: /);
  });

  test("asks about one enterprise, whichever it is", () => {
    const other = namedQueries("globex-2").find((query) => query.name === name)?.sql ?? "";
    expect(sql).toContain("enterprise = 'demo'");
    expect(other).toContain("enterprise = 'globex-2'");
    expect(other.replaceAll("globex-2", "demo")).toBe(sql);
    expect("globex-2").toMatch(ENTERPRISE_PATTERN);
  });
});

test("a contract on a day is found once its pair is named", async () => {
  const sql = namedQueries().find(({ name }) => name === "contract-on-a-day")?.sql ?? "";
  const [pair] = await queryRows(
    sessions[0] as ReportsSession,
    "SELECT campaign_id, publisher_id FROM publisher_contracts_latest WHERE campaign_id IS NOT NULL LIMIT 1",
  );
  const named = sql
    .replace("publisher_id = 1", `publisher_id = ${pair?.["publisher_id"]}`)
    .replace("campaign_id = 1", `campaign_id = ${pair?.["campaign_id"]}`);
  expect(await queryRows(sessions[0] as ReportsSession, named)).toMatchObject([pair]);
});

test("a day that has lost its rows is named, and none else", async () => {
  const folder = await createDataFolder();
  for (const date of ["2026-11-28", "2026-11-29"]) {
    await folder.publish({ enterprise: "demo", dataset: "campaigns", date, rows: [{ id: 1 }, { id: 2 }] });
  }
  await folder.run({ enterprise: "demo", dataset: "campaigns", snapshotDate: "2026-11-27", rows: 3 });
  await folder.run({ enterprise: "demo", dataset: "campaigns", snapshotDate: "2026-11-26", rows: 0 });
  const session = await openFolder(folder.path, NOW);
  const sql = namedQueries().find(({ name }) => name === "rows-missing")?.sql ?? "";
  expect(await queryRows(session, sql)).toEqual([
    { dataset: "campaigns", snapshot_date: "2026-11-27", published: 3, found: 0 },
  ]);
  session.close();
  await rm(folder.path, { recursive: true });
});

test("the questions that the mail's sections point to are there", () => {
  const names = namedQueries().map(({ name }) => name);
  const sections = AUDIENCES.flatMap(sectionsFor);
  expect(sections.length).toBeGreaterThan(8);
  expect(sections.map((name) => sectionOf(name).query).filter((query) => !names.includes(query))).toEqual([]);
});
