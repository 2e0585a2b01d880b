import { beforeAll, describe, expect, test } from "vitest";
import { createWorld, type World } from "../../functions/local/simulated-api/world.ts";
import { DATASET_NAMES, DATASETS, type DatasetName } from "../../shared/catalog/datasets.ts";
import type { Member } from "../../shared/convertr/pull/collection.ts";
import { readParquet } from "../../shared/parquet/reader.ts";
import { createCollector } from "../../shared/snapshot/collector.ts";

const NOW = Date.parse("2026-11-23T05:00:00Z");
const CONTEXT = { timeZone: "Europe/London", snapshotAt: NOW, activityDate: "2026-11-22", runId: "run-1" };
let world: World;
beforeAll(() => {
  world = createWorld({ seed: 1, historyStart: "2026-10-19", timeZone: "Europe/London" });
});

type Editable = Member & Record<string, unknown>;

function members(dataset: DatasetName, edit: (member: Editable, at: number) => void = () => {}): Member[] {
  const collection = DATASETS[dataset].collection;
  const filters = Object.entries(DATASETS[dataset].filters).map(
    ([path, value]) => [world.reader(collection, path, NOW), value] as const,
  );
  const ids = world
    .ids(collection, NOW)
    .filter((id) => filters.every(([read, value]) => String(read(id)[0]) === value));
  return ids.map((id, at) => {
    const member = structuredClone(world.record(collection, id, NOW)) as Editable;
    edit(member, at);
    return member;
  });
}

async function collect(dataset: DatasetName, rows: readonly Member[]) {
  const collector = createCollector(DATASETS[dataset], CONTEXT);
  collector.restart();
  for (let at = 0; at < rows.length; at += 100) await collector.members(rows.slice(at, at + 100));
  return collector.finish();
}

describe("what a pull becomes", () => {
  test("all rows of each dataset, nothing nulled, no drift, read back from the bytes", async () => {
    for (const dataset of DATASET_NAMES.filter((name) => !DATASETS[name].inParts)) {
      const all = members(dataset);
      const { encode, ...collected } = await collect(dataset, all);
      expect(collected).toEqual({ rows: all.length, superseded: 0, nulled: [], drift: { unknown: [], missing: [] } });
      const { rows, metadata } = await readParquet(await encode({ run_id: "run-1" }), DATASETS[dataset].columns);
      expect(rows.map(({ id }) => id)).toEqual(all.map(({ id }) => id));
      expect(metadata["run_id"]).toBe("run-1");
    }
  });

  test("a restart forgets what came before", async () => {
    const all = members("campaigns");
    const collector = createCollector(DATASETS.campaigns, CONTEXT);
    await collector.members(all);
    collector.restart();
    await collector.members(all.slice(0, 3));
    expect(collector.finish().rows).toBe(3);
  });

  test("T07: a few bad values become null, counted, and named by id and column", async () => {
    const spoil = (member: Editable, at: number) => {
      if (at < 3) member["contractValue"] = "1,000.00";
    };
    const all = members("campaigns", spoil);
    const { nulled } = await collect("campaigns", all);
    expect(nulled).toEqual([{ column: "contract_value", count: 3, ids: all.slice(0, 3).map(({ id }) => id) }]);
  });

  test("bad values in more rows than slips explain are SchemaDrift (docs/decisions/0003-bad-values.md)", async () => {
    const spoil = (member: Editable, at: number) => {
      if (at < 21) member["leadsRequired"] = "100";
    };
    await expect(collect("campaigns", members("campaigns", spoil))).rejects.toMatchObject({
      name: "SchemaDrift",
      message: expect.stringContaining("21 of 479 rows"),
    });
  });

  test("T06: a field that no record has any more is SchemaDrift", async () => {
    const rename = (member: Editable) => {
      member["leadsNeeded"] = member["leadsRequired"];
      delete member["leadsRequired"];
    };
    await expect(collect("campaigns", members("campaigns", rename))).rejects.toMatchObject({
      name: "SchemaDrift",
      message: expect.stringContaining("leadsRequired"),
    });
  });

  test("a contract renewed during the pull is kept once, as the version with the higher id", async () => {
    const all = members("publisher-contracts");
    const renewed = { ...structuredClone(all[5]), id: 9_000_001 } as Member;
    const { encode, ...collected } = await collect("publisher-contracts", [...all, renewed]);
    expect(collected).toMatchObject({ rows: all.length, superseded: 1 });
    const { rows } = await readParquet(await encode({}), DATASETS["publisher-contracts"].columns, ["id"]);
    expect(rows.map(({ id }) => id)).toEqual([...all.filter((_, at) => at !== 5), renewed].map(({ id }) => id));
  });

  test("older versions all over mean that the API ignored the latest filter", async () => {
    const all = members("publisher-contracts");
    const older = all.slice(0, 20).map((member, at) => ({ ...structuredClone(member), id: 9_000_000 + at }) as Member);
    await expect(collect("publisher-contracts", [...all, ...older])).rejects.toMatchObject({
      name: "BadResponse",
      message: expect.stringContaining('"latest" was not applied'),
    });
  });

  test("a job of another category means that the API ignored the category filter", async () => {
    const spoil = (member: Editable, at: number) => {
      if (at === 7)
        member["processrJob"] = { ...(member["processrJob"] as object), processrJobCategory: { id: 1, name: "QA" } };
    };
    await expect(collect("integration-jobs", members("integration-jobs", spoil))).rejects.toMatchObject({
      name: "BadResponse",
    });
  });
});
