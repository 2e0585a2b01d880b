import { join } from "node:path";
import { parseDigestEvent } from "../../../functions/digest/event.ts";
import { sendDigest } from "../../../functions/digest/job.ts";
import { DEFAULT_CREDENTIALS } from "../../../functions/local/simulated-api/server.ts";
import { parseMonthsEvent } from "../../../functions/months/event.ts";
import { makeMonths } from "../../../functions/months/job.ts";
import { parseReportEvent } from "../../../functions/report/event.ts";
import { makeReport, type ReportDependencies } from "../../../functions/report/job.ts";
import { parseSnapshotEvent } from "../../../functions/snapshot/event.ts";
import { type SnapshotDependencies, takeSnapshot } from "../../../functions/snapshot/job.ts";
import { createConvertrClient } from "../../../shared/convertr/client.ts";
import { createOutboxMailer } from "../../../shared/digest/delivery/outbox-mailer.ts";
import { isReportsError, ReportsError } from "../../../shared/platform/errors.ts";
import type { QueryEngine } from "../../../shared/reports/result.ts";
import { parseSettings } from "../../../shared/settings/settings.ts";
import { createFolderStore } from "../../../shared/snapshot/folder-store.ts";
import { createRefusedSecrets } from "../../../shared/snapshot/refused-secrets.ts";
import type { ObjectStore } from "../../../shared/snapshot/store.ts";
import { MORNING, ZONE } from "../row-world.ts";
import { type Around, inSteps } from "./steps.ts";

export const ENTERPRISE = "acme";
export const RECIPIENTS = ["one@acme.example", "two@acme.example"] as const;
export const OWNER = "ops@acme.example";
const SETTINGS = parseSettings(
  {
    from: "reports@acme.example",
    alertsTo: [OWNER],
    historyFrom: "2026-10-30",
    enterprises: {
      [ENTERPRISE]: {
        timeZone: ZONE,
        datasets: ["campaigns"],
        digests: { daily: { to: [...RECIPIENTS], attach: "none", sections: ["pacing"] } },
        reports: { behind: { title: "Behind", to: [...RECIPIENTS], attach: "none", parts: [{ query: "pacing" }] } },
      },
    },
  },
  "test",
);
/** As the checks leave it, without the time that they take. */
const checked: ReportDependencies["checked"] = async ({ enterprise, report: name }) => {
  const settings = SETTINGS.enterprises[enterprise]?.reports[name];
  if (settings === undefined) throw new RangeError(`no report ${name}`);
  const columns = [{ name: "n", kind: "integer" }] as const;
  const part = {
    name: "pacing",
    title: "Pacing",
    with: {},
    template: ["SELECT 1 AS n"],
    datasets: ["campaigns"],
    columns,
  };
  return { enterprise, name, settings, parts: [part as never] };
};
const engineOf = (isBroken: boolean): QueryEngine => ({
  run: async (_, { where }) => {
    if (isBroken) throw new ReportsError("QueryFailed", { what: "the query failed", where, remedy: "Correct the SQL" });
    return { columns: [{ name: "n", kind: "integer" }], rows: [[1n]] };
  },
});
const SILENT = { log: { info() {}, warn() {}, error() {} }, metrics: { put() {} } };

/** A run of a job on a data folder; all of it JSON, so that it can be handed to another process. */
export interface JobRun {
  readonly job: "snapshot" | "digest" | "months" | "report";
  readonly event: Readonly<Record<string, unknown>>;
  readonly data: string;
  readonly apiUrl: string;
  /** @default the right one */
  readonly password?: string;
  /** The queries of a report fail. */
  readonly isBroken?: boolean;
  /** 1, 2, …: makes the run's id. */
  readonly run: number;
  /** Minutes after five in the morning of 24 November 2026, London time. */
  readonly minute: number;
}

export interface JobEnd {
  /** The outcome, or the name of the error. */
  readonly outcome: string;
  /** What a digest or report tells of each recipient, by address. */
  readonly told: Readonly<Record<string, string>>;
}

/** Runs a job on the folder store and the outbox, every call to them in steps. */
export async function runJob(run: JobRun, around: Around): Promise<JobEnd> {
  const now = MORNING + run.minute * 60_000;
  const common = {
    ...SILENT,
    settings: SETTINGS,
    clock: { now: () => now, sleep: async () => {} },
    newRunId: () => `20261124T050000Z-${String(run.run).padStart(8, "0")}`,
  };
  const mailer = createOutboxMailer({ folder: join(run.data, "outbox") });
  const ports = inSteps({ store: createFolderStore(run.data), mailer }, around);
  try {
    if (run.job === "digest") {
      const event = parseDigestEvent({ enterprise: ENTERPRISE, digest: "daily", ...run.event });
      const { outcome, recipients } = await sendDigest({ ...common, ...ports, version: "1" }, event);
      return { outcome, told: Object.fromEntries(recipients.map(({ to, state }) => [to, state])) };
    }
    if (run.job === "report") {
      const event = parseReportEvent({ enterprise: ENTERPRISE, report: "behind", ...run.event });
      const engine = engineOf(run.isBroken ?? false);
      const { outcome, members } = await makeReport({ ...common, ...ports, engine, checked, version: "1" }, event);
      const recipients = members.flatMap((member) => member.recipients);
      return { outcome, told: Object.fromEntries(recipients.map(({ to, state }) => [to, state])) };
    }
    if (run.job === "months") {
      const event = parseMonthsEvent({ enterprise: ENTERPRISE, dataset: "campaigns", ...run.event });
      const [month] = (await makeMonths({ ...common, ...ports }, event)).months;
      return { outcome: month?.outcome ?? "already-made", told: {} };
    }
    const event = parseSnapshotEvent({ enterprise: ENTERPRISE, dataset: "campaigns", ...run.event });
    const connect = connectTo(run, { ...common, store: ports.store });
    const { outcome } = await takeSnapshot({ ...common, store: ports.store, connect, allowPastDate: true }, event);
    return { outcome, told: {} };
  } catch (error) {
    if (isReportsError(error)) return { outcome: error.name, told: {} };
    throw error;
  }
}

function connectTo(
  { apiUrl, password = DEFAULT_CREDENTIALS.password }: JobRun,
  { clock, log, store }: Pick<SnapshotDependencies, "clock" | "log"> & { readonly store: ObjectStore },
): SnapshotDependencies["connect"] {
  const credentials = { get: async () => ({ ...DEFAULT_CREDENTIALS, password, version: `version-of-${password}` }) };
  return (enterprise) =>
    createConvertrClient({
      enterprise,
      baseUrl: apiUrl,
      credentials,
      refusedSecrets: createRefusedSecrets(store),
      clock,
      random: () => 0.5,
      log,
      deadline: clock.now() + 15 * 60_000,
      concurrency: 4,
    });
}
