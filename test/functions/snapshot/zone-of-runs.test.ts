import { expect, test } from "vitest";
import { readPublished } from "../../../shared/snapshot/published.ts";
import { openAccount, type SnapshotAccount, ZONE } from "./account.ts";
import { collect, openLeads, partsOf } from "./leads-account.ts";

const ELSEWHERE = "America/New_York";

/** The settings say another zone from the next run on. */
function move(account: SnapshotAccount, timeZone: string): void {
  const { settings } = account.deps;
  const enterprises = Object.entries(settings.enterprises).map(([name, of]) => [name, { ...of, timeZone }]);
  Object.assign(account.deps, { settings: { ...settings, enterprises: Object.fromEntries(enterprises) } });
}

/** Runs lose their records until the answer is called. */
function loseRecords(account: SnapshotAccount): () => void {
  const { store } = account.deps;
  const create: typeof store.create = async (key, ...rest) => {
    if (key.startsWith("runs/")) throw new Error("killed");
    return store.create(key, ...rest);
  };
  Object.assign(account.deps, { store: { ...store, create } });
  return () => Object.assign(account.deps, { store });
}

const zones = async (account: SnapshotAccount) =>
  Object.fromEntries((await account.records()).map(({ outcome, timeZone }) => [outcome, timeZone]));

test("every run says the zone whose days it counts in, a failed one and one that finds the day published too", async () => {
  let broken = true;
  const account = await openAccount({
    onRequest: async (_exchange, next) => (broken ? { status: 403, headers: {}, body: "{}" } : next()),
  });
  await expect(account.take({})).rejects.toThrow();
  broken = false;
  expect(await account.take({})).toMatchObject({ outcome: "published", timeZone: ZONE });
  await account.take({});
  expect(await zones(account)).toEqual({ failed: ZONE, published: ZONE, "already-published": ZONE });
});

test("a lost record is restored with the zone of the run that published, not of the one that finds its snapshot", async () => {
  const account = await openAccount();
  const keepRecords = loseRecords(account);
  const { key } = await account.take({});
  keepRecords();
  move(account, ELSEWHERE);
  account.now += 3_600_000;
  await account.take({});
  expect(await zones(account)).toEqual({ published: ZONE, "already-published": ELSEWHERE });
  const published = await readPublished(account.deps.store, key ?? "", "2026-11-23");
  expect(published?.metadata["time_zone"]).toBe(ZONE);
});

test("of leads, it is the zone of the parts", async () => {
  const account = await openLeads({ partRows: 100_000 });
  const { store } = account.deps;
  const create: typeof store.create = async (key, ...rest) => {
    if (key.startsWith("runs/")) throw new Error("killed");
    const answer = await store.create(key, ...rest);
    if (key.startsWith("snapshots/")) throw new Error("killed");
    return answer;
  };
  Object.assign(account.deps, { store: { ...store, create } });
  await expect(collect(account)).rejects.toThrow("killed");
  Object.assign(account.deps, { store });
  expect(await partsOf(account)).toHaveLength(1);
  move(account, ELSEWHERE);
  account.now += 3_600_000;
  const { runId } = await collect(account);
  const restored = (await account.records()).filter((record) => record.runId !== runId);
  expect(restored).toMatchObject([{ outcome: "published", parts: 1, timeZone: ZONE }]);
});
