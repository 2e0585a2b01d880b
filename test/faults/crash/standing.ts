import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { DATASETS } from "../../../shared/catalog/datasets.ts";
import { readRecordLine } from "../../../shared/catalog/record-line.ts";
import { DIGEST_DELIVERIES } from "../../../shared/catalog/records.ts";
import { readParquet } from "../../../shared/parquet/reader.ts";
import { createFolderStore } from "../../../shared/snapshot/folder-store.ts";
import { deliveryKey, monthKey, notSentKey, reportNotSentKey } from "../../../shared/snapshot/keys.ts";
import { findSnapshot } from "../../../shared/snapshot/published.ts";
import { createRefusedSecrets } from "../../../shared/snapshot/refused-secrets.ts";
import { parseRunRecord, type RunRecord } from "../../../shared/snapshot/run-record.ts";
import type { ObjectStore } from "../../../shared/snapshot/store.ts";
import { TODAY } from "../job-account.ts";
import { ENTERPRISE, OWNER, RECIPIENTS } from "./job-run.ts";

/** What a data folder holds of one day, as somebody finds it who knows nothing of the runs. */
export interface Standing {
  /** The run whose snapshot of the day stands, and the sum of its bytes. */
  readonly snapshot: { readonly run: number; readonly sha256: string } | undefined;
  readonly records: readonly RunRecord[];
  /** Of everybody who may get a mail: how many lie in the outbox, and what the ledger says. */
  readonly mails: ReadonlyMap<string, { readonly count: number; readonly ledger: string | undefined }>;
  /** Word that nothing was sent on purpose. */
  readonly notSent: boolean;
  /** Versions of the secret that are not tried again. */
  readonly refused: number;
  /** Which runs took the days that the month of October holds, and the version of its object. */
  readonly month: { readonly runs: readonly number[]; readonly etag: string } | undefined;
}

const runOf = (runId: string): number => Number(runId.split("-").at(-1));

export async function standingIn(data: string): Promise<Standing> {
  const store = createFolderStore(data);
  const found = await findSnapshot(store, "campaigns", { enterprise: ENTERPRISE, date: TODAY });
  const records: RunRecord[] = [];
  for (const { key } of await store.list(`runs/enterprise=${ENTERPRISE}/snapshot_date=${TODAY}/`)) {
    const object = await store.get(key);
    records.push(parseRunRecord(new TextDecoder().decode(object?.body), key));
  }
  const outbox = await readdir(join(data, "outbox")).catch(() => []);
  const mails = new Map<string, { count: number; ledger: string | undefined }>();
  for (const to of [...RECIPIENTS, OWNER]) {
    const object = (await mailIn(store, "daily", to)) ?? (await mailIn(store, "report.behind", to));
    const record = object && readRecordLine(DIGEST_DELIVERIES, new TextDecoder().decode(object.body));
    const count = outbox.filter((name) => name.includes(to) && name.endsWith(".eml")).length;
    mails.set(to, { count, ledger: object === undefined ? undefined : (record?.state ?? "unreadable") });
  }
  return {
    snapshot: found && { run: runOf(found.label.runId), sha256: found.sha256 },
    records,
    mails,
    notSent: (await Promise.all(NOT_SENT.map((key) => store.head(key)))).some((found) => found !== undefined),
    month: await monthIn(store),
    refused: (await createRefusedSecrets(store).read(ENTERPRISE)).size,
  };
}

/** A course is of a digest or of a report, never of both. */
const mailIn = (store: ObjectStore, name: string, to: string) =>
  store.get(deliveryKey(ENTERPRISE, TODAY, to === OWNER ? `owner.${name}` : name, to));
const NOT_SENT = [
  notSentKey(ENTERPRISE, TODAY, { digest: "daily", member: null }),
  reportNotSentKey(ENTERPRISE, { date: TODAY, report: "behind", member: null }),
];

async function monthIn(store: ObjectStore): Promise<Standing["month"]> {
  const object = await store.get(monthKey("campaigns", { enterprise: ENTERPRISE, month: "2026-10" }));
  if (object === undefined) return undefined;
  const { rows } = await readParquet(object.body, DATASETS.campaigns.columns, ["run_id"]);
  return { runs: [...new Set(rows.map(({ run_id }) => runOf(run_id)))].sort(), etag: object.etag };
}

const monthTexts = ({ month }: Standing): string[] =>
  month === undefined ? [] : [`month of the days of runs ${month.runs.join(" and ")}`];

const TEXTS = { snapshot: snapshotTexts, digest: digestTexts, report: digestTexts, months: monthTexts } as const;

/** What a job has to do with, in words for the matrix. */
export function standingText(job: keyof typeof TEXTS, standing: Standing): string {
  const parts = TEXTS[job](standing);
  return parts.length === 0 ? "nothing" : parts.join("; ");
}

function snapshotTexts({ snapshot, records, refused }: Standing): string[] {
  return [
    ...(snapshot === undefined ? [] : [`snapshot of run ${snapshot.run}`]),
    ...records.map(({ runId, outcome }) => `record of run ${runOf(runId)}: ${outcome}`),
    ...(refused === 0 ? [] : ["the refused version is noted"]),
  ];
}

function digestTexts({ mails, notSent }: Standing): string[] {
  const people = [...mails].filter(([, { count, ledger }]) => count > 0 || ledger !== undefined);
  return [
    ...people.map(([to, { count, ledger }]) => `${nameOf(to)}: ${ledger ?? "not claimed"}, ${mailsText(count)}`),
    ...(notSent ? ["not-sent is noted"] : []),
  ];
}

const nameOf = (address: string): string => address.split("@")[0] ?? address;
const mailsText = (count: number): string => (count === 1 ? "1 mail" : `${count === 0 ? "no" : count} mails`);
