import { createHash } from "node:crypto";
import { DATASETS, type DatasetName } from "../catalog/datasets.ts";
import type { Day } from "../platform/day.ts";
import type { Month } from "../platform/month.ts";

// Every key is made of checked parts only: enterprise and digest by pattern, days by calendar, run ids by us.

export const snapshotKey = (dataset: DatasetName, enterprise: string, date: Day): string => {
  const { table } = DATASETS[dataset];
  return `snapshots/${table}/enterprise=${enterprise}/snapshot_date=${date}/${table}.parquet`;
};

/**
 * A part of a dataset that is collected in parts. Sorts by time.
 * @param sweep its start (epoch ms), kind and the part's number name the part, so that none is written twice
 */
export const partKey = (
  dataset: DatasetName,
  at: { readonly enterprise: string; readonly date: Day },
  sweep: { readonly startedAt: number; readonly kind: string; readonly part: number },
): string => {
  const { table } = DATASETS[dataset];
  const stamp = new Date(sweep.startedAt).toISOString().replace(/[-:.]/g, "");
  return `${dayPrefix(dataset, at)}${table}-${stamp}-${sweep.kind}-${String(sweep.part).padStart(4, "0")}.parquet`;
};

/** What somebody had read at some moment of a day, to be looked at: beside the history, the newest of the day. */
export const lookKey = (dataset: DatasetName, enterprise: string, date: Day): string => {
  const { table } = DATASETS[dataset];
  return `looks/${table}/enterprise=${enterprise}/look_date=${date}/${table}.parquet`;
};

/** What a day of a dataset has, in one object or in parts. */
export const dayPrefix = (
  dataset: DatasetName,
  { enterprise, date }: { readonly enterprise: string; readonly date: Day },
): string => `${snapshotPrefix(dataset, enterprise)}snapshot_date=${date}/`;

export const snapshotPrefix = (dataset: DatasetName, enterprise: string): string =>
  `snapshots/${DATASETS[dataset].table}/enterprise=${enterprise}/`;

/** A closed month of a dataset: every row of its days. */
export const monthKey = (
  dataset: DatasetName,
  { enterprise, month }: { readonly enterprise: string; readonly month: Month },
): string => `${monthsPrefix(dataset, enterprise)}snapshot_month=${month}/${DATASETS[dataset].table}.parquet`;

export const monthsPrefix = (dataset: DatasetName, enterprise: string): string =>
  `months/${DATASETS[dataset].table}/enterprise=${enterprise}/`;

export const runPrefix = (enterprise: string, date: Day): string =>
  `runs/enterprise=${enterprise}/snapshot_date=${date}/`;

export const runKey = (dataset: DatasetName, enterprise: string, date: Day, runId: string): string =>
  `${runPrefix(enterprise, date)}${dataset}-${runId}.json`;

/** A digest, and whose of many: null where it is nobody's own. */
interface Named {
  readonly digest: string;
  readonly member: number | null;
}

/** What a digest made; of one of many, below the member's id. */
export const digestPrefix = (enterprise: string, date: Day, { digest, member }: Named): string =>
  `digests/enterprise=${enterprise}/digest_date=${date}/${digest}/${member === null ? "" : `${member}/`}`;

/** What the ledger and the tags of mails call it: no digest's own name has a dot. */
export const digestLedgerName = ({ digest, member }: Named): string =>
  member === null ? digest : `${digest}.${member}`;

/** What a report of the user's own made; of one of many, below the member's id. */
export const reportPrefix = (
  enterprise: string,
  { date, report, member }: { readonly date: Day; readonly report: string; readonly member: number | null },
): string => `reports/enterprise=${enterprise}/report_date=${date}/${report}/${member === null ? "" : `${member}/`}`;

/** As `notSentKey`, of a report as one of its members gets it. */
export const reportNotSentKey = (enterprise: string, report: Parameters<typeof reportPrefix>[1]): string =>
  `${reportPrefix(enterprise, report)}not-sent.json`;

/** What the day's last run of a report came to for one of its members. */
export const reportOutcomeKey = (enterprise: string, report: Parameters<typeof reportPrefix>[1]): string =>
  `${reportPrefix(enterprise, report)}outcome.json`;

export const deliveryPrefix = (enterprise: string, date: Day): string =>
  `deliveries/enterprise=${enterprise}/digest_date=${date}/`;

/** Stands for a recipient in keys and records, which name no person: the address in lower case, hashed. */
export const recipientHash = (recipient: string): string =>
  createHash("sha256").update(recipient.trim().toLowerCase()).digest("hex").slice(0, 16);

export const deliveryKey = (enterprise: string, date: Day, digest: string, recipient: string): string =>
  `${deliveryPrefix(enterprise, date)}${digest}-${recipientHash(recipient)}.json`;

export const authKey = (enterprise: string): string => `auth/enterprise=${enterprise}.json`;

/** How far the collection of a dataset in parts has come. */
export const cursorKey = (dataset: DatasetName, enterprise: string): string =>
  `cursors/enterprise=${enterprise}/${dataset}.json`;

/** Since when the watch knows of an enterprise's schedules: nothing is overdue that was due before. */
export const watchKey = (enterprise: string): string => `watch/enterprise=${enterprise}.json`;

/** Says that a digest's run decided to send nothing, so that its silence is not taken for a failure. */
export const notSentKey = (enterprise: string, date: Day, of: Named): string =>
  `${digestPrefix(enterprise, date, of)}not-sent.json`;
