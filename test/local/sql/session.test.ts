import { existsSync } from "node:fs";
import { mkdir, rm } from "node:fs/promises";
import { join } from "node:path";
import { afterEach, describe, expect, test } from "vitest";
import { runSql } from "../../../functions/local/sql/run-sql.ts";
import { openReports, type ReportsSession } from "../../../functions/local/sql/session.ts";
import { recordLine } from "../../../shared/catalog/record-line.ts";
import { DIGEST_DELIVERIES } from "../../../shared/catalog/records.ts";
import type { DeliveryRecord } from "../../../shared/digest/delivery/ledger.ts";
import { isReportsError } from "../../../shared/platform/errors.ts";
import { createFolderStore } from "../../../shared/snapshot/folder-store.ts";
import { deliveryKey } from "../../../shared/snapshot/keys.ts";
import { createDataFolder } from "../../catalog/data-folder.ts";
import { queryAt, queryRows } from "../../catalog/query.ts";

const opened: ReportsSession[] = [];
const zone = process.env["TZ"];
afterEach(() => {
  for (const session of opened.splice(0)) session.close();
  if (zone === undefined) delete process.env["TZ"];
  else process.env["TZ"] = zone;
});
async function open(...given: Parameters<typeof openReports>): Promise<ReportsSession> {
  const session = await openReports(...given);
  opened.push(session);
  return session;
}

describe("the tables", () => {
  test("read what the project's own writer and store wrote, partition keys as text", async () => {
    const folder = await createDataFolder();
    await folder.publish({
      dataset: "campaigns",
      date: "2026-11-23",
      rows: [
        { id: 1, name: "Ünïcode ' \" name", payout_amount: 16_5000n, end_ts: Date.parse("2026-11-30T23:59:59.123Z") },
      ],
    });
    const sql =
      "SELECT enterprise, snapshot_date, id, name, payout_amount, end_ts, activity_date, snapshot_at FROM campaigns";
    expect(await queryAt(folder.path, "2026-11-23", sql)).toEqual([
      {
        enterprise: "acme",
        snapshot_date: "2026-11-23",
        id: 1,
        name: "Ünïcode ' \" name",
        payout_amount: "16.5000",
        end_ts: "2026-11-30 23:59:59.123",
        activity_date: "2026-11-22",
        snapshot_at: "2026-11-23 05:00:00.000",
      },
    ]);
    await rm(folder.path, { recursive: true });
  });

  test("are the same wherever the machine stands", async () => {
    process.env["TZ"] = "America/New_York";
    const folder = await createDataFolder();
    await folder.publish({
      dataset: "campaigns",
      date: "2026-11-23",
      rows: [{ id: 1, end_ts: Date.parse("2026-11-22T23:30:00Z") }],
    });
    const sql =
      "SELECT CAST(end_ts AS date) AS day, CAST(at_timezone(CAST(end_ts AS timestamp with time zone), 'Europe/Berlin') AS date) AS berlin, CAST(current_timestamp AS timestamp) AS now FROM campaigns";
    const session = await open(folder.path, { now: Date.parse("2026-11-23T12:00:00Z") });
    expect(await queryRows(session, sql)).toEqual([
      { day: "2026-11-22", berlin: "2026-11-23", now: "2026-11-23 12:00:00.000" },
    ]);
    await rm(folder.path, { recursive: true });
  });

  test("are found in a folder whose name looks like a pattern", async () => {
    const folder = await createDataFolder();
    const odd = join(folder.path, "a [b] *c? d'e");
    await mkdir(odd, { recursive: true });
    const store = createFolderStore(odd);
    const inner = await createDataFolder();
    await inner.publish({ dataset: "campaigns", date: "2026-11-23", rows: [{ id: 1 }] });
    const from = createFolderStore(inner.path);
    for (const { key } of await from.list("")) {
      const object = await from.get(key);
      if (object !== undefined) await store.create(key, object.body, { contentType: "application/octet-stream" });
    }
    expect(await queryAt(odd, "2026-11-23", "SELECT id FROM campaigns_latest")).toEqual([{ id: 1 }]);
    await rm(folder.path, { recursive: true });
    await rm(inner.path, { recursive: true });
  });

  test("of the ledger are read from its lines", async () => {
    const folder = await createDataFolder();
    const store = createFolderStore(folder.path);
    const record: DeliveryRecord = {
      enterprise: "acme",
      digestDate: "2026-11-23",
      digest: "daily",
      recipient: "0123456789abcdef",
      state: "sent",
      runId: "r",
      attempts: 1,
      claimedAt: "2026-11-23T07:00:00.000Z",
      updatedAt: "2026-11-23T07:00:01.500Z",
      htmlSha256: "00",
      messageId: "m-1",
      reason: null,
      retryable: null,
    };
    const key = deliveryKey("acme", "2026-11-23", "daily", "a@b.example");
    await store.create(key, new TextEncoder().encode(recordLine(DIGEST_DELIVERIES, record)), {
      contentType: "application/json",
    });
    const sql = "SELECT enterprise, digest_date, state, attempts, updated_at, reason FROM digest_deliveries";
    expect(await queryAt(folder.path, "2026-11-23", sql)).toEqual([
      {
        enterprise: "acme",
        digest_date: "2026-11-23",
        state: "sent",
        attempts: 1,
        updated_at: "2026-11-23 07:00:01.500",
        reason: null,
      },
    ]);
    // Of many, of reports and of the owner's notices, which all have a dot, too.
    const dotted = ["owner.daily", "partners.12", "report.behind.12", "report.stuck-leads"];
    for (const digest of dotted) {
      const named: DeliveryRecord = { ...record, digest };
      const line = recordLine(DIGEST_DELIVERIES, named);
      const at = deliveryKey("acme", "2026-11-23", digest, "a@b.example");
      await store.create(at, new TextEncoder().encode(line), { contentType: "application/json" });
    }
    const names = await queryAt(folder.path, "2026-11-23", "SELECT digest FROM digest_deliveries ORDER BY digest");
    expect(names.map(({ digest }) => digest)).toEqual(["daily", ...dotted]);
    await rm(folder.path, { recursive: true });
  });
});

test("the words that Trino knows and DuckDB does not are there", async () => {
  const session = await open("/no/such/folder");
  expect(
    await queryRows(
      session,
      "SELECT cardinality(sequence(0, 3)) AS up, sequence(2, 0) AS down, sequence(1, 0) AS last",
    ),
  ).toEqual([{ up: 4, down: [2, 1, 0], last: [1, 0] }]);
});

test("without a clock of its own the session's day is the real one", async () => {
  const session = await open("/no/such/folder");
  const [row] = await queryRows(session, "SELECT CAST(current_date AS varchar) AS today");
  expect([-1, 0, 1].map((days) => new Date(Date.now() + days * 60_000).toISOString().slice(0, 10))).toContain(
    row?.["today"],
  );
});

describe("wrong SQL", () => {
  async function refusalOf(sql: string): Promise<string> {
    const session = await open("/no/such/folder");
    const error = await runSql(session, sql).catch((caught: unknown) => caught);
    expect(isReportsError(error, "InvalidSql")).toBe(true);
    return String((error as Error).message);
  }

  test("is refused with the engine's own words, which point at the place", async () => {
    const message = await refusalOf("SELECT naem FROM campaigns");
    expect(message).toContain('Referenced column "naem" not found');
    expect(message).toContain("LINE 1: SELECT naem FROM campaigns\n               ^");
    expect(message).toContain("docs/data-dictionary.md");
  });

  test.each([
    ["", "no SQL was given"],
    ["  \n", "no SQL was given"],
    ["SELECT 1; SELECT 2", "2 statements were given, not one"],
    ["SELEC 1", 'syntax error at or near "SELEC"'],
    ["SELECT * FROM nothing_there", "nothing_there does not exist"],
  ])("%j: %s", async (sql, reason) => {
    expect(await refusalOf(sql)).toContain(reason);
  });

  test("is refused where it would write or change something, explained or not", async () => {
    const file = join((await createDataFolder()).path, "written-by-sql.csv");
    for (const sql of [
      `COPY (SELECT 1) TO '${file}'`,
      `/* now */ EXPLAIN ANALYZE COPY (SELECT 1) TO '${file}'`,
      `ATTACH '${file}'`,
      "CREATE TABLE kept AS SELECT 1",
      "SET threads = 1",
    ]) {
      expect(await refusalOf(sql)).toContain("only questions are run, nothing is written");
    }
    expect(existsSync(file)).toBe(false);
    const session = await open("/no/such/folder");
    for (const sql of ["SHOW TABLES", "explain analyze SELECT 1", "SUMMARIZE campaigns", "PRAGMA version"]) {
      expect((await runSql(session, sql)).columns.length).toBeGreaterThan(0);
    }
  });

  test("leaves the session usable", async () => {
    const session = await open("/no/such/folder");
    await runSql(session, "SELECT x").catch(() => {});
    expect(await queryRows(session, "SELECT 1 AS one")).toEqual([{ one: 1 }]);
  });
});
