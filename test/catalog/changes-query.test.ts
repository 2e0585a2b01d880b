import { rm } from "node:fs/promises";
import { afterEach, beforeEach, expect, test } from "vitest";
import { namedQueries } from "../../shared/catalog/queries.ts";
import { createDataFolder, type DataFolder } from "./data-folder.ts";
import { queryAt } from "./query.ts";

const ENTERPRISE = "demo";
const DAY = "2026-11-30";
const BEFORE = "2026-11-29";
const campaign = { status: "Active", leads_required: 100, uncapped: false };
const contract = { campaign_id: 1, publisher_id: 1, publisher_name: "Pub", campaign_name: "Alpha" };
const job = { campaign_id: 1, campaign_name: "Alpha", processr_job_name: "CSV", enabled: true };

let folder: DataFolder;
beforeEach(async () => {
  folder = await createDataFolder();
});
afterEach(async () => {
  await rm(folder.path, { recursive: true });
});

type Published = Parameters<DataFolder["publish"]>[0];
const publish = (dataset: Published["dataset"], date: string, rows: Published["rows"]) =>
  folder.publish({ enterprise: ENTERPRISE, dataset, date, rows });

/** What the named query says on the day: kind, id, name and what, cap before and after. */
async function changes(): Promise<readonly unknown[]> {
  const sql = namedQueries().find(({ name }) => name === "changes")?.sql ?? "";
  const rows = await queryAt(folder.path, DAY, sql);
  return rows.map(({ kind, id, name, what, cap_before, cap_now }) => [kind, id, name, what, cap_before, cap_now]);
}

test("what came, went, was renewed or edited, and nothing else", async () => {
  await publish("campaigns", "2026-11-28", [
    { id: 1, name: "Alpha", ...campaign, total_leads: 5 },
    { id: 2, name: "Beta", ...campaign },
    { id: 3, name: "Gone", ...campaign },
  ]);
  await publish("campaigns", DAY, [
    { id: 1, name: "Alpha", ...campaign, total_leads: 9 },
    { id: 2, name: "Beta", ...campaign, leads_required: 150 },
    { id: 4, name: "Fresh", ...campaign },
  ]);
  await publish("publisher-contracts", BEFORE, [{ id: 7, ...contract }]);
  await publish("publisher-contracts", DAY, [{ id: 8, ...contract }]);
  expect(await changes()).toEqual([
    ["campaign", 2, "Beta", "changed", "100", "150"],
    ["campaign", 3, "Gone", "gone", "100", null],
    ["campaign", 4, "Fresh", "new", null, "100"],
    ["contract", 8, "Pub on Alpha", "changed", null, null],
  ]);
});

test("a renamed campaign is called by its present name, also where contracts and jobs still hold the old one or are gone", async () => {
  await publish("campaigns", BEFORE, [{ id: 1, name: "Alpha", ...campaign }]);
  await publish("campaigns", DAY, [{ id: 1, name: "Omega", ...campaign, leads_required: 150 }]);
  await publish("publisher-contracts", BEFORE, [
    { id: 7, ...contract },
    { id: 9, ...contract, publisher_id: 2, publisher_name: "Left" },
  ]);
  await publish("publisher-contracts", DAY, [{ id: 8, ...contract }]);
  await publish("integration-jobs", BEFORE, [{ id: 5, ...job }]);
  await publish("integration-jobs", DAY, [{ id: 5, ...job, enabled: false }]);
  expect(await changes()).toEqual([
    ["campaign", 1, "Omega", "changed", "100", "150"],
    ["contract", 8, "Pub on Omega", "changed", null, null],
    ["contract", 9, "Left on Omega", "gone", null, null],
    ["job", 5, "CSV on Omega", "changed", null, null],
  ]);
});

test("a name alone is no change, and a campaign that no snapshot of campaigns holds is called as its contract calls it", async () => {
  await publish("campaigns", BEFORE, [{ id: 2, name: "Beta", ...campaign }]);
  await publish("campaigns", DAY, [{ id: 2, name: "Gamma", ...campaign }]);
  await publish("publisher-contracts", BEFORE, [{ id: 7, ...contract }]);
  await publish("publisher-contracts", DAY, [{ id: 8, ...contract, campaign_name: "Alpha II" }]);
  expect(await changes()).toEqual([["contract", 8, "Pub on Alpha II", "changed", null, null]]);
});
