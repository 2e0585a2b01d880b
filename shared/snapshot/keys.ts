import { createHash } from "node:crypto";
import { DATASETS, type DatasetName } from "../catalog/datasets.ts";
import type { Day } from "../platform/day.ts";

// Every key is made of checked parts only: enterprise and digest by pattern, days by calendar, run ids by us.

export const snapshotKey = (dataset: DatasetName, enterprise: string, date: Day): string => {
  const { table } = DATASETS[dataset];
  return `snapshots/${table}/enterprise=${enterprise}/snapshot_date=${date}/${table}.parquet`;
};

export const snapshotPrefix = (dataset: DatasetName, enterprise: string): string =>
  `snapshots/${DATASETS[dataset].table}/enterprise=${enterprise}/`;

export const runPrefix = (enterprise: string, date: Day): string =>
  `runs/enterprise=${enterprise}/snapshot_date=${date}/`;

export const runKey = (dataset: DatasetName, enterprise: string, date: Day, runId: string): string =>
  `${runPrefix(enterprise, date)}${dataset}-${runId}.json`;

export const digestPrefix = (enterprise: string, date: Day, digest: string): string =>
  `digests/enterprise=${enterprise}/digest_date=${date}/${digest}/`;

export const deliveryPrefix = (enterprise: string, date: Day): string =>
  `deliveries/enterprise=${enterprise}/digest_date=${date}/`;

/** Stands for a recipient in keys and records, which name no person: the address in lower case, hashed. */
export const recipientHash = (recipient: string): string =>
  createHash("sha256").update(recipient.trim().toLowerCase()).digest("hex").slice(0, 16);

export const deliveryKey = (enterprise: string, date: Day, digest: string, recipient: string): string =>
  `${deliveryPrefix(enterprise, date)}${digest}-${recipientHash(recipient)}.json`;

export const authKey = (enterprise: string): string => `auth/enterprise=${enterprise}.json`;

/** Since when the watch knows of an enterprise's schedules: nothing is overdue that was due before. */
export const watchKey = (enterprise: string): string => `watch/enterprise=${enterprise}.json`;

/** Says that a digest's run decided to send nothing, so that its silence is not taken for a failure. */
export const notSentKey = (enterprise: string, date: Day, digest: string): string =>
  `${digestPrefix(enterprise, date, digest)}not-sent.json`;
