import type { DatasetName } from "../../shared/catalog/datasets.ts";
import { RUN_LIMIT_MS, readDeliveries } from "../../shared/digest/delivery/ledger.ts";
import type { Clock } from "../../shared/platform/clock.ts";
import type { Log } from "../../shared/platform/log.ts";
import type { Metrics } from "../../shared/platform/metrics.ts";
import { notSentKey } from "../../shared/snapshot/keys.ts";
import { hasSnapshot } from "../../shared/snapshot/published.ts";
import type { ObjectStore } from "../../shared/snapshot/store.ts";
import { type Due, type DueDigest, dueWork, schedulesOf } from "./due.ts";
import type { WatchRequest } from "./event.ts";
import { type KnownSince, knownSince } from "./known-since.ts";
import { type OldPassword, oldPasswords, type PasswordWatch } from "./passwords.ts";

export interface WatchDependencies extends PasswordWatch {
  readonly store: ObjectStore;
  readonly clock: Clock;
  readonly log: Log;
  readonly metrics: Metrics;
}

interface Overdue {
  readonly enterprise: string;
  readonly date: string;
  /** Whole hours since its scheduled time. */
  readonly hours: number;
}
interface OverdueSnapshot extends Overdue {
  readonly dataset: DatasetName;
}
interface OverdueDigest extends Overdue {
  readonly digest: string;
  /** Recipients whose mail was claimed by a run that must be over, and who may or may not have it; 0 when nothing was sent. */
  readonly unsettled: number;
}

export interface WatchResult {
  readonly dueSnapshots: number;
  readonly dueDigests: number;
  readonly overdueSnapshots: readonly OverdueSnapshot[];
  readonly overdueDigests: readonly OverdueDigest[];
  /** Expired, or soon to be. */
  readonly oldPasswords: readonly OldPassword[];
  /** Enterprises whose secret does not tell its age. */
  readonly unknownPasswordAges: readonly string[];
}

/**
 * Compares what is due by the settings with what lies in the store, and looks at the age of passwords. Emits `OverdueSnapshots`,
 * `OverdueDigests` and `OldPasswords` every time, zero too, so that an alarm can also hear the watch's own silence.
 * @throws StoreFailed when the store cannot say; then nothing is emitted
 */
export async function watch(deps: WatchDependencies, _request: WatchRequest): Promise<WatchResult> {
  const now = deps.clock.now();
  const due = await knownWork(deps, now);
  const overdueSnapshots: OverdueSnapshot[] = [];
  for (const { dataset, ...of } of due.snapshots) {
    if (!(await hasSnapshot(deps.store, dataset, of))) overdueSnapshots.push({ ...overdue(of, now), dataset });
  }
  const overdueDigests: OverdueDigest[] = [];
  for (const of of due.digests) {
    const unsettled = await unsettledIn(deps.store, of, now);
    if (unsettled !== undefined) overdueDigests.push({ ...overdue(of, now), digest: of.digest, unsettled });
  }
  deps.metrics.put("OverdueSnapshots", overdueSnapshots.length, "Count");
  deps.metrics.put("OverdueDigests", overdueDigests.length, "Count");
  const passwords = await oldPasswords(deps, now);
  deps.metrics.put("OldPasswords", passwords.old.length, "Count");
  const counts = { dueSnapshots: due.snapshots.length, dueDigests: due.digests.length };
  const ages = { oldPasswords: passwords.old, unknownPasswordAges: passwords.unknown };
  const result = { ...counts, overdueSnapshots, overdueDigests, ...ages };
  const isWell = overdueSnapshots.length + overdueDigests.length + passwords.old.length === 0;
  deps.log[isWell ? "info" : "warn"]("watch", result);
  return result;
}

const overdue = ({ enterprise, date, scheduledAt }: Due, now: number): Overdue => ({
  ...{ enterprise, date, hours: Math.floor((now - scheduledAt) / 3_600_000) },
});

/** What is due and was scheduled after the watch came to know its schedule. */
async function knownWork({ settings, store }: WatchDependencies, now: number): Promise<ReturnType<typeof dueWork>> {
  const known = new Map<string, KnownSince>();
  for (const [enterprise, of] of Object.entries(settings.enterprises)) {
    known.set(enterprise, await knownSince(store, { enterprise, schedules: schedulesOf(of) }, now));
  }
  const isKnown = ({ enterprise, schedule, scheduledAt }: Due): boolean =>
    scheduledAt >= (known.get(enterprise)?.get(schedule) ?? Number.POSITIVE_INFINITY);
  const due = dueWork(settings, now);
  return { snapshots: due.snapshots.filter(isKnown), digests: due.digests.filter(isKnown) };
}

/**
 * A digest is in order when its run has left a delivery for anybody, or word that it decided to send nothing, and no claim is
 * without a result. What failed or is unknown by its run's own word was reported by that run.
 * @returns the number of claims without a result when it is not in order; undefined when it is
 */
async function unsettledIn(
  store: ObjectStore,
  { enterprise, date, digest }: DueDigest,
  now: number,
): Promise<number | undefined> {
  const deliveries = await readDeliveries(store, { enterprise, date, digest });
  if (deliveries.length === 0)
    return (await store.head(notSentKey(enterprise, date, digest))) === undefined ? 0 : undefined;
  const isOver = (claimedAt: string): boolean => now - Date.parse(claimedAt) > RUN_LIMIT_MS;
  const unsettled = deliveries.filter(({ state, claimedAt }) => state === "claimed" && isOver(claimedAt)).length;
  return unsettled === 0 ? undefined : unsettled;
}
