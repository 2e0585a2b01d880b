import { DATASET_NAMES, DATASETS, type DatasetName } from "../../shared/catalog/datasets.ts";
import type { Day } from "../../shared/platform/day.ts";
import type { Settings } from "../../shared/settings/schema.ts";
import { parseSettings } from "../../shared/settings/settings.ts";
import { COLLECTIONS, type CollectionName } from "./simulated-api/world/entries.ts";

export const DEMO_ENTERPRISE = "demo";
export const DEMO_DIGEST = "daily";

/** Everything that the simulated API can be asked for, in the order of settings. */
export const DEMO_DATASETS = DATASET_NAMES.filter(isSimulated);

export type SimulatedDatasetName = Extract<
  (typeof DATASETS)[DatasetName],
  { readonly collection: CollectionName }
>["name"];

function isSimulated(name: DatasetName): name is SimulatedDatasetName {
  const collections: readonly string[] = COLLECTIONS;
  return collections.includes(DATASETS[name].collection);
}

/** An account in London whose team reads the mail at seven. */
export function demoSettings(historyFrom: Day): Settings {
  return parseSettings(
    {
      from: "Lead reports <reports@demo.example>",
      replyTo: "owner@demo.example",
      alertsTo: ["ops@demo.example"],
      historyFrom,
      enterprises: {
        [DEMO_ENTERPRISE]: {
          timeZone: "Europe/London",
          snapshotAt: "05:00",
          datasets: [...DEMO_DATASETS],
          digests: { [DEMO_DIGEST]: { at: "07:00", to: ["team@demo.example", "lead@demo.example"] } },
        },
      },
    },
    "the demo's settings",
  );
}
