import type { DatasetName } from "../../shared/catalog/datasets.ts";
import { isUnsettled, readDeliveries } from "../../shared/digest/delivery/ledger.ts";
import { digestLedgerName, notSentKey } from "../../shared/snapshot/keys.ts";
import { hasSnapshot } from "../../shared/snapshot/published.ts";
import type { ObjectStore } from "../../shared/snapshot/store.ts";
import { type Due, type DueDigest, type DueWork, dueOf, schedulesOf, type WatchedEnterprise } from "./due.ts";
import { knownSince } from "./known-since.ts";
import { type OverdueMonth, overdueMonths } from "./months.ts";
import { type OldPassword, oldPassword, type PasswordWatch } from "./passwords.ts";
import { unsettledReport } from "./reports.ts";

interface Overdue {
  readonly enterprise: string;
  readonly date: string;
  /** Whole hours since its scheduled time. */
  readonly hours: number;
}
export interface OverdueSnapshot extends Overdue {
  readonly dataset: DatasetName;
}
export interface OverdueDigest extends Overdue {
  readonly digest: string;
  /** Whose of many; absent where it is nobody's own. */
  readonly member?: number;
  /** Recipients whose mail was claimed by a run that must be over, and who may or may not have it; 0 when nothing was sent. */
  readonly unsettled: number;
}

export interface OverdueReport extends Overdue {
  readonly report: string;
  /** Null where it is nobody's own. */
  readonly member: number | null;
  /** As of a digest. */
  readonly unsettled: number;
}

/** What was found of one enterprise. */
interface Look {
  readonly enterprise: string;
  readonly dueSnapshots: number;
  readonly dueDigests: number;
  readonly dueReports: number;
  readonly overdueSnapshots: readonly OverdueSnapshot[];
  readonly overdueDigests: readonly OverdueDigest[];
  readonly overdueReports: readonly OverdueReport[];
  readonly overdueMonths: readonly OverdueMonth[];
  readonly password: OldPassword | "unknown" | undefined;
}

export interface LookDependencies extends Pick<PasswordWatch, "passwordSetAt"> {
  readonly store: ObjectStore;
}

/**
 * Looks at one enterprise.
 * @param now epoch ms
 * @throws StoreFailed
 */
export async function lookAt(
  { store, passwordSetAt }: LookDependencies,
  watched: WatchedEnterprise,
  now: number,
): Promise<Look> {
  const due = await knownWork(store, watched, now);
  const overdueSnapshots: OverdueSnapshot[] = [];
  for (const { dataset, ...of } of due.snapshots) {
    if (!(await hasSnapshot(store, dataset, of))) overdueSnapshots.push({ ...overdue(of, now), dataset });
  }
  const overdueDigests: OverdueDigest[] = [];
  for (const of of due.digests) {
    const unsettled = await unsettledIn(store, of, now);
    const whose = of.member === null ? {} : { member: of.member };
    if (unsettled !== undefined) overdueDigests.push({ ...overdue(of, now), digest: of.digest, ...whose, unsettled });
  }
  const overdueReports: OverdueReport[] = [];
  for (const of of due.reports) {
    const unsettled = await unsettledReport(store, of, now);
    const { report, member } = of;
    if (unsettled !== undefined) overdueReports.push({ ...overdue(of, now), report, member, unsettled });
  }
  return {
    enterprise: watched.enterprise,
    dueSnapshots: due.snapshots.length,
    dueDigests: due.digests.length,
    dueReports: due.reports.length,
    overdueSnapshots,
    overdueDigests,
    overdueReports,
    overdueMonths: await overdueMonths(store, watched, now),
    password: await oldPassword(passwordSetAt, watched, now),
  };
}

const overdue = ({ enterprise, date, scheduledAt }: Due, now: number): Overdue => ({
  ...{ enterprise, date, hours: Math.floor((now - scheduledAt) / 3_600_000) },
});

/** What is due and was scheduled after the watch came to know its schedule. */
async function knownWork(store: ObjectStore, watched: WatchedEnterprise, now: number): Promise<DueWork> {
  const { enterprise, of } = watched;
  const known = await knownSince(store, { enterprise, schedules: schedulesOf(of) }, now);
  const isKnown = ({ schedule, scheduledAt }: Due): boolean =>
    scheduledAt >= (known.get(schedule) ?? Number.POSITIVE_INFINITY);
  const due = dueOf(watched, now);
  return {
    snapshots: due.snapshots.filter(isKnown),
    digests: due.digests.filter(isKnown),
    reports: due.reports.filter(isKnown),
  };
}

/**
 * A digest is in order when its run has left a delivery for anybody, or word that it decided to send nothing, and no claim is
 * without a result. What failed or is unknown by its run's own word was reported by that run.
 * @returns the number of claims without a result when it is not in order; undefined when it is
 */
async function unsettledIn(
  store: ObjectStore,
  { enterprise, date, digest, member }: DueDigest,
  now: number,
): Promise<number | undefined> {
  const deliveries = await readDeliveries(store, { enterprise, date, digest: digestLedgerName({ digest, member }) });
  if (deliveries.length === 0)
    return (await store.head(notSentKey(enterprise, date, { digest, member }))) === undefined ? 0 : undefined;
  const unsettled = deliveries.filter((record) => isUnsettled(record, now)).length;
  return unsettled === 0 ? undefined : unsettled;
}
