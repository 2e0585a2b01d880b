import { expect, test } from "vitest";
import { editWorld } from "../../../functions/local/simulated-api/edits.ts";
import { createWorld } from "../../../functions/local/simulated-api/world.ts";
import { findSnapshot } from "../../../shared/snapshot/published.ts";
import { isShrunk } from "../../../shared/snapshot/shrunk.ts";
import { MORNING, openAccount, type SnapshotAccount, ZONE } from "./account.ts";

const DAY_MS = 86_400_000;
const world = createWorld({ seed: 1, campaigns: 40, historyStart: "2026-10-19", timeZone: ZONE });

test.each([
  [3, 40, true],
  [20, 40, false],
  [19, 40, true],
  [19, 38, false],
  [1, 3, false],
  [1, 20, false],
  [1, 21, true],
  [0, 1, true],
  [0, 0, false],
  [400, 40, false],
])("%i rows where there were %i: shrunk is %s", (rows, reference, shrunk) => {
  expect(isShrunk(rows, reference)).toBe(shrunk);
});

/** An account of 40 campaigns whose service user sees so many from some day on. */
async function openDemoted() {
  const edited = editWorld(world);
  const account = await openAccount({ world: edited.world });
  const all = world.ids("campaigns", MORNING);
  const records = new Map(all.map((id) => [id, world.record("campaigns", id, MORNING)]));
  const show = (count: number): void => {
    for (const id of world.ids("campaigns", MORNING + 9 * DAY_MS)) edited.remove("campaigns", id);
    for (const id of all.slice(0, count)) edited.insert("campaigns", { ...records.get(id), id });
  };
  let day = 0;
  const next = (event: Readonly<Record<string, unknown>> = {}) => {
    account.now = MORNING + day++ * DAY_MS;
    return account.take(event);
  };
  return { account, show, next };
}

const labelOf = async ({ deps }: SnapshotAccount, date: string) =>
  (await findSnapshot(deps.store, "campaigns", { enterprise: "acme", date }))?.label;

test("the mark stays every day until the rows are back, by the newest snapshot that has it not", async () => {
  const { account, show, next } = await openDemoted();
  expect(await next()).toMatchObject({ rows: 40, shrunk: false, acceptShrunk: false });
  show(3);
  for (const date of ["2026-11-24", "2026-11-25", "2026-11-26"]) {
    expect(await next(), date).toMatchObject({ snapshotDate: date, rows: 3, shrunk: true });
    expect(await labelOf(account, date)).toMatchObject({ shrunk: true, referenceRows: 40 });
  }
  show(19);
  expect(await next()).toMatchObject({ rows: 19, shrunk: true });
  show(20);
  expect(await next()).toMatchObject({ rows: 20, shrunk: false });
  show(3);
  expect(await next()).toMatchObject({ rows: 3, shrunk: false });
});

test("an accepted size takes the day's place unmarked, is kept in the record, and is what later days are compared with", async () => {
  const { account, show, next } = await openDemoted();
  await next();
  show(3);
  const marked = await next();
  expect(marked).toMatchObject({ shrunk: true, acceptShrunk: false });
  account.now += 3_600_000;
  const accepted = await account.take({ acceptShrunk: true });
  expect(accepted).toMatchObject({ outcome: "published", rows: 3, shrunk: false, acceptShrunk: true });
  expect(accepted.snapshotDate).toBe(marked.snapshotDate);
  expect(await account.records()).toContainEqual(accepted);
  expect(await labelOf(account, "2026-11-24")).toMatchObject({
    runId: accepted.runId,
    shrunk: false,
    referenceRows: 40,
  });
  expect(await next()).toMatchObject({ rows: 3, shrunk: false, acceptShrunk: false });
});

test("accepting takes far fewer rows in the place of a full snapshot of the day too, where overwrite alone is refused", async () => {
  const { account, show, next } = await openDemoted();
  await next();
  show(3);
  await expect(account.take({ overwrite: true })).rejects.toThrow(/acceptShrunk/);
  expect(await account.take({ acceptShrunk: true })).toMatchObject({ outcome: "published", rows: 3, shrunk: false });
});

test("a re-take of a small account's day with a few rows less is no loss", async () => {
  const { account, show, next } = await openDemoted();
  show(12);
  await next();
  show(5);
  expect(await account.take({ overwrite: true })).toMatchObject({ outcome: "published", rows: 5, shrunk: false });
});

test("a damaged snapshot in between hides no loss: the one before it says what there was", async () => {
  const { account, show, next } = await openDemoted();
  await next();
  const key = (await next()).key ?? "";
  const { store } = account.deps;
  const standing = await store.head(key);
  const options = { contentType: "application/octet-stream", ifMatch: standing?.etag ?? "" };
  await store.overwrite(key, new TextEncoder().encode("damaged"), options);
  show(3);
  expect(await next()).toMatchObject({ rows: 3, shrunk: true });
});

test("what is collected in parts has no size to accept", async () => {
  const account = await openAccount({ world, datasets: ["campaigns", "leads"] });
  await expect(account.take({ dataset: "leads", acceptShrunk: true })).rejects.toThrow(
    expect.objectContaining({ name: "InvalidEvent" }),
  );
  expect(account.api.stats.requests).toBe(0);
});
