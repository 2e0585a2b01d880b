import { expect, test } from "vitest";
import type { MonthsAnswer } from "../../../functions/months/job.ts";
import type { Dataset } from "../../../shared/catalog/dataset.ts";
import { DATASETS } from "../../../shared/catalog/datasets.ts";
import { monthKey } from "../../../shared/snapshot/keys.ts";
import type { ObjectStore } from "../../../shared/snapshot/store.ts";
import { createMemoryStore } from "../../digest/sending/memory-store.ts";
import { type Execution, exploreAll, type Turn } from "../../faults/interleaving/explore.ts";
import { ENTERPRISE, MONTH, monthRows, publishDay, rowOf, runMonths, runOn } from "./months-world.ts";

const campaigns: Dataset = DATASETS.campaigns;
const KEY = monthKey("campaigns", { enterprise: ENTERPRISE, month: MONTH });
const day = (date: string, name: string) => ({ date, rows: [rowOf(campaigns, date, { id: 1, name })] });

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
  const start = async (): Promise<Execution> => {
    const store = createMemoryStore();
    await publishDay(store, day("2026-10-01", "Spring"));
    const make = (turn: Turn) =>
      runMonths(runOn(inTurns(store, turn)), { month: MONTH, dataset: "campaigns" }).then(outcomeOf);
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
        const next = await runMonths(runOn(store), { month: MONTH, dataset: "campaigns" });
        expect(outcomeOf(next)).toBe(object === undefined ? "made" : "already-made");
        expect(await monthRows(store)).toEqual(new Map([["2026-10-01", day("2026-10-01", "Spring").rows]]));
      },
    };
  };
  const { ends } = await exploreAll(start, { deaths: 2 });
  expect(ends).toBeGreaterThan(10);
  expect(bytes.size).toBe(1);
});

test("a day restored while two runs compare its month ends in the month as restored, by the next run at the latest", async () => {
  const start = async (): Promise<Execution> => {
    const store = createMemoryStore();
    await publishDay(store, day("2026-10-01", "Spring"));
    await runMonths(runOn(store));
    const compare = (turn: Turn) =>
      runMonths(runOn(inTurns(store, turn)), { month: MONTH, dataset: "campaigns" }).then(outcomeOf);
    const restore = async (turn: Turn) => {
      await turn(() => publishDay(store, day("2026-10-01", "Summer")));
      return "restored";
    };
    return {
      runs: [compare, compare, restore],
      shared: () => sharedOf(store),
      judge: async (ends) => {
        const next = await runMonths(runOn(store), { month: MONTH, dataset: "campaigns" });
        expect(["already-made", "remade"]).toContain(outcomeOf(next));
        const restored = ends[2]?.died === false;
        const name = restored ? "Summer" : "Spring";
        expect(await monthRows(store)).toEqual(new Map([["2026-10-01", day("2026-10-01", name).rows]]));
      },
    };
  };
  const { ends } = await exploreAll(start, { deaths: 1 });
  expect(ends).toBeGreaterThan(10);
});
