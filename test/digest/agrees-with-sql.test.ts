import { rm } from "node:fs/promises";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { ReportsSession } from "../../functions/local/sql/session.ts";
import type { Row } from "../../shared/catalog/column.ts";
import { buildDigest } from "../../shared/digest/build-digest.ts";
import type { DigestModel } from "../../shared/digest/digest-model.ts";
import { decimalText } from "../../shared/digest/drawing/decimal-text.ts";
import type {
  CampaignDetail,
  ContractDetail,
  ContractVersion,
  DigestInput,
  JobDetail,
  Snapshot,
  SnapshotInfo,
} from "../../shared/digest/input/digest-input.ts";
import type { Day } from "../../shared/platform/day.ts";
import { createDataFolder, type DataFolder } from "../catalog/data-folder.ts";
import { type JsonRow, openFolder, queryRows } from "../catalog/query.ts";
import { accountOf } from "./account.ts";
import { campaignEndsOf, inputOf, snapshot } from "./rows.ts";

// Where the views and the model both compute a figure they must agree (docs/design.md, "8. SQL holds facts, TypeScript holds judgement").

const DATE = "2026-11-24";
/** Days without a snapshot: the day before for all, and one of each dataset's own. */
const MISSING = ["2026-11-23", "2026-11-05", "2026-11-06"];
const OWN_MISSING = { campaigns: "2026-11-19", contracts: "2026-11-18", jobs: "2026-11-20" } as const;
/** Days on which a campaign is in no snapshot. */
const ABSENT: Readonly<Record<Day, number>> = { "2026-11-22": 606, "2026-11-21": 606, "2026-11-18": 610 };
const PUBLISHER = 5;

let folder: DataFolder;
let session: ReportsSession;
let model: DigestModel;
let own: DigestModel;

type Change<R> = (row: R, date: Day) => R;

/** Unknown for a day that is over, for the newest day, and at both; a rate that moves, or is unknown; a pause that is over. */
const changeCampaign: Change<CampaignDetail> = (row, date) => ({
  ...row,
  ...(row.id === 603 && date === "2026-11-22" ? { billable_leads: null, total_leads: null } : {}),
  ...(row.id === 607 && date === DATE ? { billable_leads: null, invalid_leads: null } : {}),
  ...(row.id === 611 && date === "2026-11-22"
    ? { base_currency_revenue: null, base_currency_publisher_payout: null }
    : {}),
  ...(row.id === 612 && date === "2026-11-22" ? { rate_to_base: null, currency_is_base: false } : {}),
  ...(row.id % 9 === 5 && date === DATE ? { rate_to_base: 10_250n } : {}),
  ...(isPaused(row.id, date) ? { status: "Paused", pause_ts: 1 } : {}),
});

const isPaused = (campaign: number | null, date: Day): boolean =>
  (campaign ?? 0) % 13 === 6 && date >= "2026-11-12" && date <= "2026-11-20";

/** Renewed on the 15th: one after the other, and amended. */
const changeContract: Change<ContractDetail> = (row, date) => ({
  ...row,
  ...(row.id === 2003 && date === "2026-11-22" ? { total_leads: null, billable_leads: null } : {}),
  ...(row.id === 2008 && date === DATE ? { invalid_leads: null } : {}),
  ...(row.id === 2010 && date === "2026-11-22" ? { earnings: null } : {}),
  ...(isPaused(row.campaign_id, date) ? { campaign_status: "Paused" } : {}),
  ...(RENEWED.has(row.id) && date >= "2026-11-15"
    ? { id: row.id + 900, start_date: "2026-11-15", end_date: "2026-12-20", leads_required: 900 }
    : {}),
});

const RENEWED = new Map([
  [2000, "2026-11-14"],
  [2007, "2026-11-14"],
  [2014, null],
  [2021, "2026-11-20"],
]);

/** The contracts before the renewal, with the end that each got. */
const versions: readonly ContractVersion[] = [...RENEWED].map(([id, end]) => ({
  ...{ id, campaign_id: id - 1400, publisher_id: PUBLISHER + ((id - 2000) % 7), leads_required: 400 },
  ...{ uncapped: false, caps_on_bands: false, start_date: "2026-10-20", end_date: end, signed_ts: 1 },
}));

const changeJob: Change<JobDetail> = (row, date) => ({
  ...row,
  ...(row.id === 7001 && date === "2026-11-22" ? { failed: null } : {}),
  ...(row.id === 7019 && date === DATE ? { failed: null } : {}),
  ...(row.id === 7004 && date === DATE ? { passed: null } : {}),
  ...(row.id === 7005 && date === DATE ? { total: (row.total ?? 0) + 9 } : {}),
});

function withHoles(input: DigestInput) {
  const kept = <R>(history: readonly Snapshot<R>[], missing: Day, change: Change<R>) =>
    history
      .filter(({ info }) => info.date !== missing && !MISSING.includes(info.date))
      .map(({ info, rows }) => ({ info: retaken(info), rows: rows.map((row) => change(row, info.date)) }));
  const campaigns = kept(input.campaigns.history as Snapshot<CampaignDetail>[], OWN_MISSING.campaigns, changeCampaign);
  return {
    campaigns: campaigns.map(({ info, rows }) => ({ info, rows: rows.filter(({ id }) => ABSENT[info.date] !== id) })),
    contracts: kept(input.contracts.history as Snapshot<ContractDetail>[], OWN_MISSING.contracts, changeContract),
    jobs: kept(input.jobs.history as Snapshot<JobDetail>[], OWN_MISSING.jobs, changeJob),
  };
}

/** The snapshot that the mail before ended with was taken again in the afternoon. */
const retaken = (info: SnapshotInfo): SnapshotInfo =>
  info.date === "2026-11-22"
    ? { ...info, snapshotAt: info.snapshotAt + 9 * 3_600_000, firstSnapshotAt: info.snapshotAt }
    : info;

beforeAll(async () => {
  const made = withHoles(accountOf(DATE, 60));
  folder = await createDataFolder();
  const datasets = [
    ["campaigns", made.campaigns],
    ["publisher-contracts", made.contracts],
    ["integration-jobs", made.jobs],
    ["contract-versions", [snapshot(DATE, versions)]],
  ] as const;
  for (const [dataset, history] of datasets) {
    for (const { info, rows } of history) {
      await folder.publish({ dataset, date: info.date, rows: rows as unknown as readonly Row[] });
    }
  }
  session = await openFolder(folder.path, Date.parse(`${DATE}T12:00:00Z`));
  model = buildDigest(inputOf(DATE, { ...made, over: { versions, since: "2026-11-22" } }));
  const campaignEnds = campaignEndsOf(made.campaigns.at(-1)?.rows);
  const settings = { audience: "publisher", filter: { publishers: [PUBLISHER] } };
  own = buildDigest(inputOf(DATE, { ...made, settings, over: { versions, campaignEnds, since: "2026-11-22" } }));
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
  const amount = (value: bigint | null) => (value === null ? null : Number(decimalText(value)));
  const told = (value: unknown) => (value === null ? null : Number(value));
  for (const row of rows) {
    const sql = view.get(String(row.campaign.id)) ?? {};
    const facts = [sql["revenue_delta"], sql["publisher_payout_delta"]].map(told);
    expect([row.revenue, row.payout].map(amount), row.campaign.name).toEqual(facts);
    expect(amount(row.margin)).toBe(told(sql["margin_delta"]));
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

test("the history holds what is untidy: a mail of it says that a snapshot was taken again, and knows early, gone and renewed ones", () => {
  expect(model.banners.map(({ kind }) => kind)).toContain("retaken");
  expect(model.totals?.unknown).toBeGreaterThan(0);
  expect(model.sections.pacing?.counts.early).toBeGreaterThan(0);
  expect(new Set(model.sections.integrations?.all.map(({ state }) => state))).toEqual(
    new Set(["failing", "ok", "off", "unknown"]),
  );
  expect(own.sections.own?.all.map(({ contracts }) => contracts)).toContain(2);
});

test("a publisher's contracts: how many its counters go over, their cap, its pace, and what it moved", async () => {
  const rows = await queryRows(
    session,
    `SELECT p.*, d.total_leads_delta, d.invalid_leads_delta, d.billable_leads_delta, CAST(d.earnings_delta AS varchar) AS earned
     FROM publisher_contract_pacing_daily AS p
     JOIN publisher_contract_daily AS d
       ON d.enterprise = p.enterprise AND d.snapshot_date = p.snapshot_date AND d.id = p.id
     WHERE p.enterprise = 'acme' AND p.snapshot_date = '${DATE}' AND p.publisher_id = ${PUBLISHER}`,
  );
  const view = new Map(rows.map((row) => [row["campaign_id"], row]));
  expect(own.sections.own?.all.length).toBeGreaterThan(4);
  let compared = 0;
  for (const row of own.sections.own?.all ?? []) {
    const sql = view.get(row.campaignId) ?? {};
    const earned = row.earned === null ? null : (Number(row.earned.net) / 10_000).toFixed(4);
    const related = row.since?.leads == null ? [] : [row.since.leads, row.since.notAccepted];
    const told = [row.contracts, row.cap, row.since?.accepted ?? null, earned, ...related];
    const all = ["contracts", "cap", "billable_leads_delta", "earned", "total_leads_delta", "invalid_leads_delta"];
    const facts = all.slice(0, told.length);
    expect(told.map(near), row.campaign).toEqual(facts.map((name) => near(sql[name])));
    const { pace } = row;
    // Of a campaign that ends before its contract the mail goes by that end, the view by the contract.
    if (pace === null || row.endDate !== sql["end_date"]) continue;
    compared += 1;
    const paced = [pace.index, pace.rate, pace.forecast, pace.needed, pace.reachedOn];
    const figures = ["on_schedule_index", "rate_per_day", "forecast", "needed_per_day", "cap_reached_on"];
    expect(paced.map(near), row.campaign).toEqual(figures.map((name) => near(sql[name])));
  }
  expect(compared).toBeGreaterThan(2);
});
