import { afterAll, beforeAll, expect, test } from "vitest";
import type { ReportsSession } from "../../functions/local/sql/session.ts";
import { DATASET_NAMES, DATASETS } from "../../shared/catalog/datasets.ts";
import { duckdbTypeOf } from "../../shared/catalog/hive-type.ts";
import { VIEWS } from "../../shared/catalog/views.ts";
import { createDataFolder } from "./data-folder.ts";
import { openFolder } from "./query.ts";

const sessions: ReportsSession[] = [];

beforeAll(async () => {
  const filled = await createDataFolder();
  for (const dataset of DATASET_NAMES) {
    await filled.publish({ dataset, date: "2026-11-23", rows: [{ id: 1 }] });
  }
  const empty = await createDataFolder();
  for (const folder of [filled, empty]) sessions.push(await openFolder(folder.path));
});
afterAll(() => {
  for (const session of sessions) session.close();
});

async function described(session: ReportsSession, name: string): Promise<Record<string, string>> {
  const result = await session.connection.runAndReadAll(`SELECT * FROM ${name} LIMIT 0`);
  const types = result.columnTypes();
  return Object.fromEntries(result.columnNames().map((column, at) => [column, String(types[at])]));
}

test.each(VIEWS)(
  "$name has the declared columns, in order and type, on a filled and on an empty folder",
  async (view) => {
    const declared = Object.entries(view.columns).map(([name, { type }]) => [name, duckdbTypeOf(type)]);
    for (const session of sessions) expect(Object.entries(await described(session, view.name))).toEqual(declared);
  },
);

test.each(Object.values(DATASETS))("$table is the same table with and without files", async ({ table }) => {
  const [filled, empty] = await Promise.all(sessions.map((session) => described(session, table)));
  expect(filled).toEqual(empty);
  expect(filled).toMatchObject({
    id: "BIGINT",
    snapshot_at: "TIMESTAMP",
    activity_date: "DATE",
    snapshot_date: "VARCHAR",
  });
});

test("every view comes after the views it reads", () => {
  const before = new Set<string>();
  for (const { name, needs } of VIEWS) {
    expect(needs.filter((needed) => !before.has(needed))).toEqual([]);
    before.add(name);
  }
});
