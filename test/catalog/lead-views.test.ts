import { rm } from "node:fs/promises";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { ReportsSession } from "../../functions/local/sql/session.ts";
import type { Row } from "../../shared/catalog/column.ts";
import { DEFAULT_DATASETS } from "../../shared/catalog/datasets.ts";
import { createDataFolder, type DataFolder } from "./data-folder.ts";
import { openFolder, queryRows } from "./query.ts";

let folder: DataFolder;
let session: ReportsSession;
const ask = (sql: string) => queryRows(session, sql);

const at = (text: string) => Date.parse(text);
const failed = (job: number) => ({
  campaign_job_id: job,
  status: "failed",
  passed: false,
  at: at("2026-11-21T10:00:00Z"),
});
const passed = (job: number) => ({
  campaign_job_id: job,
  status: "passed",
  passed: true,
  at: at("2026-11-22T10:00:00Z"),
});

const lead = (id: number, createdTs: string, of: Row = {}): Row => ({
  id,
  campaign_id: 1,
  created_ts: at(createdTs),
  created_date: createdTs.slice(0, 10),
  lead_flag: "Valid",
  qa_result: "Valid",
  ...of,
});

/**
 * Campaign 1 grows by 3 on the 21st and by 2 on the 22nd; nothing is known of its 20th. Campaign 2 grows by 5 over a gap. One lead
 * of each is missing here or too many, one has no campaign, and one came in before the history.
 */
beforeAll(async () => {
  folder = await createDataFolder();
  const campaigns = (date: string, first: number | null, second?: number) =>
    folder.publish({
      dataset: "campaigns",
      date,
      rows: [
        { id: 1, name: "Alpha", total_leads: first },
        ...(second === undefined ? [] : [{ id: 2, name: "Beta", total_leads: second }]),
      ],
    });
  await campaigns("2026-11-21", 10, 100);
  await campaigns("2026-11-22", 13);
  await campaigns("2026-11-23", 15, 105);
  await folder.publish({
    dataset: "integration-jobs",
    date: "2026-11-23",
    rows: [{ id: 70, label: "CRM", enabled: true }],
  });
  await folder.publish({
    dataset: "leads",
    date: "2026-11-22",
    rows: [
      lead(1, "2026-11-20T12:00:00Z"),
      lead(2, "2026-11-21T12:00:00Z", { integration_results: [failed(70)], advertiser_billable: false }),
      // Before the snapshot of the 22nd: of the same span as the noon before.
      lead(3, "2026-11-22T04:59:00Z", { integration_results: [failed(70), failed(99)] }),
      lead(4, "2026-11-21T13:00:00Z", { campaign_id: 2, lead_flag: "Invalid", qa_result: "Caution" }),
    ],
  });
  await folder.publish({
    dataset: "leads",
    date: "2026-11-23",
    rows: [
      lead(2, "2026-11-21T12:00:00Z", {
        integration_results: [passed(70)],
        advertiser_billable: true,
        base_currency_advertiser_payout: 105_000n,
      }),
      lead(5, "2026-11-22T12:00:00Z", { over_allocation: true, base_currency_advertiser_payout: 200_000n }),
      lead(6, "2026-11-22T12:01:00Z", { integration_results: [] }),
      lead(7, "2026-11-22T12:02:00Z", { campaign_id: null }),
      lead(8, "2026-11-23T09:00:00Z"),
    ],
  });
  session = await openFolder(folder.path, at("2026-11-23T12:00:00Z"));
});
afterAll(async () => {
  session.close();
  await rm(folder.path, { recursive: true });
});

test("every lead is once in leads_current, as it was read last", async () => {
  const rows = await ask("SELECT id, snapshot_date, advertiser_billable FROM leads_current ORDER BY id");
  expect(rows.map(({ id }) => Number(id))).toEqual([1, 2, 3, 4, 5, 6, 7, 8]);
  expect(rows[1]).toMatchObject({ snapshot_date: "2026-11-23", advertiser_billable: true });
  expect(rows[2]).toMatchObject({ snapshot_date: "2026-11-22" });
});

test("results are unnested from the newest row, with the job's names where the job is known", async () => {
  const rows = await ask(
    "SELECT lead_id, position, campaign_job_id, status, passed, job_label, job_enabled FROM lead_integration_results ORDER BY lead_id, position",
  );
  expect(rows).toMatchObject([
    {
      lead_id: 2,
      position: 1,
      campaign_job_id: 70,
      status: "passed",
      passed: true,
      job_label: "CRM",
      job_enabled: true,
    },
    { lead_id: 3, position: 1, campaign_job_id: 70, status: "failed", passed: false, job_label: "CRM" },
    { lead_id: 3, position: 2, campaign_job_id: 99, passed: false, job_label: null, job_enabled: null },
  ]);
});

test("leads by campaign and day count each lead once, whatever its results", async () => {
  const rows = await ask(
    `SELECT campaign_id, campaign_name, created_date, leads, valid_leads, invalid_leads, caution_leads, advertiser_billable_leads,
       over_allocation_leads, failed_integration_leads, base_currency_advertiser_payout
     FROM leads_by_campaign_day ORDER BY campaign_id, created_date`,
  );
  const [before, noon, night, , beta, none] = rows;
  expect(rows).toHaveLength(6);
  expect(before).toMatchObject({ campaign_id: 1, campaign_name: "Alpha", created_date: "2026-11-20", leads: 1 });
  expect(noon).toMatchObject({
    created_date: "2026-11-21",
    leads: 1,
    advertiser_billable_leads: 1,
    failed_integration_leads: 0,
  });
  expect(noon?.["base_currency_advertiser_payout"]).toBe("10.5000");
  expect(night).toMatchObject({
    created_date: "2026-11-22",
    leads: 3,
    valid_leads: 3,
    over_allocation_leads: 1,
    failed_integration_leads: 1,
    base_currency_advertiser_payout: "20.0000",
  });
  expect(beta).toMatchObject({ campaign_id: 2, invalid_leads: 1, caution_leads: 1, valid_leads: 0 });
  expect(none).toMatchObject({ campaign_id: null, campaign_name: null, leads: 1 });
});

test("reconciliation holds leads against the counters between two pulls, over gaps too, and hides nothing", async () => {
  const rows = await ask(
    `SELECT campaign_id, campaign_name, snapshot_date, counted_leads, total_leads_delta, difference, state
     FROM lead_reconciliation WHERE enterprise = 'acme' ORDER BY campaign_id, snapshot_date`,
  );
  expect(rows).toMatchObject([
    { campaign_id: 1, snapshot_date: "2026-11-21", counted_leads: null, total_leads_delta: null, state: "first" },
    {
      campaign_id: 1,
      snapshot_date: "2026-11-22",
      counted_leads: 2,
      total_leads_delta: 3,
      difference: -1,
      state: "differs",
    },
    {
      campaign_id: 1,
      snapshot_date: "2026-11-23",
      counted_leads: 2,
      total_leads_delta: 2,
      difference: 0,
      state: "agrees",
    },
    { campaign_id: 2, campaign_name: "Beta", snapshot_date: "2026-11-21", state: "first" },
    {
      campaign_id: 2,
      snapshot_date: "2026-11-23",
      counted_leads: 1,
      total_leads_delta: 5,
      difference: -4,
      state: "differs",
    },
    {
      campaign_id: null,
      snapshot_date: null,
      counted_leads: 1,
      total_leads_delta: null,
      difference: 1,
      state: "no counter",
    },
  ]);
});

test("an enterprise without leads has no reconciliation, and one with leads shows how fresh they are", async () => {
  const other = await createDataFolder();
  await other.publish({ dataset: "campaigns", date: "2026-11-23", rows: [{ id: 1, total_leads: 3 }] });
  const bare = await openFolder(other.path, at("2026-11-23T12:00:00Z"));
  expect(await queryRows(bare, "SELECT * FROM lead_reconciliation")).toEqual([]);
  const datasets = (rows: readonly Readonly<Record<string, unknown>>[]) => rows.map(({ dataset }) => dataset);
  const sql = "SELECT dataset, newest_snapshot_date FROM snapshot_freshness ORDER BY dataset";
  expect(datasets(await queryRows(bare, sql))).toEqual(DEFAULT_DATASETS.toSorted());
  expect(await ask(sql)).toContainEqual({ dataset: "leads", newest_snapshot_date: "2026-11-23" });
  bare.close();
  await rm(other.path, { recursive: true });
});
