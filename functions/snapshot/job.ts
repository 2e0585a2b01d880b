import { DATASETS } from "../../shared/catalog/datasets.ts";
import type { ConvertrClient } from "../../shared/convertr/client.ts";
import type { Clock } from "../../shared/platform/clock.ts";
import { isReportsError, ReportsError } from "../../shared/platform/errors.ts";
import type { Log } from "../../shared/platform/log.ts";
import type { Metrics } from "../../shared/platform/metrics.ts";
import { enterpriseOf } from "../../shared/settings/lookup.ts";
import type { EnterpriseSettings, Settings } from "../../shared/settings/schema.ts";
import { snapshotKey } from "../../shared/snapshot/keys.ts";
import { findSnapshot } from "../../shared/snapshot/published.ts";
import { type RunRecord, restoreRunRecord, writeRunRecord } from "../../shared/snapshot/run-record.ts";
import type { ObjectStore } from "../../shared/snapshot/store.ts";
import type { SnapshotRequest } from "./event.ts";
import { collectLeads, tryLeads } from "./leads/collect.ts";
import { createPartTally, type PartTally } from "./leads/tally.ts";
import { keepLook, publishSnapshot } from "./publish.ts";
import { pullSnapshot } from "./pull.ts";
import { alreadyPublished, collected, failed, finished, restored } from "./record.ts";
import { reportRun } from "./report.ts";
import { type Run, type RunDay, runDayOf } from "./run.ts";

export interface SnapshotDependencies {
  readonly settings: Settings;
  readonly store: ObjectStore;
  /** A client for one enterprise, bound to this invocation's deadline. */
  readonly connect: (enterprise: string, settings: EnterpriseSettings) => ConvertrClient;
  readonly clock: Clock;
  readonly newRunId: (now: number) => string;
  readonly log: Log;
  readonly metrics: Metrics;
  /** Leads in one part, about. @default PART_ROWS */
  readonly partRows?: number;
  /** Only the local runner accepts a past date as a label (rehearsals). @default false */
  readonly allowPastDate?: boolean;
}

/**
 * Pulls one dataset of one enterprise and publishes it as the day's snapshot, or publishes nothing and throws.
 * A run record is left either way.
 * @throws UnknownEnterprise | InvalidEvent before anything is called or written; any other of the closed list after the record
 */
export async function takeSnapshot(deps: SnapshotDependencies, request: SnapshotRequest): Promise<RunRecord> {
  const enterprise = enterpriseOf(deps.settings, request.enterprise);
  const startedAt = deps.clock.now();
  const { historyFrom } = deps.settings;
  const allowPastDate = deps.allowPastDate ?? false;
  const day = runDayOf(request, { enterprise, historyFrom, now: startedAt, allowPastDate });
  refuseUnwanted(request, enterprise, day);
  const run: Run = { request, day, enterprise, runId: deps.newRunId(startedAt), startedAt };
  const client = deps.connect(request.enterprise, enterprise);
  const tally = createPartTally();
  try {
    const record = await attempt(deps, run, { client, tally });
    reportRun(deps, record);
    await keepRecord(deps, record);
    return record;
  } catch (error) {
    const summary = tally.parts > 0 ? tally.summary() : undefined;
    const record = failed(run, { error, summary, traffic: client.traffic(), now: deps.clock.now() });
    reportRun(deps, record);
    if (!isReportsError(error))
      deps.log.error("unforeseen-error", { stack: error instanceof Error ? error.stack : null });
    await keepRecord(deps, record);
    throw error;
  }
}

async function attempt(
  deps: SnapshotDependencies,
  run: Run,
  { client, tally }: { readonly client: ConvertrClient; readonly tally: PartTally },
): Promise<RunRecord> {
  const { request, day } = run;
  if (DATASETS[request.dataset].inParts) return takeLeads(deps, run, { client, tally });
  if (request.look) return takeLook(deps, run, client);
  const key = snapshotKey(request.dataset, request.enterprise, day.snapshotDate);
  const standing = await deps.store.head(key);
  if (standing !== undefined && !request.overwrite && !request.dryRun) return already(deps, run);
  const pulled = await pullSnapshot(deps, run, client);
  if (request.dryRun) return finished(run, { ...pulled, outcome: "dry-run", key: null, now: deps.clock.now() });
  const outcome = await publishSnapshot(deps.store, { run, key, standing, pulled });
  if (outcome === "already-published") return already(deps, run);
  return finished(run, { ...pulled, outcome, key, now: deps.clock.now() });
}

/** The numbers of this moment, beside the history: whatever the day's snapshot says, it stays. */
async function takeLook(deps: SnapshotDependencies, run: Run, client: ConvertrClient): Promise<RunRecord> {
  const pulled = await pullSnapshot(deps, run, client);
  const key = await keepLook(deps.store, { run, pulled });
  return finished(run, { ...pulled, outcome: "look", key, now: deps.clock.now() });
}

async function takeLeads(
  deps: SnapshotDependencies,
  run: Run,
  { client, tally }: { readonly client: ConvertrClient; readonly tally: PartTally },
): Promise<RunRecord> {
  const end = (outcome: "published" | "already-published" | "dry-run", complete: boolean): RunRecord => {
    const summary = tally.parts > 0 ? tally.summary() : undefined;
    return collected(run, { outcome, summary, complete, traffic: client.traffic(), now: deps.clock.now() });
  };
  if (run.request.dryRun) {
    await tryLeads(deps, { run, client, tally });
    return end("dry-run", false);
  }
  const { complete } = await collectLeads(deps, { run, client, tally });
  return end(tally.parts > 0 ? "published" : "already-published", complete);
}

/**
 * Another run has published the day. Should it have died between its PUT and its run record, the record is written now,
 * from what the snapshot says of itself.
 */
async function already(deps: SnapshotDependencies, run: Run): Promise<RunRecord> {
  const { dataset, enterprise } = run.request;
  const snapshot = await findSnapshot(deps.store, dataset, { enterprise, date: run.day.snapshotDate });
  if (snapshot !== undefined) await restoreRunRecord(deps.store, restored(run, snapshot));
  return alreadyPublished(run, { snapshot, now: deps.clock.now() });
}

/**
 * The record is a report beside the commit: losing it changes neither what was published nor which error is told. The
 * catch-up run an hour later finds the snapshot and writes the missing record.
 */
async function keepRecord(deps: SnapshotDependencies, record: RunRecord): Promise<void> {
  try {
    await writeRunRecord(deps.store, record);
  } catch {
    deps.log.error("run-record-lost", { runId: record.runId, enterprise: record.enterprise, dataset: record.dataset });
  }
}

/**
 * What is opted into is not taken of an enterprise that has not; what is collected in parts has no rehearsals, since its rows would
 * mix into the history under a day that is not theirs.
 */
function refuseUnwanted(
  { dataset, enterprise, acceptShrunk }: SnapshotRequest,
  { datasets }: EnterpriseSettings,
  { rehearsal }: RunDay,
): void {
  const { optIn, inParts, words } = DATASETS[dataset];
  const where = `enterprise ${enterprise}, dataset ${dataset}`;
  if (optIn && !datasets.includes(dataset)) {
    throw new ReportsError("InvalidEvent", {
      what: `the enterprise does not collect ${words}`,
      where,
      remedy: `Add ${dataset} to its datasets in the settings if it should`,
    });
  }
  if (inParts && acceptShrunk) {
    throw new ReportsError("InvalidEvent", {
      what: `${words} are never shrunk: a day has what was new`,
      where,
      remedy: "Leave acceptShrunk out",
    });
  }
  if (!inParts || !rehearsal) return;
  throw new ReportsError("InvalidEvent", {
    what: `${words} have no rehearsals under a past date`,
    where,
    remedy: "Leave the date out",
  });
}
