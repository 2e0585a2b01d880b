import { rm } from "node:fs/promises";
import { read, utils } from "@e965/xlsx";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Row } from "../../../shared/catalog/column.ts";
import { type QueryEngine, readRows } from "../../../shared/reports/result.ts";
import { createFolderStore } from "../../../shared/snapshot/folder-store.ts";
import { createDataFolder, type DataFolder } from "../../catalog/data-folder.ts";
import { publishSnapshots } from "../../digest/published-account.ts";
import { DATE, openReportWorld } from "./report-world.ts";

let data: DataFolder;
const contract = (id: number, publisher: number, leads: number): Row => ({
  id,
  campaign_id: id,
  campaign_name: `Campaign ${id}`,
  publisher_id: publisher,
  billable_leads: leads,
  earnings: BigInt(leads) * 12_500n,
});
const CONTRACTS = [contract(1, 12, 5), contract(2, 12, 0), contract(3, 13, 9)];

beforeAll(async () => {
  data = await createDataFolder();
  await data.publish({ dataset: "publisher-contracts", date: DATE, rows: CONTRACTS });
  await data.publish({ dataset: "publisher-contracts", date: "2026-11-23", rows: [] });
  await data.publish({ enterprise: "other", dataset: "publisher-contracts", date: DATE, rows: [contract(4, 12, 99)] });
});
afterAll(() => rm(data.path, { recursive: true }));

const TO = { "12": ["a@pub.example"], "13": ["b@pub.example"] };
const LEADS = `SELECT publisher_id, campaign_name, billable_leads, earnings
FROM publisher_contracts
WHERE billable_leads > :least
ORDER BY billable_leads DESC`;
const PUBLISHERS = { title: "Leads", audience: "publisher", to: TO, at: "06:30" };
const part = (given: Readonly<Record<string, unknown>> = {}) => ({ file: "leads.sql", with: { least: 0 }, ...given });
const FILES = { "leads.sql": LEADS };
const namesOf = (kept: ReadonlyMap<string, Buffer>) => [...kept.keys()].map((key) => key.slice(prefix.length));
/** What was asked, so that the owner can ask it; nothing of what was answered. */
const FAILED_FILES = ["leads.sql", "outcome.json"];
const ALL_FILES = ["leads.csv", "leads.sql", "outcome.json", "report.html", "report.txt", "report.xlsx"];
const prefix = `enterprise=acme/report_date=${DATE}/leads/`;

describe("a report to many", () => {
  test("gives each its own rows, and keeps rows, SQL and workbook below its id", async () => {
    const world = await openReportWorld(
      data.path,
      { leads: { ...PUBLISHERS, parts: [part({ title: "By campaign" })] } },
      FILES,
    );
    const answer = await world.run({ report: "leads" });
    expect(answer).toMatchObject({
      outcome: "sent",
      date: DATE,
      members: [
        {
          member: 12,
          outcome: "sent",
          workbookKey: `reports/${prefix}12/report.xlsx`,
          parts: [{ name: "leads", rows: 1 }],
        },
        { member: 13, outcome: "sent", parts: [{ name: "leads", rows: 1, key: `reports/${prefix}13/leads.csv` }] },
      ],
    });
    const kept = await world.kept();
    expect([...kept.keys()]).toEqual(["12", "13"].flatMap((id) => ALL_FILES.map((name) => `${prefix}${id}/${name}`)));
    expect(String(kept.get(`${prefix}12/leads.csv`))).toBe(
      "\ufeffpublisher_id,campaign_name,billable_leads,earnings\r\n12,Campaign 1,5,6.2500\r\n",
    );
    const book = read(kept.get(`${prefix}13/report.xlsx`));
    expect(book.SheetNames).toEqual(["By campaign", "About"]);
    expect(utils.sheet_to_json(book.Sheets["By campaign"] ?? {}, { header: 1 })).toEqual([
      ["Publisher ID", "Campaign name", "Billable leads", "Earnings"],
      [13, "Campaign 3", 9, 11.25],
    ]);
    const about = new Map(utils.sheet_to_json<[string, string]>(book.Sheets["About"] ?? {}, { header: 1 }));
    expect(Object.fromEntries([...about].slice(1))).toEqual({
      Report: "Leads",
      Enterprise: "acme",
      "For publisher": "13",
      "Days told of": "2026-11-23 to 2026-11-23",
      "Figures as of": DATE,
    });
    expect(String(kept.get(`${prefix}13/leads.sql`))).toContain("publisher_id = 13");
  });

  test("gives the same bytes again when it is forced, and nobody a second mail", async () => {
    const world = await openReportWorld(data.path, { leads: { ...PUBLISHERS, parts: [part()] } }, FILES);
    await world.run({ report: "leads" });
    const first = new Map([...(await world.kept())].filter(([key]) => !key.endsWith("outcome.json")));
    world.now += 3_600_000;
    expect((await world.run({ report: "leads", force: true })).outcome).toBe("already-sent");
    expect(new Map([...(await world.kept())].filter(([key]) => !key.endsWith("outcome.json")))).toEqual(first);
    expect(await world.outbox()).toHaveLength(2);
  });

  test("is run for one of them alone when it is asked for", async () => {
    const world = await openReportWorld(data.path, { leads: { ...PUBLISHERS, parts: [part()] } }, FILES);
    const { members } = await world.run({ report: "leads", member: 13 });
    expect(members.map(({ member }) => member)).toEqual([13]);
    await expect(world.run({ report: "leads", member: 14 })).rejects.toThrow(/not sent to 14 .*It is sent to 12, 13/);
  });

  test("goes on where one member's fails, of which nothing is kept", async () => {
    const engine: QueryEngine = {
      run: async (sql) => ({
        columns: [{ name: "publisher_id", kind: "integer" }],
        rows: [[sql.includes("publisher_id = 12") ? 13n : 13n]],
      }),
    };
    const world = await openReportWorld(data.path, { leads: { ...PUBLISHERS, parts: [part()] } }, FILES, { engine });
    const answer = await world.run({ report: "leads" });
    expect(answer.outcome).toBe("partial");
    expect(answer.members[0]).toMatchObject({
      member: 12,
      outcome: "failed",
      parts: [],
      error: { name: "ScopeViolated" },
    });
    expect(answer.members[0]?.error?.message).toContain(
      "1 of 1 rows have another publisher_id than 12 (report leads, part leads, member 12)",
    );
    const own = [...(await world.kept()).keys()].filter((key) => key.startsWith(`${prefix}12`));
    expect(own.map((key) => key.slice(`${prefix}12/`.length))).toEqual(FAILED_FILES);
  });
});

const internal = (sql: string, given: Readonly<Record<string, unknown>> = {}) =>
  [
    { leads: { title: "Leads", to: ["team@acme.example"], parts: [{ file: "leads.sql" }], ...given } },
    { "leads.sql": sql },
  ] as const;
const NO_ROWS = "SELECT id, earnings FROM publisher_contracts WHERE id < 0";

describe("limits", () => {
  const numbers = (most: number) =>
    `SELECT a.n AS x, b.n AS y FROM UNNEST(sequence(1, 200)) AS a (n) CROSS JOIN UNNEST(sequence(1, ${most})) AS b (n)`;

  test("20,000 rows are kept, all of them", async () => {
    const world = await openReportWorld(data.path, ...internal(numbers(100)));
    expect((await world.run({ report: "leads" })).members[0]?.parts).toMatchObject([{ rows: 20_000 }]);
    expect(String((await world.kept()).get(`${prefix}leads.csv`)).match(/\n/g)).toHaveLength(20_001);
  });

  test("more are an error, and no shorter file", async () => {
    const world = await openReportWorld(data.path, ...internal(numbers(101)));
    const answer = await world.run({ report: "leads" });
    expect(answer).toMatchObject({ outcome: "failed", members: [{ error: { name: "ResultTooLarge" } }] });
    expect(namesOf(await world.kept())).toEqual(FAILED_FILES);
  });

  test("more cells than the function has memory for are an error, of all parts together", async () => {
    const wide = Array.from({ length: 30 }, (_, at) => ({ name: `c${at}`, kind: "integer" as const }));
    const engine: QueryEngine = {
      run: async (_, limits) => {
        const read = readRows(limits);
        for (let row = 0; row < 20_000; row += 1) read.add(wide.map(() => 1n));
        return { columns: wide, rows: read.rows };
      },
    };
    const parts = [{ file: "leads.sql" }, { file: "again.sql" }];
    const [reports, files] = internal(NO_ROWS, { parts, attach: "none" });
    const world = await openReportWorld(data.path, reports, { ...files, "again.sql": NO_ROWS }, { engine });
    const { members } = await world.run({ report: "leads" });
    expect(members[0]?.error).toMatchObject({ name: "ResultTooLarge" });
    expect(members[0]?.error?.message).toMatch(/more than 1000000 cells together.*\(report leads, part again\)/);
  });

  test("a query that fails is told with its place, and nothing of its rows is kept", async () => {
    const sql = "SELECT CAST(campaign_name AS bigint) AS n FROM publisher_contracts";
    const world = await openReportWorld(data.path, ...internal(sql));
    const answer = await world.run({ report: "leads" });
    expect(answer.members[0]?.error).toMatchObject({ name: "QueryFailed" });
    expect(answer.members[0]?.error?.message).toContain("(report leads, part leads)");
    expect(namesOf(await world.kept())).toEqual(FAILED_FILES);
  });
});

test("the workbook of the team says by which constants and SQL it was made", async () => {
  const [reports, files] = internal(LEADS);
  const world = await openReportWorld(
    data.path,
    { leads: { ...reports.leads, parts: [part({ title: "By campaign" })] } },
    files,
  );
  await world.run({ report: "leads" });
  const kept = await world.kept();
  const book = read(kept.get(`${prefix}report.xlsx`));
  const about = new Map(utils.sheet_to_json<[string, string]>(book.Sheets["About"] ?? {}, { header: 1 }));
  expect(Object.fromEntries([...about].slice(1, -1))).toEqual({
    Report: "Leads",
    Enterprise: "acme",
    "Days told of": "2026-11-23 to 2026-11-23",
    "Snapshot of": DATE,
    "Snapshot before": "2026-11-23",
    "By campaign: least": "0",
  });
  expect(`${about.get("SQL of By campaign")}\n`).toBe(String(kept.get(`${prefix}leads.sql`)));
});

test("integers are divided as Athena divides them, and doubles as everywhere", async () => {
  const sql =
    "SELECT 7 / 2 AS a, -7 / 2 AS b, sum(n) / count(*) AS c, CAST(7.5 AS double) / 2 AS d, CAST(7 AS double) / 2 AS e FROM UNNEST(sequence(1, 4)) AS t (n)";
  const world = await openReportWorld(data.path, ...internal(sql));
  await world.run({ report: "leads" });
  expect(String((await world.kept()).get(`${prefix}leads.csv`))).toContain("\r\n3,-3,2,3.75,3.5\r\n");
});

describe("what is empty", () => {
  test("is a file with its head", async () => {
    const world = await openReportWorld(data.path, ...internal(NO_ROWS));
    expect((await world.run({ report: "leads" })).outcome).toBe("sent");
    expect(String((await world.kept()).get(`${prefix}leads.csv`))).toBe("\ufeffid,earnings\r\n");
  });

  test.each([
    ["when-rows", NO_ROWS, "empty"],
    ["when-rows", "SELECT id FROM publisher_contracts", "sent"],
    ["when-empty", NO_ROWS, "sent"],
    ["when-empty", "SELECT id FROM publisher_contracts", "empty"],
  ])("with %s and %s is %s", async (send, sql, outcome) => {
    const world = await openReportWorld(data.path, ...internal(sql, { send }));
    expect((await world.run({ report: "leads" })).outcome).toBe(outcome);
    const names = [...(await world.kept()).keys()].map((key) => key.slice(prefix.length));
    expect(names).toEqual(outcome === "empty" ? ["leads.sql", "not-sent.json", "outcome.json"] : ALL_FILES);
  });
});

test.each(["csv", "none"])("with attach %s no workbook is made", async (attach) => {
  const world = await openReportWorld(data.path, ...internal(NO_ROWS, { attach }));
  await world.run({ report: "leads" });
  expect([...(await world.kept()).keys()].some((key) => key.endsWith(".xlsx"))).toBe(false);
});

test("a dry run keeps its files in a folder of its own", async () => {
  const world = await openReportWorld(data.path, ...internal(NO_ROWS));
  expect((await world.run({ report: "leads", dryRun: true })).outcome).toBe("dry-run");
  expect([...(await world.kept()).keys()].every((key) => key.startsWith(`${prefix}test/run-1/`))).toBe(true);
});

describe("never another day's numbers", () => {
  test("a day without its snapshot waits, and after its latest is not sent", async () => {
    const world = await openReportWorld(
      data.path,
      ...internal("SELECT id FROM campaigns", { at: "07:00", latest: "09:00" }),
    );
    expect(await world.run({ report: "leads" })).toMatchObject({ outcome: "deferred", members: [] });
    world.now = Date.parse(`${DATE}T09:00:00Z`);
    const answer = await world.run({ report: "leads" });
    expect(answer).toMatchObject({ outcome: "not-sent", members: [] });
    expect(answer.reason).toBe(`NoSnapshot: ${DATE} has no snapshot of campaigns. The owner was told.`);
    expect(namesOf(await world.kept())).toEqual(["not-sent.json", "outcome.json"]);
    expect(world.asked).toEqual([]);
  });

  test("a shrunk snapshot is none to tell of", async () => {
    const info = {
      ...{ date: DATE, snapshotAt: Date.parse(`${DATE}T05:00:00Z`), activityDate: "2026-11-23", runId: "r" },
      ...{ degraded: false, shrunk: true, referenceRows: 100 },
    };
    await publishSnapshots(createFolderStore(data.path), "integration-jobs", [{ info, rows: [] } as never]);
    const world = await openReportWorld(data.path, ...internal("SELECT id FROM integration_jobs"));
    const { outcome, reason } = await world.run({ report: "leads" });
    expect([outcome, reason]).toEqual(["not-sent", expect.stringContaining("of integration-jobs")]);
  });
});

describe("refused before anything is run", () => {
  test.each([
    [{ report: "other" }, "UnknownReport", /It has: leads/],
    [{ report: "leads", enterprise: "nobody" }, "UnknownEnterprise", /./],
    [{ report: "leads", date: "2026-11-25" }, "InvalidEvent", /after today/],
    [{ report: "leads", date: "2026-10-01" }, "InvalidEvent", /before historyFrom/],
    [{ report: "leads", member: 3 }, "InvalidEvent", /is one, and not of many/],
    [{ report: "leads", extra: 1 }, "InvalidEvent", /unknown keys/],
  ])("%j is %s", async (event, name, told) => {
    const world = await openReportWorld(data.path, ...internal(NO_ROWS));
    const failure = Promise.resolve().then(() => world.run(event));
    await expect(failure).rejects.toMatchObject({ name });
    await expect(Promise.resolve().then(() => world.run(event))).rejects.toThrow(told);
  });
});
