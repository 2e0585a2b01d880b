import { rm } from "node:fs/promises";
import { afterAll, beforeAll, expect, test } from "vitest";
import { openReports, type ReportsSession } from "../../functions/local/sql/session.ts";
import type { Row } from "../../shared/catalog/column.ts";
import { buildDigest } from "../../shared/digest/build-digest.ts";
import type { DigestModel } from "../../shared/digest/digest-model.ts";
import { decimalText } from "../../shared/digest/drawing/decimal-text.ts";
import type { DigestInput, Snapshot } from "../../shared/digest/input/digest-input.ts";
import { createDataFolder, type DataFolder } from "../catalog/data-folder.ts";
import { type JsonRow, queryRows } from "../catalog/query.ts";
import { accountOf } from "./account.ts";
import { inputOf } from "./rows.ts";

// Where the views and the model both compute a figure they must agree (docs/design.md, "8. SQL holds facts, TypeScript holds judgement").

const DATE = "2026-11-24";
/** Days without a snapshot, the day before among them; a campaign that some days do not hold. */
const MISSING = new Set(["2026-11-23", "2026-11-19", "2026-11-05", "2026-11-06"]);
const ABSENT: Readonly<Record<string, number>> = { "2026-11-22": 606, "2026-11-21": 606, "2026-11-18": 610 };
const ROWS_ADDED: Readonly<Record<string, bigint>> = { "2026-11-24": 10_250n };

let folder: DataFolder;
let session: ReportsSession;
let model: DigestModel;

function withHoles(input: DigestInput): DigestInput {
  const kept = <R>(history: readonly Snapshot<R>[]) => history.filter(({ info }) => !MISSING.has(info.date));
  const campaigns = kept(input.campaigns.history).map(({ info, rows }) => ({
    info,
    rows: rows
      .filter(({ id }) => ABSENT[info.date] !== id)
      .map((row) => (row.id % 9 === 5 ? { ...row, rate_to_base: ROWS_ADDED[info.date] ?? 10_000n } : row)),
  }));
  return inputOf(DATE, {
    campaigns: campaigns as never,
    contracts: kept(input.contracts.history) as never,
    jobs: kept(input.jobs.history) as never,
  });
}

beforeAll(async () => {
  const input = withHoles(accountOf(DATE, 60));
  folder = await createDataFolder();
  const datasets = [
    ["campaigns", input.campaigns.history],
    ["publisher-contracts", input.contracts.history],
    ["integration-jobs", input.jobs.history],
  ] as const;
  for (const [dataset, history] of datasets) {
    for (const { info, rows } of history) {
      await folder.publish({ dataset, date: info.date, rows: rows as unknown as readonly Row[] });
    }
  }
  session = await openReports(folder.path, { now: Date.parse(`${DATE}T12:00:00Z`) });
  model = buildDigest(input);
});

afterAll(async () => {
  session.close();
  await rm(folder.path, { recursive: true, force: true });
});

async function viewRows(view: string): Promise<ReadonlyMap<string, JsonRow>> {
  const key = view === "publisher_quality_daily" ? "publisher_id" : "id";
  const sql = `SELECT * FROM ${view} WHERE enterprise = 'acme' AND snapshot_date = '${DATE}'`;
  const rows = await queryRows(session, sql);
  return new Map(rows.map((row) => [String(row[key]), row]));
}

const near = (value: unknown): unknown => (typeof value === "number" ? Math.round(value * 1e9) / 1e9 : (value ?? null));

test("pacing: days, index, rate, forecast, needed per day and the day the cap is reached", async () => {
  const view = await viewRows("campaign_pacing_daily");
  const rows = model.sections.pacing?.rows ?? [];
  expect(rows.length).toBeGreaterThan(30);
  for (const { campaign, pace } of rows) {
    const sql = view.get(String(campaign.id)) ?? {};
    const told = [pace.daysTotal, pace.daysElapsed, pace.daysLeft, pace.expected, pace.index, pace.rate, pace.forecast];
    const facts = [
      "days_total",
      "days_elapsed",
      "days_left",
      "expected_leads",
      "on_schedule_index",
      "rate_per_day",
      "forecast",
    ];
    expect([...told, pace.needed, pace.reachedOn].map(near), campaign.name).toEqual(
      [...facts, "needed_per_day", "cap_reached_on"].map((name) => near(sql[name])),
    );
  }
});

test("movements: the change since the previous snapshot of each campaign, over gaps too", async () => {
  const view = await viewRows("campaign_daily");
  for (const { campaign, movement } of model.sections.pacing?.rows ?? []) {
    const sql = view.get(String(campaign.id)) ?? {};
    expect([movement.delta, movement.days, movement.since], campaign.name).toEqual([
      sql["billable_leads_delta"],
      sql["days_since_previous"],
      sql["previous_snapshot_date"],
    ]);
  }
  expect(model.sections.pacing?.rows.some(({ movement }) => movement.gap)).toBe(true);
});

test("money: revenue, payout and margin, and what was revalued instead", async () => {
  const view = await viewRows("revenue_daily");
  const { rows = [], revalued = [], total } = model.sections.money ?? {};
  expect(revalued.length).toBeGreaterThan(0);
  const amount = (value: bigint) => Number(decimalText(value));
  for (const row of rows) {
    const sql = view.get(String(row.campaign.id)) ?? {};
    const facts = [sql["revenue_delta"], sql["publisher_payout_delta"], sql["margin_delta"]].map(Number);
    expect([row.revenue, row.payout, row.margin].map(amount), row.campaign.name).toEqual(facts);
    expect(near(row.share)).toBe(near(sql["margin_rate"]));
  }
  for (const row of revalued) {
    expect(amount(row.revenue)).toBe(Number(view.get(String(row.campaign.id))?.["revalued_revenue_delta"]));
  }
  const [sum] = await queryRows(
    session,
    `SELECT CAST(sum(revenue_delta) AS decimal(38,4)) AS revenue FROM revenue_daily WHERE enterprise = 'acme' AND snapshot_date = '${DATE}' AND NOT internal_only AND NOT test_mode`,
  );
  expect(amount(total?.revenue ?? 0n)).toBe(Number(sum?.["revenue"]));
});

test("publisher quality: leads, rates and the rate of the 28 days before", async () => {
  const view = await viewRows("publisher_quality_daily");
  const rows = model.sections.quality?.all ?? [];
  expect(rows).toHaveLength(view.size);
  for (const row of rows) {
    const sql = view.get(String(row.publisherId)) ?? {};
    const facts = ["campaigns", "total_leads_delta", "invalid_leads_delta", "caution_leads_delta", "invalid_rate"];
    const told = [row.campaigns, row.leads, row.invalid, row.caution, row.rate, row.usual, row.usualDays, row.rise];
    expect(told.map(near), row.publisher).toEqual(
      [...facts, "baseline_invalid_rate", "baseline_days", "invalid_rate_rise"].map((name) => near(sql[name])),
    );
  }
});

test("integration jobs: failures of the window and the days of a run of them", async () => {
  const view = await viewRows("integration_job_health");
  const rows = model.sections.integrations?.all ?? [];
  expect(rows.some(({ streak }) => streak !== null)).toBe(true);
  for (const row of rows) {
    const sql = view.get(String(row.id)) ?? {};
    const told = [row.total, row.failed, row.share, row.pending, row.streak?.since, row.streak?.days];
    const facts = ["total_delta", "failed_delta", "failure_rate", "pending", "failing_since", "days_failing"];
    expect(told.map(near), `job ${row.id}`).toEqual(facts.map((name) => near(sql[name])));
  }
});
