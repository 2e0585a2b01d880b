import { rm } from "node:fs/promises";
import { afterEach, beforeEach, expect, test } from "vitest";
import { namedQueries } from "../../shared/catalog/queries.ts";
import { createDataFolder, type DataFolder } from "./data-folder.ts";
import { queryAt } from "./query.ts";

const DAY = "2026-11-24";
let folder: DataFolder;
beforeEach(async () => {
  folder = await createDataFolder();
});
afterEach(async () => {
  await rm(folder.path, { recursive: true });
});

const answer = (job: number, passed: boolean) => ({
  campaign_job_id: job,
  status: passed ? "passed" : "failed",
  passed,
  at: Date.parse(`${DATE_OF_ANSWERS}T08:00:00Z`),
});
const DATE_OF_ANSWERS = "2026-11-23";
const lead = (id: number, ...integration_results: ReturnType<typeof answer>[]) => ({
  id,
  campaign_id: 1,
  created_date: DATE_OF_ANSWERS,
  lead_flag: id === 4 ? "Test" : "Valid",
  integration_results,
});

test("a lead counts once for a job that failed it and never took it, and not for one that did", async () => {
  await folder.publish({ dataset: "leads", date: "2026-10-10", rows: [lead(9, answer(70, false))] });
  const rows = [
    lead(1, answer(70, false), answer(70, false), answer(70, false)),
    lead(2, answer(70, false), answer(70, true)),
    lead(3, answer(70, true), answer(71, false)),
    lead(4, answer(70, true)),
  ];
  await folder.publish({ dataset: "leads", date: DAY, rows });
  const held = namedQueries("acme").find(({ name }) => name === "leads-held-back")?.sql ?? "";
  const told = await queryAt(folder.path, DAY, held);
  expect(told.map(({ campaign_job_id, leads_held_back }) => [campaign_job_id, leads_held_back])).toEqual([
    [70, 1],
    [71, 1],
  ]);
  const days = await queryAt(
    folder.path,
    DAY,
    "SELECT leads, valid_leads, invalid_leads, other_leads, failed_integration_leads FROM leads_by_campaign_day ORDER BY leads DESC",
  );
  expect(days).toEqual([{ leads: 5, valid_leads: 4, invalid_leads: 0, other_leads: 1, failed_integration_leads: 3 }]);
});

test("what the newest snapshot does not hold has vanished, with where it was last seen; a renewal has not", async () => {
  const pair = { campaign_id: 1, publisher_id: 9, publisher_name: "Pub", campaign_name: "Alpha" };
  await folder.publish({
    dataset: "campaigns",
    date: "2026-11-22",
    rows: [{ id: 1 }, { id: 2, name: "Gone", total_leads: 7 }],
  });
  await folder.publish({ dataset: "campaigns", date: "2026-11-23", rows: [{ id: 1 }] });
  await folder.publish({ dataset: "campaigns", date: DAY, rows: [{ id: 1 }] });
  await folder.publish({
    dataset: "publisher-contracts",
    date: "2026-11-23",
    rows: [
      { id: 50, ...pair },
      { id: 51, ...pair, publisher_id: 8 },
    ],
  });
  await folder.publish({ dataset: "publisher-contracts", date: DAY, rows: [{ id: 60, ...pair }] });
  const sql = "SELECT dataset, id, name, total_leads, last_snapshot_date, missing_since FROM vanished ORDER BY dataset";
  expect(await queryAt(folder.path, DAY, sql)).toEqual([
    {
      dataset: "campaigns",
      id: 2,
      name: "Gone",
      total_leads: 7,
      last_snapshot_date: "2026-11-22",
      missing_since: "2026-11-23",
    },
    {
      dataset: "publisher-contracts",
      id: 51,
      name: "Pub on Alpha",
      total_leads: null,
      last_snapshot_date: "2026-11-23",
      missing_since: DAY,
    },
  ]);
});
