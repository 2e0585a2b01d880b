import { expect, test } from "vitest";
import { editWorld } from "../../../functions/local/simulated-api/edits.ts";
import type { SnapshotAccount } from "./account.ts";
import {
  boundRuns,
  CURSOR,
  collect,
  content,
  cursorOf,
  leadsWorld,
  livingIds,
  newestRows,
  openLeads,
  partsOf,
  publishedRows,
  shownRows,
  slowed,
} from "./leads-account.ts";

const DAY_MS = 86_400_000;
const named = (name: string, retryable: boolean) => expect.objectContaining({ name, retryable });

/** An account on which every request takes a while by its own clock, so that it changes while it is read. */
async function openSlow(requestMs: number): Promise<SnapshotAccount> {
  const opened: { account?: SnapshotAccount } = {};
  const current = () => {
    if (opened.account === undefined) throw new Error("asked before it was opened");
    return opened.account;
  };
  opened.account = await openLeads({ onRequest: slowed(current, requestMs) });
  return opened.account;
}

test("a back-fill goes on over runs that each end in time; the increment after it brings what changed meanwhile", async () => {
  const account = await openSlow(20_000);
  boundRuns(account, 5 * 60_000);
  const records = [await collect(account)];
  while (records.at(-1)?.complete === false && records.length < 20) {
    account.now += 3_600_000;
    records.push(await collect(account));
  }
  expect(records.length).toBeGreaterThan(2);
  expect(records.slice(0, -1).every(({ outcome, parts }) => outcome === "published" && (parts ?? 0) > 0)).toBe(true);
  expect(records.at(-1)).toMatchObject({ complete: true });
  expect(records.at(-1)?.sweeps).toContain("increment");
  expect(records.flatMap(({ sweeps }) => sweeps ?? [])).not.toContain("re-read");
});

test("whatever changes while a run reads, the next one leaves every lead as the API shows it", async () => {
  const account = await openSlow(45_000);
  account.now += 4 * 3_600_000;
  await collect(account);
  account.now += DAY_MS;
  await collect(account);
  account.now += DAY_MS;
  await collect(account, { overwrite: true });
  account.now = Math.floor(account.now / 1_000) * 1_000;
  const last = await collect(account, { overwrite: true });
  expect(last).toMatchObject({ outcome: "published", sweeps: expect.arrayContaining(["increment"]) });
  const newest = await newestRows(account);
  const shown = shownRows(account);
  // Leads that came in while the last run was reading may be there already, or not yet.
  expect(shown.size).toBeGreaterThan(200);
  for (const [id, row] of shown) {
    if (Number(row["updated_ts"] ?? row["created_ts"]) > account.now - 3_600_000) continue;
    expect(content(newest.get(id)), `lead ${id}`).toEqual(content(row));
  }
});

test("a run that dies after a part was published and before the cursor moved repeats nothing", async () => {
  const account = await openLeads();
  const { store } = account.deps;
  let moves = 0;
  const dying = {
    ...store,
    overwrite: async (...args: Parameters<typeof store.overwrite>) => {
      moves += 1;
      if (args[0] === CURSOR && moves === 2) throw new Error("killed");
      return store.overwrite(...args);
    },
  };
  Object.assign(account.deps, { store: dying });
  await expect(collect(account)).rejects.toThrow("killed");
  expect(await account.records()).toMatchObject([{ outcome: "failed", parts: 2, complete: false }]);
  expect(await partsOf(account)).toHaveLength(2);
  Object.assign(account.deps, { store });
  expect(await collect(account)).toMatchObject({ outcome: "published", complete: true });
  expect((await publishedRows(account)).map(({ id }) => id).sort((a, b) => a - b)).toEqual(
    [...livingIds(account), ...(await idsOfIncrement(account))].sort((a, b) => a - b),
  );
});

/** The increment that follows a back-fill over two runs reads some leads once more. */
async function idsOfIncrement(account: SnapshotAccount): Promise<number[]> {
  const rows = await publishedRows(account);
  const seen = new Set<number>();
  return rows.flatMap(({ id }) => (seen.size === seen.add(id).size ? [id] : []));
}

test("two runs at the same time fail neither, and no lead is missing", async () => {
  const account = await openLeads();
  const [a, b] = await Promise.all([collect(account), collect(account)]);
  expect([a, b].map(({ outcome }) => outcome)).toContain("published");
  expect([...(await newestRows(account)).keys()].sort((x, y) => x - y)).toEqual(livingIds(account));
  account.now += DAY_MS;
  expect(await collect(account)).toMatchObject({ outcome: "published", complete: true });
});

test.each([
  ["is no JSON", "{"],
  [
    "is of another enterprise",
    '{"enterprise":"other","watermark":null,"complete_on":null,"reread_on":null,"sweep":null}',
  ],
  [
    "lies in the future",
    '{"enterprise":"acme","watermark":"2027-01-01T00:00:00.000Z","complete_on":null,"reread_on":null,"sweep":null}',
  ],
])("a cursor that %s is a named error before anything is asked, and stays as it is", async (_, text) => {
  const account = await openLeads();
  await account.deps.store.create(CURSOR, new TextEncoder().encode(text), { contentType: "application/json" });
  await expect(collect(account)).rejects.toThrow(named("StoreFailed", false));
  await expect(collect(account)).rejects.toThrow(/Restore an older version of the object/);
  expect(account.api.stats.requests).toBe(0);
  expect(await partsOf(account)).toEqual([]);
  const object = await account.deps.store.get(CURSOR);
  expect(new TextDecoder().decode(object?.body)).toBe(text);
});

test("a filter that the API ignores is BadResponse, and nothing is published by it", async () => {
  const ignoring = { active: false };
  const account = await openLeads({
    onRequest: (exchange, next) =>
      next(ignoring.active ? { search: exchange.search.replaceAll("updatedTs", "changedTs") } : {}),
  });
  await collect(account);
  const before = await partsOf(account);
  account.now += DAY_MS;
  ignoring.active = true;
  await expect(collect(account)).rejects.toThrow(named("BadResponse", false));
  expect(await partsOf(account)).toEqual(before);
  ignoring.active = false;
  expect(await collect(account)).toMatchObject({ outcome: "published", complete: true });
});

test("every week the last 35 days are read again: only what no increment brought becomes a row, and is counted", async () => {
  const edited = editWorld(leadsWorld);
  const account = await openLeads({ world: edited.world });
  await collect(account);
  const [first = 0, second = 0] = livingIds(account);
  // Neither moves updatedTs.
  for (const id of [first, second]) edited.alter("leads", id, (record) => ({ ...record, score: 7 }));
  account.now += DAY_MS;
  expect((await collect(account)).sweeps).toEqual(["increment"]);
  expect([first, second].map((id) => shownScore(account, edited.world, id))).toEqual([7, 7]);
  const before = await newestRows(account);
  account.now += 6 * DAY_MS;
  const record = await collect(account);
  expect(record).toMatchObject({ sweeps: ["increment", "re-read"], complete: true });
  const after = await newestRows(account);
  const brought = [first, second].filter((id) => before.get(id)?.score !== 7);
  expect(brought).toHaveLength(2);
  expect(record.missedChanges).toBe(2);
  expect([first, second].map((id) => after.get(id)?.score)).toEqual([7, 7]);
  for (const [id, row] of shownRows(account, edited.world)) {
    expect(content(after.get(id)), `lead ${id}`).toEqual(content(row));
  }
  account.now += DAY_MS;
  expect((await collect(account)).sweeps).toEqual(["increment"]);
});

const shownScore = (account: SnapshotAccount, world: typeof leadsWorld, id: number): unknown =>
  world.record("leads", id, account.now)?.["score"];

test("overwrite reads what changed once more; a dry run publishes and moves nothing", async () => {
  const account = await openLeads();
  const tried = await collect(account, { dryRun: true });
  expect(tried).toMatchObject({ outcome: "dry-run", parts: 1, complete: false, sweeps: ["back-fill"] });
  expect([await partsOf(account), await cursorOf(account)]).toEqual([[], undefined]);
  await collect(account);
  const cursor = await cursorOf(account);
  account.now += 60_000;
  expect(await collect(account, { dryRun: true })).toMatchObject({ outcome: "dry-run", sweeps: ["increment"] });
  expect(await cursorOf(account)).toEqual(cursor);
  const again = await collect(account, { overwrite: true });
  expect(again).toMatchObject({ outcome: "published", sweeps: ["increment"], parts: 1 });
});

test("an enterprise that has not opted in has no leads taken, whoever asks; and there are no rehearsals", async () => {
  const account = await openLeads({ datasets: ["campaigns"] });
  await expect(collect(account)).rejects.toThrow(named("InvalidEvent", false));
  const other = await openLeads();
  await expect(collect(other, { date: "2026-11-01" })).rejects.toThrow(named("InvalidEvent", false));
  expect([account.api.stats.requests, other.api.stats.requests]).toEqual([0, 0]);
  expect(await account.deps.store.list("")).toEqual([]);
});
