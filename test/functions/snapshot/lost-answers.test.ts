import { expect, test } from "vitest";
import { ReportsError } from "../../../shared/platform/errors.ts";
import type { ObjectStore } from "../../../shared/snapshot/store.ts";
import { queryAt } from "../../catalog/query.ts";
import { openAccount, type SnapshotAccount } from "./account.ts";
import { collect, livingIds, newestRows, openLeads, partsOf } from "./leads-account.ts";

const noAnswer = (key: string) =>
  new ReportsError("StoreFailed", { what: "no answer", where: key, remedy: "Run again", retryable: true });

/** Writes below the prefix are stored, and their answers lost, while it is on. */
function loseAnswers(account: SnapshotAccount, prefix: string, which: (key: string) => boolean = () => true) {
  const { store } = account.deps;
  const lost = { on: true };
  const losing = async <T>(key: string, write: Promise<T>): Promise<T> => {
    const answer = await write;
    if (lost.on && key.startsWith(prefix) && which(key)) throw noAnswer(key);
    return answer;
  };
  const silent: ObjectStore = {
    ...store,
    create: (key, ...rest) => losing(key, store.create(key, ...rest)),
    overwrite: (key, ...rest) => losing(key, store.overwrite(key, ...rest)),
  };
  Object.assign(account.deps, { store: silent });
  return lost;
}

const freshness = (account: SnapshotAccount, dataset: string) =>
  queryAt(
    account.data,
    "2026-11-23",
    `SELECT newest_snapshot_date, newest_snapshot_at, newest_row_count, last_outcome, last_error
     FROM snapshot_freshness WHERE enterprise = 'acme' AND dataset = '${dataset}'`,
  );

const outcomes = async (account: SnapshotAccount) => (await account.records()).map(({ outcome }) => outcome).sort();

test("a snapshot that was stored while its answers were lost is a published one after the catch-up, in the records and in SQL", async () => {
  const account = await openAccount();
  const lost = loseAnswers(account, "snapshots/");
  await expect(account.take({})).rejects.toThrow("no answer");
  expect(await outcomes(account)).toEqual(["failed"]);
  lost.on = false;
  account.now += 3_600_000;
  const caughtUp = await account.take({});
  expect(caughtUp).toMatchObject({ outcome: "already-published", rows: 250 });
  expect(await outcomes(account)).toEqual(["already-published", "published"]);
  const published = (await account.records()).find(({ outcome }) => outcome === "published");
  expect(published).toMatchObject({
    rows: 250,
    sha256: caughtUp.sha256,
    error: null,
    startedAt: "2026-11-23T05:00:00.000Z",
  });
  expect(published?.requests).toBeGreaterThan(0);
  expect(await freshness(account, "campaigns")).toEqual([
    {
      newest_snapshot_date: "2026-11-23",
      newest_snapshot_at: "2026-11-23 05:00:00.000",
      newest_row_count: 250,
      last_outcome: "already-published",
      last_error: null,
    },
  ]);
});

test("so is a re-take, whose record does not stand as failed beside the snapshot that it made", async () => {
  const account = await openAccount();
  await account.take({});
  account.now += 3_600_000;
  const lost = loseAnswers(account, "snapshots/");
  await expect(account.take({ overwrite: true })).rejects.toThrow("no answer");
  lost.on = false;
  await account.take({});
  expect(await outcomes(account)).toEqual(["already-published", "published", "published"]);
});

test("of leads, the part that the failed run did not know of is in its record once another run has found it", async () => {
  const account = await openLeads();
  const lost = loseAnswers(account, "snapshots/leads/", (key) => key.includes("-0002."));
  await expect(collect(account)).rejects.toThrow("no answer");
  expect(await account.records()).toMatchObject([{ outcome: "failed", parts: 1, complete: false }]);
  expect(await partsOf(account)).toHaveLength(2);
  lost.on = false;
  account.now += 3_600_000;
  expect(await collect(account)).toMatchObject({ outcome: "published", complete: true });
  const records = await account.records();
  expect(records[0]).toMatchObject({ outcome: "published", parts: 2, sweeps: ["back-fill"], error: null });
  const told = records.reduce((sum, { rows }) => sum + (rows ?? 0), 0);
  const rows = await queryAt(account.data, "2026-11-23", "SELECT count(*) AS leads FROM leads");
  expect(rows).toEqual([{ leads: told }]);
  expect([...(await newestRows(account)).keys()].sort((a, b) => a - b)).toEqual(livingIds(account));
});

test("of leads, a day whose only part lost its answer is not without rows in SQL", async () => {
  const account = await openLeads({ partRows: 100_000 });
  const lost = loseAnswers(account, "snapshots/leads/");
  await expect(collect(account)).rejects.toThrow("no answer");
  expect(await account.records()).toMatchObject([{ outcome: "failed", parts: null }]);
  lost.on = false;
  account.now += 3_600_000;
  await collect(account);
  const count = livingIds(account).length;
  const [row] = await freshness(account, "leads");
  expect(row).toMatchObject({ newest_snapshot_date: "2026-11-23", last_error: null });
  expect((await account.records())[0]).toMatchObject({ outcome: "published", parts: 1 });
  expect(Number((await account.records())[0]?.rows)).toBeLessThanOrEqual(count);
});
