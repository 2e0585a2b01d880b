import { createHash } from "node:crypto";
import { DATASETS } from "../../shared/catalog/datasets.ts";
import type { ConvertrClient, PullReport } from "../../shared/convertr/client.ts";
import type { Clock } from "../../shared/platform/clock.ts";
import { ReportsError } from "../../shared/platform/errors.ts";
import type { Log } from "../../shared/platform/log.ts";
import type { Metrics } from "../../shared/platform/metrics.ts";
import type { EnterpriseSettings, Settings } from "../../shared/settings/schema.ts";
import { type Collected, createCollector } from "../../shared/snapshot/collector.ts";
import { verifyParquet } from "../../shared/snapshot/parquet-reader.ts";
import { writeLabel } from "../../shared/snapshot/published.ts";
import type { ObjectStore } from "../../shared/snapshot/store.ts";
import type { SnapshotRequest } from "./event.ts";
import { type Occasion, occasionOf } from "./occasion.ts";
import { publish } from "./publish.ts";
import { type RunRecord, startRecord } from "./record.ts";

export interface SnapshotDependencies {
  readonly settings: Settings;
  readonly store: ObjectStore;
  /** A client for one enterprise, bound to this invocation's deadline. */
  readonly connect: (enterprise: string, settings: EnterpriseSettings) => ConvertrClient;
  readonly clock: Clock;
  readonly newRunId: (now: number) => string;
  readonly log: Log;
  readonly metrics: Metrics;
  /** Only the local runner accepts a past date as a label (rehearsals). @default false */
  readonly allowPastDate?: boolean;
}
