import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import PostalMime, { type Email } from "postal-mime";
import { onTestFinished } from "vitest";
import { reportEngine } from "../../../functions/local/sql/report-engine.ts";
import { pointTablesAt, type ReportsSession } from "../../../functions/local/sql/session.ts";
import type { ReportAnswer } from "../../../functions/report/answer.ts";
import { parseReportEvent } from "../../../functions/report/event.ts";
import { makeReport, type ReportDependencies } from "../../../functions/report/job.ts";
import { BASE_TABLES, emptyTableView } from "../../../shared/catalog/duckdb.ts";
import { createOutboxMailer } from "../../../shared/digest/delivery/outbox-mailer.ts";
import type { CheckedReport } from "../../../shared/reports/checked.ts";
import { checkReports } from "../../../shared/reports/checks/check-reports.ts";
import type { QueryEngine } from "../../../shared/reports/result.ts";
import { parseSettings } from "../../../shared/settings/settings.ts";
import { createFolderStore } from "../../../shared/snapshot/folder-store.ts";
import { openFolder } from "../../catalog/query.ts";

export const DATE = "2026-11-24";

export interface ReportWorld {
  now: number;
  run(event?: Readonly<Record<string, unknown>>): Promise<ReportAnswer>;
  readonly metrics: [name: string, value: number][];
  /** What was logged, as JSON. */
  readonly logged: string[];
  /** Texts that the engine was given, in order. */
  readonly asked: string[];
  /** Mails of the outbox, by recipient. */
  outbox(): Promise<readonly Email[]>;
  /** Files that were kept, below `reports/`, with their bytes. */
  kept(): Promise<ReadonlyMap<string, Buffer>>;
}

/** Reports by their settings and files: many tests have the same ones. */
const checkedReports = new Map<string, CheckedReport>();

let session: Promise<ReportsSession> | undefined;

/** DuckDB on a folder, whose views are defined once for all tests, when a report first asks. */
function engineOn(data: string): QueryEngine {
  const pointed = async (): Promise<QueryEngine> => {
    session ??= openFolder(join(tmpdir(), "no-such-data-folder"));
    const { connection, ...rest } = await session;
    for (const table of BASE_TABLES) await connection.run(emptyTableView(table));
    return reportEngine({ connection, ...rest, ...(await pointTablesAt(connection, data)) });
  };
  let engine: Promise<QueryEngine> | undefined;
  return {
    run: async (sql, limits) => {
      engine ??= pointed();
      return (await engine).run(sql, limits);
    },
  };
}

/**
 * The report job on a data folder, at eight in the morning of `DATE`; ended with the test.
 * @param data a folder with snapshots of `acme`
 * @param files SQL beside the settings, by path
 */
export async function openReportWorld(
  data: string,
  reports: Readonly<Record<string, unknown>>,
  files: Readonly<Record<string, string>>,
  more: Partial<ReportDependencies> = {},
): Promise<ReportWorld> {
  const folder = await mkdtemp(join(tmpdir(), "report-settings-"));
  for (const [path, sql] of Object.entries(files)) {
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await writeFile(join(folder, path), sql);
  }
  const settings = parseSettings(
    {
      from: "reports@acme.example",
      alertsTo: ["ops@acme.example"],
      historyFrom: "2026-11-01",
      enterprises: { acme: { timeZone: "Europe/London", reports } },
    },
    "test",
  );
  onTestFinished(async () => {
    await rm(folder, { recursive: true });
    for (const name of ["reports", "deliveries", "outbox"]) {
      await rm(join(data, name), { recursive: true, force: true });
    }
  });
  const outbox = join(data, "outbox");
  const engine = more.engine ?? engineOn(data);
  const metrics: ReportWorld["metrics"] = [];
  const logged: string[] = [];
  const asked: string[] = [];
  const log = (event: string, fields?: unknown) => void logged.push(JSON.stringify({ event, fields }));
  let runs = 0;
  const world: ReportWorld = {
    ...{ metrics, logged, asked },
    now: Date.parse(`${DATE}T08:00:00Z`),
    run: (event = {}) =>
      makeReport(
        {
          settings,
          store: createFolderStore(data),
          checked: async (only) => {
            const key = JSON.stringify([reports[only.report], files, only]);
            const known = checkedReports.get(key) ?? (await checkReports(settings, { folder, only }))[0];
            if (known === undefined) throw new Error("not checked");
            checkedReports.set(key, known);
            return known;
          },
          clock: {
            now: () => world.now,
            sleep: async (ms) => {
              world.now += ms;
              // Others get their turn meanwhile.
              await wait(5);
            },
          },
          mailer: createOutboxMailer({ folder: outbox }),
          log: { info: log, warn: log, error: log },
          metrics: { put: (name, value) => void metrics.push([name, value]) },
          newRunId: () => `run-${++runs}`,
          version: "0.1.0",
          ...more,
          engine: {
            run: (sql, limits) => {
              asked.push(sql);
              return engine.run(sql, limits);
            },
          },
        },
        parseReportEvent({ enterprise: "acme", report: "leads", date: DATE, ...event }),
      ),
    kept: async () => {
      const root = join(data, "reports");
      const entries = await readdir(root, { recursive: true, withFileTypes: true }).catch(() => []);
      const found = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
      const read = found.sort().map(async (path) => [path.slice(root.length + 1), await readFile(path)] as const);
      return new Map(await Promise.all(read));
    },
    outbox: async () => {
      const names = (await readdir(outbox).catch(() => [])).filter((name) => name.endsWith(".eml")).sort();
      return Promise.all(names.map(async (name) => PostalMime.parse(await readFile(join(outbox, name)))));
    },
  };
  return world;
}
