import { join } from "node:path";
import { createConvertrClient } from "../../shared/convertr/client.ts";
import type { CredentialsProvider } from "../../shared/convertr/login/credentials.ts";
import { createOutboxMailer } from "../../shared/digest/delivery/outbox-mailer.ts";
import { type Clock, systemClock } from "../../shared/platform/clock.ts";
import type { Metrics } from "../../shared/platform/metrics.ts";
import { createRedactor } from "../../shared/platform/redaction.ts";
import { newRunId } from "../../shared/platform/run-id.ts";
import { VERSION } from "../../shared/platform/version.ts";
import type { Settings } from "../../shared/settings/schema.ts";
import { createFolderStore } from "../../shared/snapshot/folder-store.ts";
import { createRefusedSecrets } from "../../shared/snapshot/refused-secrets.ts";
import type { DigestDependencies } from "../digest/digest-run.ts";
import type { MonthsDependencies } from "../months/job.ts";
import type { SnapshotDependencies } from "../snapshot/job.ts";
import { createStderrLog } from "./output.ts";

/** What a person waits for at most; nothing here runs against Lambda's clock. */
const LONGEST_RUN_MS = 2 * 3_600_000;

/** CloudWatch is not here; the run record and the log line hold the same numbers. */
const noMetrics: Metrics = { put: () => {} };

interface CommonOptions {
  /** The data folder. */
  readonly data: string;
  readonly settings: Settings;
  /** @default the system's */
  readonly clock?: Clock;
  readonly verbose?: boolean | undefined;
}

export interface LocalSnapshotOptions extends CommonOptions {
  readonly credentials: CredentialsProvider;
  /** Where the API is, instead of the enterprise's own address. */
  readonly baseUrl?: string | undefined;
  readonly onProgress?: (pagesDone: number, pagesTotal: number) => void;
}

/** The snapshot job on a folder. */
export function localSnapshotDependencies(options: LocalSnapshotOptions): SnapshotDependencies {
  const { settings, credentials, baseUrl, onProgress, clock = systemClock } = options;
  const store = createFolderStore(options.data);
  const redactor = createRedactor();
  const log = createStderrLog(options.verbose === true, redactor.redact);
  const connect: SnapshotDependencies["connect"] = (enterprise, { concurrency }) =>
    createConvertrClient({
      enterprise,
      credentials,
      refusedSecrets: createRefusedSecrets(store),
      clock,
      random: Math.random,
      log,
      redactor,
      deadline: clock.now() + LONGEST_RUN_MS,
      concurrency,
      ...(baseUrl === undefined ? {} : { baseUrl }),
      ...(onProgress === undefined ? {} : { onProgress }),
    });
  return { settings, store, connect, clock, newRunId, log, metrics: noMetrics, allowPastDate: true };
}

export interface LocalDigestOptions extends CommonOptions {
  /** Told where each mail lies. */
  readonly onWritten?: (files: { readonly eml: string; readonly html: string }) => void;
}

/** The digest job on a folder: mails go to its outbox. */
export function localDigestDependencies(options: LocalDigestOptions): DigestDependencies {
  const { data, settings, onWritten, clock = systemClock } = options;
  const folder = join(data, "outbox");
  return {
    settings,
    store: createFolderStore(data),
    mailer: createOutboxMailer({ folder, ...(onWritten === undefined ? {} : { onWritten }) }),
    clock,
    log: createStderrLog(options.verbose === true, createRedactor().redact),
    metrics: noMetrics,
    newRunId,
    version: VERSION,
  };
}

/** The months job on a folder. */
export function localMonthsDependencies(options: CommonOptions): MonthsDependencies {
  const { data, settings, clock = systemClock } = options;
  const log = createStderrLog(options.verbose === true, createRedactor().redact);
  return { settings, store: createFolderStore(data), clock, log, metrics: noMetrics };
}
