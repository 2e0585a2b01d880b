import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { DATASET_NAMES, DATASETS } from "../../../shared/catalog/datasets.ts";
import { type Day, isDay } from "../../../shared/platform/day.ts";
import { ENTERPRISE_PATTERN } from "../../../shared/settings/patterns.ts";

/** Enterprises with a snapshot in a data folder, and the snapshot_dates of each, newest first. Nothing is opened. */
export type FoundData = ReadonlyMap<string, readonly Day[]>;

export async function findData(data: string): Promise<FoundData> {
  const found = new Map<string, Set<Day>>();
  for (const { table } of DATASET_NAMES.map((name) => DATASETS[name])) {
    const folder = join(data, "snapshots", table);
    for (const enterprise of await partitions(folder, "enterprise")) {
      if (!ENTERPRISE_PATTERN.test(enterprise)) continue;
      const days = found.get(enterprise) ?? new Set();
      const dates = await partitions(join(folder, `enterprise=${enterprise}`), "snapshot_date");
      for (const day of dates.filter(isDay)) days.add(day);
      if (days.size > 0) found.set(enterprise, days);
    }
  }
  const sorted = [...found].toSorted(([a], [b]) => (a < b ? -1 : 1));
  return new Map(sorted.map(([enterprise, days]) => [enterprise, [...days].toSorted().toReversed()]));
}

/** Values of a partition key, by the names of the folders; none where there is no folder. */
async function partitions(folder: string, key: string): Promise<readonly string[]> {
  try {
    const names = await readdir(folder);
    return names.filter((name) => name.startsWith(`${key}=`)).map((name) => name.slice(key.length + 1));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return [];
    throw error;
  }
}
