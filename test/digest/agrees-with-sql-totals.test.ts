import { rm } from "node:fs/promises";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { ReportsSession } from "../../functions/local/sql/session.ts";
import type { Row } from "../../shared/catalog/column.ts";
import { buildDigest } from "../../shared/digest/build-digest.ts";
import type { DigestModel } from "../../shared/digest/digest-model.ts";
import { createDataFolder, type DataFolder } from "../catalog/data-folder.ts";
import { type JsonRow, openFolder, queryRows } from "../catalog/query.ts";
import { accountOf } from "./account.ts";
import { campaignEndsOf } from "./rows.ts";

// The figures of the mail that agrees-with-sql.test.ts leaves: totals, trend, contracts, and the publisher's own mail.
// What SQL does not say, since it is judgement or needs the mail's window: bands of pacing, ranking, findings and stakes, the
// forecast's range, standings and the stretch of the same length before.

const DATE = "2026-11-24";
const PUBLISHER = 5;
let folder: DataFolder;
let session: ReportsSession;
let model: DigestModel;
let own: DigestModel;

beforeAll(async () => {
  const input = accountOf(DATE, 60);
  model = buildDigest(input);
  const campaignEnds = campaignEndsOf(input.campaigns.newest?.rows);
  const settings = { audience: "publisher", filter: { publishers: [PUBLISHER] } };
  own = buildDigest({ ...accountOf(DATE, 60, settings), campaignEnds });
  folder = await createDataFolder();
  const datasets = [
    ["campaigns", input.campaigns.history],
    ["publisher-contracts", input.contracts.history],
  ] as const;
  for (const [dataset, history] of datasets) {
    for (const { info, rows } of history) {
      await folder.publish({ dataset, date: info.date, rows: rows as unknown as readonly Row[] });
    }
  }
  session = await openFolder(folder.path, Date.parse(`${DATE}T12:00:00Z`));
});
afterAll(async () => {
  session.close();
  await rm(folder.path, { recursive: true, force: true });
});

const near = (value: unknown): unknown => (typeof value === "number" ? Math.round(value * 1e9) / 1e9 : (value ?? null));

test("totals: delivered, corrections within it, leads and invalid ones, and the trend of two weeks", async () => {
  const days = await queryRows(
    session,
    `SELECT activity_date, CAST(sum(billable_leads_delta) AS bigint) AS "capLeads",
       CAST(sum(CASE WHEN billable_leads_delta < 0 THEN billable_leads_delta ELSE 0 END) AS bigint) AS corrected,
       CAST(sum(total_leads_delta) AS bigint) AS total, CAST(sum(invalid_leads_delta) AS bigint) AS invalid
     FROM campaign_daily
     WHERE enterprise = 'acme' AND snapshot_date > '2026-11-10'
       AND NOT COALESCE(internal_only, FALSE) AND NOT COALESCE(test_mode, FALSE) AND NOT COALESCE(is_template, FALSE)
     GROUP BY activity_date ORDER BY activity_date`,
  );
  const { activity_date: _, ...last } = days.at(-1) ?? {};
  expect(model.totals?.now).toMatchObject(last);
  expect(Number(last["corrected"])).toBeLessThan(0);
  expect(model.totals?.now?.invalidRate).toBe(Number(last["invalid"]) / Number(last["total"]));
  expect(model.totals?.trend.map(({ date, leads }) => [date, leads])).toEqual(
    days.map((day) => [day["activity_date"], day["capLeads"]]),
  );
});

async function contracts(where: string): Promise<ReadonlyMap<string, JsonRow>> {
  const rows = await queryRows(
    session,
    `SELECT * FROM publisher_contract_pacing_daily WHERE enterprise = 'acme' AND snapshot_date = '${DATE}' AND ${where}`,
  );
  return new Map(rows.map((row) => [String(row["campaign_id"]), row]));
}

test("contracts: cap, what was delivered, the last day and the days to it", async () => {
  const view = await contracts("TRUE");
  const rows = (model.sections.contracts?.rows ?? []).filter(({ kind }) => kind !== "overcommitted");
  expect(new Set(rows.map(({ kind }) => kind)).size).toBeGreaterThan(1);
  for (const row of rows) {
    const sql = view.get(String(row.campaignId)) ?? {};
    expect([row.required, row.capLeads, row.endDate], row.campaign).toEqual([
      sql["cap"],
      sql["billable_leads"],
      sql["end_date"],
    ]);
    // The account's contract starts on the day its campaign does, so days left agree with days to the end.
    if (row.kind === "contract-ending") expect(row.days, row.campaign).toBe(sql["days_left"]);
  }
});

test("a publisher's own campaigns: index, rate, forecast and need from the contract's own dates", async () => {
  const view = await contracts(`publisher_id = ${PUBLISHER}`);
  const paced = (own.sections.own?.all ?? []).filter(({ pace }) => pace !== null);
  expect(paced.length).toBeGreaterThan(1);
  for (const { campaign, campaignId, pace, cap, accepted } of paced) {
    const sql = view.get(String(campaignId)) ?? {};
    const told = [cap, accepted, pace?.index, pace?.rate, pace?.forecast, pace?.needed, pace?.reachedOn];
    const facts = ["cap", "billable_leads", "on_schedule_index", "rate_per_day", "forecast", "needed_per_day"];
    expect(told.map(near), campaign).toEqual([...facts, "cap_reached_on"].map((name) => near(sql[name])));
  }
});

test("a publisher's own movements: leads and earnings since the previous snapshot", async () => {
  const rows = await queryRows(
    session,
    `SELECT campaign_id, total_leads_delta, invalid_leads_delta, billable_leads_delta, CAST(earnings_delta AS varchar) AS earned
     FROM publisher_contract_daily WHERE enterprise = 'acme' AND snapshot_date = '${DATE}' AND publisher_id = ${PUBLISHER}`,
  );
  const view = new Map(rows.map((row) => [row["campaign_id"], row]));
  expect(own.sections.own?.all.length).toBeGreaterThan(1);
  for (const row of own.sections.own?.all ?? []) {
    expect(view.get(row.campaignId), row.campaign).toMatchObject({
      total_leads_delta: row.since?.leads,
      invalid_leads_delta: row.since?.notAccepted,
      billable_leads_delta: row.since?.accepted,
      earned: row.earned === null ? null : (Number(row.earned.net) / 10_000).toFixed(4),
    });
  }
});
