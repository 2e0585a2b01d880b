// One report for many publishers on a folder with DuckDB: once for all of them, or for each alone, as so many reports would be.
import { fileURLToPath } from "node:url";
import { localReportDependencies } from "../../../functions/local/report-dependencies.ts";
import { openReports } from "../../../functions/local/sql/session.ts";
import { parseReportEvent } from "../../../functions/report/event.ts";
import { makeReport } from "../../../functions/report/job.ts";
import { parseSettings } from "../../../shared/settings/settings.ts";
import { answer, inputOf, measure } from "../measure.ts";

export interface ReportInput {
  readonly folder: string;
  readonly way: "burst" | "alone";
  readonly members: number;
  readonly date: string;
}

const REPORTS = fileURLToPath(new URL("../../../docs/reports", import.meta.url));
const { folder, way, members, date } = inputOf<ReportInput>();
const now = Date.parse(`${date}T12:00:00Z`);

const look = await openReports(folder, { now });
const found = await look.connection.runAndReadAll(
  `SELECT DISTINCT publisher_id FROM publisher_contracts WHERE snapshot_date = '${date}' AND publisher_id IS NOT NULL ORDER BY 1 LIMIT ${members}`,
);
look.close();
const ids = found.getRows().map(([id]) => Number(id));
if (ids.length !== members) throw new Error(`the folder has ${ids.length} publishers, not ${members}`);

const settings = parseSettings(
  {
    ...{ from: "r@acme.example", alertsTo: ["ops@acme.example"], historyFrom: "2026-10-01" },
    enterprises: {
      demo: {
        timeZone: "Europe/London",
        reports: {
          behind: {
            ...{ title: "Behind their cap", period: "week", audience: "publisher" },
            to: Object.fromEntries(ids.map((id) => [id, [`publisher-${id}@pub.example`]])),
            parts: [{ file: "behind.sql", with: { below: 0.9 } }, { file: "week.sql" }],
          },
        },
      },
    },
  },
  "bench",
);
const clock = { now: () => now, sleep: async () => {} };

async function send(more: object): Promise<number> {
  const session = await openReports(folder, { now });
  try {
    const deps = localReportDependencies({ data: folder, settings, folder: REPORTS, session, clock });
    const event = parseReportEvent({ enterprise: "demo", report: "behind", date, early: true, ...more });
    const { members: answers } = await makeReport(deps, event);
    const bad = answers.find(({ outcome }) => outcome !== "sent");
    if (bad !== undefined) throw new Error(`member ${bad.member}: ${bad.outcome}, ${bad.reason}`);
    return answers.length;
  } finally {
    session.close();
  }
}

answer(
  await measure(async () => {
    let mails = 0;
    if (way === "burst") mails = await send({});
    else for (const member of ids) mails += await send({ member });
    return { mails };
  }),
);
process.exit(0);
