import { createWorld, type World } from "../../../functions/local/simulated-api/world.ts";
import type { Row } from "../../../shared/catalog/column.ts";
import { DATASETS, type DigestDatasetName } from "../../../shared/catalog/datasets.ts";
import { createRowChecker } from "../../../shared/catalog/rows/check-row.ts";
import type { ApiObject } from "../../../shared/catalog/values/record.ts";
import type { DigestInput, Snapshot } from "../../../shared/digest/input/digest-input.ts";
import { addDays, type Day, instantAt } from "../../../shared/platform/day.ts";
import { inputOf, snapshot, ZONE } from "../rows.ts";

export const DEMO_FIRST_DAY: Day = "2026-10-20";
export const DEMO_LAST_DAY: Day = "2026-11-24";
const SEED = 1;

/** The demo's account (`npm run demo`) as its 36 snapshots show it, without the pull. */
export function demoHistory(): DigestInput {
  const world = createWorld({ seed: SEED, historyStart: DEMO_FIRST_DAY, timeZone: ZONE });
  const dates: Day[] = [];
  for (let day = DEMO_FIRST_DAY; day <= DEMO_LAST_DAY; day = addDays(day, 1)) dates.push(day);
  const of = (name: DigestDatasetName) => dates.map((date) => snapshot(date, rowsOf(world, name, date))) as unknown;
  return inputOf(DEMO_LAST_DAY, {
    campaigns: of("campaigns") as Snapshot<never>[],
    contracts: of("publisher-contracts") as Snapshot<never>[],
    jobs: of("integration-jobs") as Snapshot<never>[],
  });
}

function rowsOf(world: World, name: DigestDatasetName, date: Day): Row[] {
  const dataset = DATASETS[name];
  const { collection } = dataset;
  const atMs = instantAt(date, "05:00", ZONE);
  const wanted = Object.entries(dataset.filters).map(
    ([path, value]) => [world.reader(collection, path, atMs), value] as const,
  );
  const checker = createRowChecker(dataset, { timeZone: ZONE, snapshotAt: 0, activityDate: "", runId: "" });
  return world
    .ids(collection, atMs)
    .filter((id) => wanted.every(([read, value]) => String(read(id)[0]) === value))
    .flatMap((id) => world.record(collection, id, atMs) ?? [])
    .map((record) => checker.check(record as ApiObject).row);
}
