import { dirname, relative } from "node:path";
import { fileURLToPath } from "node:url";
import type { Clock } from "../../../shared/platform/clock.ts";
import type { Day } from "../../../shared/platform/day.ts";
import { ReportsError } from "../../../shared/platform/errors.ts";
import { readSettingsFile } from "../../../shared/settings/settings-file.ts";
import { parseReportEvent } from "../../report/event.ts";
import { makeReport } from "../../report/job.ts";
import { DEMO_ENTERPRISE } from "../demo-settings.ts";
import { localReportDependencies } from "../report-dependencies.ts";
import { openReports } from "../sql/session.ts";

/** Reports that the documentation shows. */
const SETTINGS = fileURLToPath(new URL("../../../docs/reports/settings.json", import.meta.url));
/** An alert for the team, and one that each publisher gets its own rows of. */
const SHOWN = ["stuck-leads", "behind"] as const;

export interface DemoReport {
  readonly report: string;
  /** Of each mail, with where it lies from the folder the command was started in. */
  readonly mails: readonly { readonly subject: string; readonly html: string }[];
}

/** Two reports of the demo's last day, through the job that runs on AWS, into the outbox. */
export async function sendDemoReports(demo: {
  readonly data: string;
  readonly date: Day;
  readonly clock: Clock;
}): Promise<readonly DemoReport[]> {
  const session = await openReports(demo.data, { now: demo.clock.now() });
  const written: string[] = [];
  try {
    const deps = localReportDependencies({
      ...{ data: demo.data, clock: demo.clock, session, folder: dirname(SETTINGS) },
      settings: readSettingsFile(SETTINGS),
      onWritten: ({ html }) => written.push(relative(process.cwd(), html)),
    });
    const sent: DemoReport[] = [];
    for (const report of SHOWN) {
      const event = parseReportEvent({ enterprise: DEMO_ENTERPRISE, report, date: demo.date });
      const { outcome, members } = await makeReport(deps, event);
      if (outcome !== "sent") throw unsent(report, outcome, demo.date);
      const mails = members.map(({ member, subject }) => ({
        subject: member === null ? (subject ?? "") : `${member}: ${subject}`,
        html: written.find((path) => path.includes(`report-${report}${member === null ? "" : `-${member}`}_`)) ?? "",
      }));
      sent.push({ report, mails });
    }
    return sent;
  } finally {
    session.close();
  }
}

const unsent = (report: string, outcome: string, date: Day): ReportsError =>
  new ReportsError("SendFailed", {
    what: `the demo's report ${report} ended as ${outcome}`,
    where: `demo, ${date}`,
    remedy: "Report this",
  });
