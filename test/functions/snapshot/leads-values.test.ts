import { expect, test } from "vitest";
import { editWorld } from "../../../functions/local/simulated-api/edits.ts";
import { CANARY_PATTERN } from "../../../functions/local/simulated-api/records/parts.ts";
import { collect, leadsWorld, livingIds, newestRows, openLeads, publishedRows } from "./leads-account.ts";

test("bad values become null and are named: no campaign, an id that is no IRI, empty flags are nothing", async () => {
  const edited = editWorld(leadsWorld);
  const account = await openLeads({ world: edited.world });
  const [none = 0, plain = 0, empty = 0, odd = 0] = livingIds(account).toReversed();
  edited.alter("leads", none, (record) => ({ ...record, campaign: null }));
  edited.alter("leads", plain, (record) => ({ ...record, campaign: 44_064 }));
  edited.alter("leads", empty, (record) => ({ ...record, hardfail: "", visible: "", overAllocation: "" }));
  edited.alter("leads", odd, (record) => ({ ...record, advertiserPayout: "1,00", integrationResults: 3, newField: 1 }));
  const record = await collect(account);
  expect(record).toMatchObject({
    outcome: "published",
    degraded: true,
    nulled: expect.arrayContaining([
      { column: "campaign_id", count: 1, ids: [plain] },
      { column: "advertiser_payout", count: 1, ids: [odd] },
    ]),
    drift: { unknown: ["integrationResults: a number", "newField"], missing: [] },
  });
  expect(record.nulled).toHaveLength(2);
  const rows = await newestRows(account);
  expect(rows.get(none)).toMatchObject({ campaign_id: null });
  expect(rows.get(plain)).toMatchObject({ campaign_id: null });
  expect(rows.get(empty)).toMatchObject({ hardfail: null, visible: null, over_allocation: null });
  expect(rows.get(odd)).toMatchObject({ advertiser_payout: null, integration_results: null });
});

test("many leads that lost a documented field stop the collection, named; what is published stays", async () => {
  const edited = editWorld(leadsWorld);
  const account = await openLeads({ world: edited.world });
  for (const id of livingIds(account)) {
    edited.alter("leads", id, ({ processrStatus, ...record }) => ({ ...record, state: processrStatus ?? null }));
  }
  await expect(collect(account)).rejects.toThrow(expect.objectContaining({ name: "SchemaDrift" }));
  expect(await account.deps.store.list("snapshots/")).toEqual([]);
});

test("nothing about a person is in any object the runs leave, nor in what they answer", async () => {
  const account = await openLeads();
  const answers = [await collect(account)];
  account.now += 86_400_000;
  answers.push(await collect(account));
  expect(JSON.stringify(answers)).not.toMatch(CANARY_PATTERN);
  const objects = await account.deps.store.list("");
  expect(objects.length).toBeGreaterThan(4);
  for (const { key } of objects) {
    const object = await account.deps.store.get(key);
    expect(Buffer.from(object?.body ?? []).toString("latin1"), key).not.toMatch(CANARY_PATTERN);
  }
  // What is compressed in the parts.
  const texts = (await publishedRows(account)).flatMap((row) =>
    Object.values(row).flatMap((cell) => (Array.isArray(cell) ? cell.flatMap(Object.values) : [cell])),
  );
  const words = new Set(texts.filter((text) => typeof text === "string"));
  expect(words.size).toBeGreaterThan(5);
  for (const word of words) expect(word).not.toMatch(CANARY_PATTERN);
});
