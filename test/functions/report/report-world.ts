import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { onTestFinished } from "vitest";
import { reportEngine } from "../../../functions/local/sql/report-engine.ts";
import { openReports } from "../../../functions/local/sql/session.ts";
import type { ReportAnswer } from "../../../functions/report/answer.ts";
import { parseReportEvent } from "../../../functions/report/event.ts";
import { makeReport } from "../../../functions/report/job.ts";
import { checkReports } from "../../../shared/reports/checks/check-reports.ts";
import type { QueryEngine } from "../../../shared/reports/result.ts";
import { parseSettings } from "../../../shared/settings/settings.ts";
import { createFolderStore } from "../../../shared/snapshot/folder-store.ts";

export const DATE = "2026-11-24";

export interface ReportWorld {
  now: number;
  run(event: Readonly<Record<string, unknown>>): Promise<ReportAnswer>;
  /** Files that were kept, below `reports/`, with their bytes. */
  kept(): Promise<ReadonlyMap<string, Buffer>>;
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
  engine?: QueryEngine,
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
  const session = await openReports(data);
  onTestFinished(async () => {
    session.close();
    await rm(folder, { recursive: true });
    await rm(join(data, "reports"), { recursive: true, force: true });
  });
  const world: ReportWorld = {
    now: Date.parse(`${DATE}T08:00:00Z`),
    run: (event) =>
      makeReport(
        {
          settings,
          store: createFolderStore(data),
          engine: engine ?? reportEngine(session),
          checked: async (only) => {
            const [found] = await checkReports(settings, { folder, only });
            if (found === undefined) throw new Error("not checked");
            return found;
          },
          clock: { ...CLOCK, now: () => world.now },
          log: { info: () => {}, warn: () => {}, error: () => {} },
          newRunId: () => "run-1",
        },
        parseReportEvent({ enterprise: "acme", date: DATE, ...event }),
      ),
    kept: async () => {
      const root = join(data, "reports");
      const entries = await readdir(root, { recursive: true, withFileTypes: true }).catch(() => []);
      const found = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
      const read = found.sort().map(async (path) => [path.slice(root.length + 1), await readFile(path)] as const);
      return new Map(await Promise.all(read));
    },
  };
  return world;
}

const CLOCK = { now: () => 0, sleep: async () => {} };
