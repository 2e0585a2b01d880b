import { join } from "node:path";
import { createOutboxMailer } from "../../shared/digest/delivery/outbox-mailer.ts";
import { type Clock, systemClock } from "../../shared/platform/clock.ts";
import { createRedactor } from "../../shared/platform/redaction.ts";
import { newRunId } from "../../shared/platform/run-id.ts";
import { VERSION } from "../../shared/platform/version.ts";
import { checkReports } from "../../shared/reports/checks/check-reports.ts";
import type { Settings } from "../../shared/settings/schema.ts";
import { createFolderStore } from "../../shared/snapshot/folder-store.ts";
import type { ReportDependencies } from "../report/job.ts";
import { createStderrLog } from "./output.ts";
import { reportEngine } from "./sql/report-engine.ts";
import type { ReportsSession } from "./sql/session.ts";

export interface LocalReportOptions {
  /** The data folder. */
  readonly data: string;
  readonly settings: Settings;
  /** Folder of the settings, which files of SQL are relative to. */
  readonly folder: string;
  readonly session: ReportsSession;
  /** @default the system's */
  readonly clock?: Clock;
  readonly verbose?: boolean | undefined;
  /** Told where each mail lies. */
  readonly onWritten?: (files: { readonly eml: string; readonly html: string }) => void;
}

/** The report job on a folder: DuckDB answers, texts are checked before they are run, and mails go to the outbox. */
export function localReportDependencies(options: LocalReportOptions): ReportDependencies {
  const { data, settings, folder, session, onWritten, clock = systemClock } = options;
  return {
    ...{ settings, clock, newRunId, version: VERSION },
    store: createFolderStore(data),
    engine: reportEngine(session),
    checked: async (only) => {
      const [found] = await checkReports(settings, { folder, only });
      if (found === undefined) throw new Error(`${only.report} was not checked`);
      return found;
    },
    mailer: createOutboxMailer({ folder: join(data, "outbox"), ...(onWritten === undefined ? {} : { onWritten }) }),
    log: createStderrLog(options.verbose === true, createRedactor().redact),
    metrics: { put: () => {} },
  };
}
