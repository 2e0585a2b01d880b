import { rm } from "node:fs/promises";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { ReportsSession } from "../../functions/local/sql/session.ts";
import type { Struct } from "../../shared/catalog/column.ts";
import { DATASETS } from "../../shared/catalog/datasets.ts";
import { addDays } from "../../shared/platform/day.ts";
import { createDataFolder, type DataFolder } from "./data-folder.ts";
import { openFolder, queryRows } from "./query.ts";

let folder: DataFolder;
let session: ReportsSession;
const LAST = "2026-11-30";

beforeAll(async () => {
  folder = await createDataFolder();
  for (let back = 40; back >= 0; back -= 1) await publishDay(addDays(LAST, -back), 40 - back);
  session = await openFolder(folder.path, Date.parse(`${LAST}T12:00:00Z`));
});
afterAll(async () => {
  session.close();
  await rm(folder.path, { recursive: true });
});

/** Publisher 1: ten leads a day, one invalid, and on the last day forty with ten invalid; its other campaign is a test. */
async function publishDay(date: string, day: number): Promise<void> {
  const last = date === LAST;
  const leads = 10 * day + (last ? 30 : 0);
  await folder.publish({
    dataset: "campaigns",
    date,
    rows: [
      { id: 1, name: "Alpha", test_mode: false },
      { id: 2, name: "Trial", test_mode: true },
    ],
  });
  await folder.publish({
    dataset: "publisher-contracts",
    date,
    rows: [
      {
        id: 1,
        campaign_id: 1,
        publisher_id: 1,
        publisher_name: "Pub",
        total_leads: leads,
        invalid_leads: day + (last ? 9 : 0),
        caution_leads: 2 * day,
      },
      {
        id: 2,
        campaign_id: 2,
        publisher_id: 1,
        publisher_name: "Pub",
        total_leads: 999 * day,
        invalid_leads: 999 * day,
      },
      {
        id: 3,
        campaign_id: 1,
        publisher_id: 2,
        publisher_name: "Idle",
        total_leads: 50,
        invalid_leads: 5,
        caution_leads: 0,
      },
      ...(last
        ? [{ id: 4, campaign_id: 1, publisher_id: 3, publisher_name: "New", total_leads: 70, bands: bands() }]
        : []),
    ],
  });
  await folder.publish({ dataset: "integration-jobs", date, rows: jobsOn(40 - day, day) });
}

function bands(): readonly Struct[] {
  const columns = Object.keys(DATASETS["publisher-contracts"].columns.bands.element);
  const band = (given: Struct): Struct => Object.fromEntries(columns.map((name) => [name, given[name] ?? null]));
  return [
    band({ id: 11, payout: 5_5000n, is_default: true, billable_leads: 3 }),
    band({ id: 12, payout: 7_0000n, is_default: false, payout_band_id: 4, leads_required: 20 }),
  ];
}

/** Lifetime totals of a job whose failures and leads come on the given days back from the last. */
function jobsOn(back: number, day: number) {
  const job = (id: number, failsOn: (back: number) => boolean, leadsOn: (back: number) => boolean = () => true) => {
    let [total, failed] = [100, 0];
    for (let past = 39; past >= back; past -= 1) {
      if (failsOn(past)) failed += 2;
      if (leadsOn(past)) total += 10;
    }
    return { id, campaign_id: 1, campaign_name: "as the job says", total, failed, passed: total - failed - 1 };
  };
  return [
    job(1, () => false),
    job(2, (past) => past === 0),
    job(3, (past) => past <= 2),
    job(4, (past) => past === 1),
    // Failed three days ago; since then no lead came: still failing.
    job(
      5,
      (past) => past === 3,
      (past) => past >= 3,
    ),
    // Failed, recovered, failed again: the run begins anew.
    job(6, (past) => past === 3 || past === 1 || past === 0),
    job(7, (past) => past === 4 || past === 3),
    ...(day === 40 ? [job(8, () => true)] : []),
  ];
}

test("a publisher's day stands against its own 28 days before, without its test campaign", async () => {
  const rows = await queryRows(
    session,
    `SELECT * FROM publisher_quality_daily WHERE enterprise = 'acme' AND snapshot_date = '${LAST}' ORDER BY publisher_id`,
  );
  expect(rows[0]).toEqual({
    enterprise: "acme",
    snapshot_date: LAST,
    activity_date: "2026-11-29",
    publisher_id: 1,
    publisher_name: "Pub",
    campaigns: 1,
    days_since_previous: 1,
    contracts_left_out: 0,
    total_leads_delta: 40,
    invalid_leads_delta: 10,
    caution_total_leads_delta: 40,
    caution_leads_delta: 2,
    invalid_rate: 0.25,
    caution_rate: 0.05,
    baseline_days: 28,
    baseline_total_leads_delta: 280,
    baseline_invalid_leads_delta: 28,
    baseline_caution_total_leads_delta: 280,
    baseline_caution_leads_delta: 56,
    baseline_invalid_rate: 0.1,
    baseline_caution_rate: 0.2,
    invalid_rate_rise: expect.closeTo(15, 9),
  });
});

test("without leads there is no rate; a new publisher has neither movement nor baseline", async () => {
  const rows = await queryRows(
    session,
    `SELECT publisher_id, total_leads_delta AS total_leads, invalid_rate, baseline_total_leads_delta AS baseline_total_leads, baseline_invalid_rate, invalid_rate_rise
     FROM publisher_quality_daily WHERE enterprise = 'acme' AND snapshot_date = '${LAST}' AND publisher_id > 1 ORDER BY 1`,
  );
  const nothing = { invalid_rate: null, baseline_invalid_rate: null, invalid_rate_rise: null };
  expect(rows).toEqual([
    { publisher_id: 2, total_leads: 0, baseline_total_leads: 0, ...nothing },
    { publisher_id: 3, total_leads: null, baseline_total_leads: null, ...nothing },
  ]);
});

test("jobs: new, still since when, resolved, ok and unknown", async () => {
  const rows = await queryRows(
    session,
    `SELECT id, state, failing_since, days_failing, failed_delta, failure_rate, pending, campaign_name
     FROM integration_job_health WHERE enterprise = 'acme' AND snapshot_date = '${LAST}' ORDER BY id`,
  );
  const told = rows.map(({ id, state, failing_since, days_failing }) => [id, state, failing_since, days_failing]);
  expect(told).toEqual([
    [1, "ok", null, null],
    [2, "new", LAST, 1],
    [3, "still", "2026-11-28", 3],
    [4, "resolved", null, null],
    [5, "still", "2026-11-27", 4],
    [6, "still", "2026-11-29", 2],
    [7, "ok", null, null],
    [8, "unknown", null, null],
  ]);
  expect(rows[1]).toMatchObject({ failed_delta: 2, failure_rate: 0.2, pending: 1, campaign_name: "Alpha" });
  expect(rows[4]).toMatchObject({ failed_delta: 0, failure_rate: null });
  expect(rows[7]).toMatchObject({ failed_delta: null, failure_rate: null });
});

test("a job that has failed for longer than the look-back is still failing, since its edge", async () => {
  const { publish, path } = await createDataFolder();
  for (let back = 45; back >= 0; back -= 1) {
    const failed = 45 - back;
    await publish({
      dataset: "integration-jobs",
      date: addDays(LAST, -back),
      rows: [{ id: 1, total: failed, failed }],
    });
  }
  const long = await openFolder(path);
  const rows = await queryRows(
    long,
    `SELECT state, failing_since FROM integration_job_health WHERE enterprise = 'acme' AND snapshot_date = '${LAST}'`,
  );
  long.close();
  await rm(path, { recursive: true });
  expect(rows).toEqual([{ state: "still", failing_since: addDays(LAST, -35) }]);
});

test("bands come one a row, the default one marked; contracts without bands have none", async () => {
  const rows = await queryRows(
    session,
    `SELECT contract_id, position, band_id, is_default, payout, payout_band_id, leads_required, billable_leads
     FROM publisher_contract_bands WHERE enterprise = 'acme' AND snapshot_date = '${LAST}' ORDER BY position`,
  );
  expect(rows).toEqual([
    {
      contract_id: 4,
      position: 1,
      band_id: 11,
      is_default: true,
      payout: "5.5000",
      payout_band_id: null,
      leads_required: null,
      billable_leads: 3,
    },
    {
      contract_id: 4,
      position: 2,
      band_id: 12,
      is_default: false,
      payout: "7.0000",
      payout_band_id: 4,
      leads_required: 20,
      billable_leads: null,
    },
  ]);
});
