import { expect, test } from "vitest";
import type { MonthsAnswer } from "../../../functions/months/job.ts";
import type { Dataset } from "../../../shared/catalog/dataset.ts";
import { DATASETS } from "../../../shared/catalog/datasets.ts";
import { monthKey } from "../../../shared/snapshot/keys.ts";
import type { ObjectStore } from "../../../shared/snapshot/store.ts";
import { createMemoryStore } from "../../digest/sending/memory-store.ts";
import { type Execution, exploreAll, type Turn } from "../../faults/interleaving/explore.ts";
import {
  copyOf,
  ENTERPRISE,
  MONTH,
  monthRows,
  type PublishedDay,
  publishDay,
  rowOf,
  runMonths,
  runOn,
} from "./months-world.ts";

/** The one with the fewest columns, for hundreds of months are made of it. */
const NAME = "contract-versions";
const dataset: Dataset = DATASETS[NAME];
const ASKED = { month: MONTH, dataset: NAME } as const;
const KEY = monthKey(NAME, { enterprise: ENTERPRISE, month: MONTH });
const day = (date: string, status: string): PublishedDay => ({
  dataset: NAME,
  date,
  rows: [rowOf(dataset, date, { id: 1, application_status: status })],
});
const monthIn = (store: ObjectStore) => monthRows(store, { dataset: NAME });

async function storeWith(...days: readonly PublishedDay[]): Promise<ObjectStore> {
  const store = createMemoryStore();
  for (const one of days) await publishDay(store, one);
  return store;
}

const inTurns = (store: ObjectStore, turn: Turn): ObjectStore => ({
  head: (key) => turn(() => store.head(key)),
  get: (key) => turn(() => store.get(key)),
  list: (prefix) => turn(() => store.list(prefix)),
  create: (...put) => turn(() => store.create(...put)),
  overwrite: (...put) => turn(() => store.overwrite(...put)),
});

const sharedOf = async (store: ObjectStore): Promise<string> =>
  (await store.list("")).map(({ key, etag }) => `${key} ${etag}`).join("\n");

const outcomeOf = ({ months, alreadyMade }: MonthsAnswer): string =>
  months.map(({ outcome }) => outcome).join() || (alreadyMade === 1 ? "already-made" : "nothing");

test("two runs that make the same month write one, in whatever order they come and whichever dies at whichever step", async () => {
  const bytes = new Set<string>();
  const before = await storeWith(day("2026-10-01", "Unsigned"));
  const start = async (): Promise<Execution> => {
    const store = await copyOf(before);
    const make = (turn: Turn) => runMonths(runOn(inTurns(store, turn)), ASKED).then(outcomeOf);
    return {
      runs: [make, make],
      shared: () => sharedOf(store),
      judge: async (ends) => {
        const answers = ends.flatMap((end) => (end.died ? [] : [end.answer]));
        const made = answers.filter((answer) => answer === "made").length;
        expect(made).toBeLessThanOrEqual(1);
        for (const answer of answers) expect(["made", "already-made"]).toContain(answer);
        const object = await store.get(KEY);
        if (answers.length > 0) expect(object).toBeDefined();
        if (object !== undefined) bytes.add(object.etag);
        // Whoever comes next finds all in order, or makes it.
        const next = await runMonths(runOn(store), ASKED);
        expect(outcomeOf(next)).toBe(object === undefined ? "made" : "already-made");
        expect(await monthIn(store)).toEqual(new Map([["2026-10-01", day("2026-10-01", "Unsigned").rows]]));
      },
    };
  };
  const { ends } = await exploreAll(start, { deaths: 2 });
  expect(ends).toBeGreaterThan(10);
  expect(bytes.size).toBe(1);
});

test("a day restored while two runs compare its month ends in the month as restored, by the next run at the latest", async () => {
  const before = await storeWith(day("2026-10-01", "Unsigned"));
  await runMonths(runOn(before));
  const start = async (): Promise<Execution> => {
    const store = await copyOf(before);
    const compare = (turn: Turn) => runMonths(runOn(inTurns(store, turn)), ASKED).then(outcomeOf);
    const restore = async (turn: Turn) => {
      await turn(() => publishDay(store, day("2026-10-01", "Signed")));
      return "restored";
    };
    return {
      runs: [compare, compare, restore],
      shared: () => sharedOf(store),
      judge: async (ends) => {
        const next = await runMonths(runOn(store), ASKED);
        expect(["already-made", "remade"]).toContain(outcomeOf(next));
        const restored = ends[2]?.died === false;
        const status = restored ? "Signed" : "Unsigned";
        expect(await monthIn(store)).toEqual(new Map([["2026-10-01", day("2026-10-01", status).rows]]));
      },
    };
  };
  const { ends } = await exploreAll(start, { deaths: 1 });
  expect(ends).toBeGreaterThan(10);
});
