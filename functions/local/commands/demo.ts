import { rm } from "node:fs/promises";
import { join, resolve } from "node:path";
import { DATASETS } from "../../../shared/catalog/datasets.ts";
import { addDays, type Day, instantAt } from "../../../shared/platform/day.ts";
import { ReportsError } from "../../../shared/platform/errors.ts";
import { enterpriseOf } from "../../../shared/settings/lookup.ts";
import { snapshotSlots } from "../../../shared/settings/timetable.ts";
import { parseSnapshotEvent } from "../../snapshot/event.ts";
import { takeSnapshot } from "../../snapshot/job.ts";
import { DEMO_ENTERPRISE, demoSettings } from "../demo-settings.ts";
import { localSnapshotDependencies } from "../dependencies.ts";
import { createMovableClock, type MovableClock } from "../movable-clock.ts";
import { printText } from "../output.ts";
import { createProgress } from "../progress.ts";
import { DEFAULT_CREDENTIALS, startSimulatedApi } from "../simulated-api/server.ts";
import { createWorld } from "../simulated-api/world.ts";
import { sendDemoDigest } from "./demo-digest.ts";
import { answerDemoQueries } from "./demo-queries.ts";
import { type DemoReport, sendDemoReports } from "./demo-reports.ts";

const SEED = 1;
const ZONE = "Europe/London";
/** A Tuesday, so that the mail tells of one day. Five weeks of history lie before it. */
const LAST_DAY: Day = "2026-11-24";
const DAYS_BEFORE = 35;
/** Leads are collected for so long: an account that keeps no older ones, so that all of it goes fast. */
const LEAD_DAYS_BEFORE = 10;

export interface DemoOptions {
  readonly data: string;
}

/** Five weeks of the simulated account, pulled over HTTP day by day by the job that runs on AWS; then its mail and SQL over it. */
export async function runDemo(options: DemoOptions): Promise<boolean> {
  const started = performance.now();
  const data = resolve(options.data, "demo");
  await rm(data, { recursive: true, force: true });
  const firstDay = addDays(LAST_DAY, -DAYS_BEFORE);
  const clock = createMovableClock(instantAt(firstDay, "05:00", ZONE));
  const pulled = await pullHistory({ data, firstDay, clock });
  clock.set(instantAt(LAST_DAY, "07:00", ZONE));
  const mail = await sendDemoDigest({ data, date: LAST_DAY, clock, settings: demoSettings(firstDay) });
  clock.set(instantAt(LAST_DAY, "07:30", ZONE));
  const reports = await sendDemoReports({ data, date: LAST_DAY, clock });
  const queries = await answerDemoQueries(data, clock.now());
  const seconds = ((performance.now() - started) / 1000).toFixed(1);
  printText(`${queries}
${pulled.snapshots} snapshots of ${DAYS_BEFORE + 1} days, ${pulled.rows} rows, ${pulled.requests} requests over HTTP, in ${seconds} s.

The mail of ${LAST_DAY}
  subject   ${mail.subject}
  open      ${mail.html}
  message   ${mail.eml}
Reports of your own SQL (docs/reports/settings.json): an alert, and one of which each publisher gets its own rows
${reports.map(reportLines).join("\n")}
The Parquet files
  ${join(data, "snapshots")}
Look at any day's mail, in light, dark, on a phone, as text and CSV; the second time reports too
  npm run reports -- preview --data ${join(options.data, "demo")}
  npm run reports -- preview --data ${join(options.data, "demo")} --settings docs/reports/settings.json
Ask your own question
  npm run reports -- sql --data ${join(options.data, "demo")} "SELECT * FROM campaign_pacing LIMIT 5"
Run a report yourself
  npm run reports -- report --data ${join(options.data, "demo")} --settings docs/reports/settings.json --enterprise demo --report month --date ${LAST_DAY}
`);
  return true;
}

const reportLines = ({ report, mails }: DemoReport): string =>
  [`  ${report}`, ...mails.flatMap(({ subject, html }) => [`    subject ${subject}`, `    open    ${html}`])].join(
    "\n",
  );

interface History {
  readonly data: string;
  readonly firstDay: Day;
  readonly clock: MovableClock;
}

async function pullHistory({ data, firstDay, clock }: History) {
  const progress = createProgress();
  const leadsFrom = addDays(LAST_DAY, -LEAD_DAYS_BEFORE);
  const world = createWorld({ seed: SEED, historyStart: firstDay, timeZone: ZONE, leadsFrom });
  const api = await startSimulatedApi({ world, now: clock.now });
  const settings = demoSettings(firstDay);
  const datasets = snapshotSlots(enterpriseOf(settings, DEMO_ENTERPRISE)).map(({ dataset }) => dataset);
  const deps = localSnapshotDependencies({
    data,
    settings,
    credentials: { get: async () => ({ ...DEFAULT_CREDENTIALS, version: "demo" }) },
    baseUrl: api.url,
    clock,
  });
  const sum = { snapshots: 0, rows: 0, requests: 0 };
  try {
    for (let day = firstDay; day <= LAST_DAY; day = addDays(day, 1)) {
      progress.say(`pulling ${day}`);
      clock.set(instantAt(day, "05:00", ZONE));
      for (const dataset of datasets.filter((name) => !DATASETS[name].inParts || day >= leadsFrom)) {
        const scheduledTime = instantAt(day, "05:00", ZONE);
        const event = { enterprise: DEMO_ENTERPRISE, dataset, scheduledTime: new Date(scheduledTime).toISOString() };
        const record = await takeSnapshot(deps, parseSnapshotEvent(event));
        refuseOtherThanPublished(record.outcome, day);
        sum.snapshots += 1;
        sum.rows += record.rows ?? 0;
        sum.requests += record.requests ?? 0;
      }
    }
  } finally {
    await api.close();
  }
  progress.done(`pulled ${sum.snapshots} snapshots`);
  return sum;
}

function refuseOtherThanPublished(outcome: string, day: Day): void {
  if (outcome === "published") return;
  throw new ReportsError("StoreFailed", {
    what: `a snapshot ended as ${outcome}`,
    where: `demo, ${day}`,
    remedy: "Is another demo running in the same folder?",
  });
}
