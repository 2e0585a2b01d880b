import { randomUUID } from "node:crypto";
import { join } from "node:path";
import { createConvertrClient } from "../../shared/convertr/convertr-client.ts";
import { type Clock, systemClock } from "../../shared/platform/clock.ts";
import type { Metrics } from "../../shared/platform/metrics.ts";
import { createRedactor } from "../../shared/platform/redaction.ts";
import { newRunId } from "../../shared/platform/run-id.ts";
import { createFolderStore } from "../../shared/snapshot/folder-store.ts";
import { createRefusedSecrets } from "../../shared/snapshot/refused-secrets.ts";
import type { SnapshotDependencies } from "../snapshot/job.ts";
import { environmentCredentials } from "./credentials.ts";
import { createStderrLog } from "./log.ts";
import { readSettings, withEnterprise } from "./settings.ts";

/** What a person waits for at most; nothing here runs against Lambda's clock. */
const LONGEST_RUN_MS = 2 * 3_600_000;

export interface LocalOptions {
  readonly data: string;
  readonly settings?: string;
  readonly enterprise: string;
  readonly verbose?: boolean;
}
