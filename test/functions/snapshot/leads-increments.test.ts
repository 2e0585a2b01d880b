import { expect, test } from "vitest";
import { editWorld } from "../../../functions/local/simulated-api/edits.ts";
import type { World } from "../../../functions/local/simulated-api/world.ts";
import {
  boundRuns,
  collect,
  content,
  cursorOf,
  leadsWorld,
  livingIds,
  newestRows,
  openLeads,
  publishedRows,
  shownRows,
  slowed,
} from "./leads-account.ts";

const DAY_MS = 86_400_000;

/** No lead tells when it changed, so that no filter by it finds one. */
const untold: World = {
  ...leadsWorld,
  record: (collection, id, atMs) => {
    const record = leadsWorld.record(collection, id, atMs);
    return record === undefined || collection !== "leads" ? record : { ...record, updatedTs: null };
  },
  reader: (collection, path, atMs) =>
    collection === "leads" && path === "updatedTs" ? () => [] : leadsWorld.reader(collection, path, atMs),
};

test("leads whose updatedTs is null arrive with the next run, by when they came in, and each once", async () => {
  const account = await openLeads({ world: untold });
  await collect(account);
  const before = livingIds(account).length;
  for (let days = 1; days <= 3; days++) {
    account.now += DAY_MS;
    const record = await collect(account);
    expect(record).toMatchObject({ outcome: "published", complete: true, missedChanges: null });
    expect(record.sweeps, `day ${days}`).toEqual(["increment", "arrivals"]);
    expect([...(await newestRows(account)).keys()].sort((a, b) => a - b)).toEqual(livingIds(account));
  }
  expect(livingIds(account).length).toBeGreaterThan(before);
  const newest = await newestRows(account);
  const late = account.now - DAY_MS;
  for (const [id, row] of shownRows(account, untold)) {
    if (Number(row["created_ts"]) > late) expect(content(newest.get(id)), `lead ${id}`).toEqual(content(row));
  }
});

test("where every lead tells when it changed nothing is written twice for that", async () => {
  const account = await openLeads();
  await collect(account);
  account.now += DAY_MS;
  const record = await collect(account);
  expect(record.sweeps).toEqual(["increment"]);
  expect(await cursorOf(account)).toMatchObject({ complete_on: "2026-11-24", sweep: null });
});

test("a run whose time ends between the two goes on with the arrivals, from where the increment began", async () => {
  const opened: { account?: Awaited<ReturnType<typeof openLeads>> } = {};
  const current = () => opened.account ?? expect.fail("asked before it was opened");
  const account = await openLeads({ world: untold, partRows: 20, onRequest: slowed(current, 10_000) });
  opened.account = account;
  await collect(account);
  account.now += DAY_MS;
  boundRuns(account, 90_000);
  const records = [await collect(account)];
  while (records.at(-1)?.complete === false && records.length < 20) {
    account.now += 60_000;
    records.push(await collect(account));
  }
  expect(records.length).toBeGreaterThan(1);
  expect([...(await newestRows(account)).keys()].sort((a, b) => a - b)).toEqual(
    expect.arrayContaining([...livingIds(account).filter((id) => leadCreated(account.now - 3_600_000, id))]),
  );
});

const leadCreated = (before: number, id: number): boolean => {
  const created = leadsWorld.record("leads", id, before + 7 * DAY_MS)?.["createdTs"];
  return typeof created === "string" && Date.parse(created) < before;
};

test("a part of one lead that lacks a documented field is no drift: the value is null, counted and named", async () => {
  const edited = editWorld(leadsWorld);
  const account = await openLeads({ world: edited.world });
  const [lead = 0] = livingIds(account).toReversed();
  for (const id of livingIds(account)) if (id !== lead) edited.remove("leads", id);
  edited.alter("leads", lead, ({ score: _, ...record }) => record);
  expect(await collect(account)).toMatchObject({
    outcome: "published",
    rows: 1,
    degraded: true,
    nulled: [{ column: "score", count: 1, ids: [lead] }],
    drift: { unknown: [], missing: ["score"] },
  });
  expect(await publishedRows(account)).toMatchObject([{ id: lead, score: null }]);
});
