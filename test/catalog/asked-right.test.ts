import { rm } from "node:fs/promises";
import { afterEach, beforeEach, expect, test } from "vitest";
import type { Row } from "../../shared/catalog/column.ts";
import { namedQueries } from "../../shared/catalog/queries.ts";
import { addDays, type Day, instantAt } from "../../shared/platform/day.ts";
import { createDataFolder, type DataFolder } from "./data-folder.ts";
import { queryAt } from "./query.ts";

// What a saved query answers is what its question asks, also when it is changed as its comment says.

let folder: DataFolder;
beforeEach(async () => {
  folder = await createDataFolder();
});
afterEach(async () => {
  await rm(folder.path, { recursive: true });
});

const textOf = (name: string): string => namedQueries("acme").find((query) => query.name === name)?.sql ?? "";
const answer = (name: string, day: Day, change: (sql: string) => string = (sql) => sql) =>
  queryAt(folder.path, day, change(textOf(name)));
const publish = (dataset: "campaigns" | "publisher-contracts" | "integration-jobs", date: Day, rows: readonly Row[]) =>
  folder.publish({ dataset, date, rows });
/** As a comment says: the day in place of current_date, wherever it stands below the comments. */
const asked = (day: Day) => (sql: string) =>
  sql.replace(/^(?!--).*$/gm, (line) => line.replaceAll("current_date", `DATE '${day}'`));

test("revenue by advertiser is that of the month, and of another month where its date is put in place", async () => {
  const earned = { id: 1, advertiser_id: 9, currency: "GBP", currency_is_base: true, rate_to_base: 10_000n };
  for (let day = "2026-09-29", at = 0; day <= "2026-11-30"; day = addDays(day, 1), at += 1)
    await publish("campaigns", day, [
      { ...earned, base_currency_revenue: BigInt(at) * 100_000n, base_currency_publisher_payout: 0n },
    ]);
  const sum = async (change?: (sql: string) => string) =>
    Number((await answer("revenue-by-advertiser", "2026-11-30", change))[0]?.["revenue_delta"]);
  // October has 31 days, of which the snapshot of 1 November tells the last; of November 29 are told by the 30th.
  expect([await sum(asked("2026-10-01")), await sum()]).toEqual([310, 290]);
});

test("what a contract was and what changed on a day long ago is answered where its date is put in place", async () => {
  const contract = { id: 5, campaign_id: 1, publisher_id: 1 };
  await publish("publisher-contracts", "2026-09-23", [contract]);
  expect(await answer("contract-on-a-day", "2026-11-30")).toEqual([]);
  expect(await answer("contract-on-a-day", "2026-11-30", asked("2026-09-24"))).toMatchObject([
    { snapshot_date: "2026-09-23" },
  ]);
  await publish("campaigns", "2026-09-22", [{ id: 1, name: "A", status: "Active", leads_required: 100 }]);
  await publish("campaigns", "2026-09-23", [{ id: 1, name: "A", status: "Ended", leads_required: 200 }]);
  await publish("campaigns", "2026-11-30", [{ id: 1, name: "A" }]);
  const pair = (sql: string) =>
    sql.replace(
      /FROM \(\s*SELECT\s+dataset,\s+snapshot_date,\s+row_number[\s\S]*?\) AS ranked/,
      "FROM (VALUES ('campaigns', '2026-09-23', 1), ('campaigns', '2026-09-22', 2)) AS ranked (dataset, snapshot_date, recency)",
    );
  expect(await answer("changes", "2026-11-30", (sql) => asked("2026-09-23")(pair(sql)))).toMatchObject([
    { id: 1, what: "changed", status_before: "Active", status_now: "Ended" },
  ]);
});

test("silent are campaigns within their dates, begun two days ago, whose cap is not known to be reached", async () => {
  const silent = Date.parse("2026-11-25T12:00:00Z");
  const of = (id: number, more: Row): Row => ({
    ...{
      id,
      name: `C${id}`,
      status: "Active",
      uncapped: false,
      leads_required: 100,
      billable_leads: 5,
      last_conversion: silent,
    },
    ...{ start_ts: Date.parse("2026-11-01T00:00:00Z"), end_date: "2026-12-31", ...more },
  });
  const never = { last_conversion: null };
  const rows = [
    of(1, { leads_required: 0 }),
    of(2, { leads_required: null }),
    of(3, { billable_leads: null }),
    of(4, { ...never, start_ts: Date.parse("2026-12-01T00:00:00Z") }),
    of(5, { end_date: "2026-11-20" }),
    of(6, { ...never, start_ts: instantAt("2026-11-29", "12:00", "UTC") }),
    of(7, { billable_leads: 100 }),
  ];
  await publish("campaigns", "2026-11-30", rows);
  const ids = async (change?: (sql: string) => string) =>
    (await answer("silent-campaigns", "2026-11-30", change)).map(({ id }) => Number(id)).toSorted((a, b) => a - b);
  expect(await ids()).toEqual([1, 2, 3]);
  // 720 hours are more milliseconds than 32 bits hold.
  expect(await ids((sql) => sql.replaceAll("CAST(48 AS bigint)", "CAST(720 AS bigint)"))).toEqual([]);
});

test("missing days are those after a dataset's first snapshot, up to yesterday", async () => {
  for (const day of ["2026-11-20", "2026-11-21", "2026-11-23", "2026-11-27"])
    await publish("campaigns", day, [{ id: 1 }]);
  await publish("integration-jobs", "2026-11-28", [{ id: 1 }]);
  const rows = await answer("missing-days", "2026-11-30");
  expect(rows.map(({ dataset, missing_date: date }) => `${dataset} ${date}`)).toEqual([
    ...["campaigns 2026-11-22", "campaigns 2026-11-24", "campaigns 2026-11-25", "campaigns 2026-11-26"],
    ...["campaigns 2026-11-28", "campaigns 2026-11-29", "integration-jobs 2026-11-29"],
  ]);
});

test("a contract whose publisher was unknown for a day has not vanished, and one that goes then is told once", async () => {
  const of = (id: number, publisher: number | null): Row => ({ id, campaign_id: 1, publisher_id: publisher });
  await publish("publisher-contracts", "2026-11-26", [of(5, 2), of(6, null)]);
  await publish("publisher-contracts", "2026-11-27", [of(5, null), of(6, 3)]);
  await publish("publisher-contracts", "2026-11-28", [of(5, 2)]);
  await publish("publisher-contracts", "2026-11-29", [of(5, 2)]);
  const sql = "SELECT id, last_snapshot_date, missing_since FROM vanished WHERE enterprise = 'acme'";
  expect(
    (await queryAt(folder.path, "2026-11-29", sql)).map(({ id, ...days }) => ({ id: Number(id), ...days })),
  ).toEqual([{ id: 6, last_snapshot_date: "2026-11-27", missing_since: "2026-11-28" }]);
});

test("a full contract of a campaign that is paused waits for nobody", async () => {
  const signed = { signed_ts: Date.parse("2026-09-01T10:00:00Z"), leads_required: 100, billable_leads: 100 };
  const terms = {
    start_date: "2026-09-01",
    end_date: "2026-12-31",
    campaign_status: "Active",
    current_contract_status: "Active",
  };
  const campaign = (id: number, more: Row): Row => ({
    ...{ id, name: `C${id}`, status: "Active", leads_required: 1_000, billable_leads: 100, uncapped: false },
    ...{ start_date: "2026-09-01", end_date: "2026-12-31", ...more },
  });
  await publish("campaigns", "2026-11-30", [
    campaign(1, {}),
    campaign(2, { pause_ts: Date.parse("2026-11-20T09:00:00Z") }),
    campaign(3, { uncapped: true }),
  ]);
  await publish(
    "publisher-contracts",
    "2026-11-30",
    [1, 2, 3].map((id) => ({
      id,
      campaign_id: id,
      publisher_id: 9,
      uncapped: false,
      caps_on_bands: false,
      ...terms,
      ...signed,
    })),
  );
  expect((await answer("contracts", "2026-11-30")).map(({ contract_id: id, reason }) => [Number(id), reason])).toEqual([
    [1, "cap reached"],
  ]);
});

test("leads by day are of fourteen days", async () => {
  for (let day = "2026-11-10"; day <= "2026-11-30"; day = addDays(day, 1))
    await publish("campaigns", day, [{ id: 1, total_leads: 1, billable_leads: 1 }]);
  const rows = await answer("leads-by-day", "2026-11-30");
  expect([rows.length, rows[0]?.["snapshot_date"], rows.at(-1)?.["snapshot_date"]]).toEqual([
    14,
    "2026-11-17",
    "2026-11-30",
  ]);
});

test("a cap that is reached to the day is told by that day, and then nothing is short", async () => {
  const leads = [0, 3, 5, 8, 10, 12, 15, 17];
  for (const [at, billable] of leads.entries()) {
    const row = {
      status: "Active",
      uncapped: false,
      start_date: "2026-11-01",
      leads_required: 34,
      billable_leads: billable,
    };
    await publish("campaigns", addDays("2026-11-23", at), [
      { id: 1, end_date: "2026-12-31", ...row },
      { id: 2, end_date: "2026-12-06", ...row },
    ]);
  }
  const sql = "SELECT id, leads_short, cap_reached_on FROM campaign_pacing WHERE enterprise = 'acme' ORDER BY id";
  const rows = await queryAt(folder.path, "2026-11-30", sql);
  expect(rows.map(({ leads_short: short, cap_reached_on: on }) => [Number(short), on])).toEqual([
    [0, "2026-12-06"],
    [0, "2026-12-06"],
  ]);
});
