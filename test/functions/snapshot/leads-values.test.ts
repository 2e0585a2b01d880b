import { expect, test } from "vitest";
import { editWorld } from "../../../functions/local/simulated-api/edits.ts";
import { CANARY_PATTERN, type Json, type JsonObject } from "../../../functions/local/simulated-api/records/parts.ts";
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

const QUOTE = "lead jane.doe@example.com refused, call +44 7700 900123";

test("text of a lead or of a system behind Convertr is stored only when it is a known code; the rest is null and counted", async () => {
  const edited = editWorld(leadsWorld);
  const account = await openLeads({ world: edited.world });
  const ids = livingIds(account);
  // More than what would be a changed API, were it any other bad value.
  const quoting = ids.slice(0, 60);
  const result = (status: Json): JsonObject => ({
    campaignProcessrJob: "/api/v4/campaign-processr-jobs/7",
    status,
    passed: false,
  });
  for (const id of quoting) edited.alter("leads", id, (record) => ({ ...record, integrationResults: [result(QUOTE)] }));
  const codes = ["Failed", "TIMED_OUT", 404, "503", "lead-4711", "07700900123", 12_345, true];
  const [coded = 0, named = 0, mapped = 0] = ids.slice(60);
  edited.alter("leads", coded, (record) => ({ ...record, integrationResults: codes.map(result) }));
  edited.alter("leads", named, (record) => ({ ...record, qaResult: { name: QUOTE }, leadFlag: { name: "Jane Doe" } }));
  edited.alter("leads", mapped, (record) => ({
    ...record,
    integrationResults: { [QUOTE]: { status: "ok", passed: true } },
  }));
  const record = await collect(account);
  expect(record).toMatchObject({
    outcome: "published",
    degraded: true,
    nulled: expect.arrayContaining([
      { column: "integration_results.status", count: 61, ids: quoting.slice(0, 20) },
      { column: "qa_result", count: 1, ids: [named] },
      { column: "lead_flag", count: 1, ids: [named] },
    ]),
  });
  const rows = await newestRows(account);
  expect(rows.get(quoting[0] ?? 0)?.integration_results).toMatchObject([
    { campaign_job_id: 7, status: null, passed: false },
  ]);
  const kept = rows.get(coded)?.integration_results?.map(({ status }) => status);
  expect(kept).toEqual(["Failed", "TIMED_OUT", "404", "503", null, null, null, "true"]);
  expect(rows.get(named)).toMatchObject({ qa_result: null, lead_flag: null });
  expect(
    JSON.stringify([record, [...rows.values()]], (_, value) => (typeof value === "bigint" ? `${value}` : value)),
  ).not.toMatch(/jane|example\.com|\+44/i);
});

test("a record that is left out is named by a number or not at all", async () => {
  const edited = editWorld(leadsWorld);
  const account = await openLeads({ world: edited.world });
  const [first = 0, second = 0] = livingIds(account);
  edited.alter("leads", first, (record) => ({ ...record, id: "Jane-Doe" }));
  edited.alter("leads", second, (record) => ({ ...record, id: "-4711" }));
  const record = await collect(account);
  expect(JSON.stringify(record)).not.toContain("Jane");
});
