import { atOnce } from "../../shared/platform/at-once.ts";
import type { Clock } from "../../shared/platform/clock.ts";
import type { Log } from "../../shared/platform/log.ts";
import type { Metrics } from "../../shared/platform/metrics.ts";
import type { ObjectStore } from "../../shared/snapshot/store.ts";
import type { WatchRequest } from "./event.ts";
import { lookAt, type OverdueDigest, type OverdueReport, type OverdueSnapshot } from "./look.ts";
import type { OverdueMonth } from "./months.ts";
import type { OldPassword, PasswordWatch } from "./passwords.ts";

/** Enterprises looked at at a time: the looks wait, for S3 and Secrets Manager, and neither minds. */
const AT_ONCE = 16;

export interface WatchDependencies extends PasswordWatch {
  readonly store: ObjectStore;
  readonly clock: Clock;
  readonly log: Log;
  readonly metrics: Metrics;
}

export interface WatchResult {
  readonly dueSnapshots: number;
  readonly dueDigests: number;
  /** A report counts once for each of its members. */
  readonly dueReports: number;
  readonly overdueSnapshots: readonly OverdueSnapshot[];
  readonly overdueDigests: readonly OverdueDigest[];
  readonly overdueReports: readonly OverdueReport[];
  readonly overdueMonths: readonly OverdueMonth[];
  /** Expired, or soon to be. */
  readonly oldPasswords: readonly OldPassword[];
  /** Enterprises whose secret does not tell its age. */
  readonly unknownPasswordAges: readonly string[];
}

/**
 * Compares what is due by the settings with what lies in the store, and looks at the age of passwords. Emits `OverdueSnapshots`,
 * `OverdueDigests`, `OverdueReports`, `OverdueMonths` and `OldPasswords` every time, zero too, so that an alarm can also hear the watch's own silence.
 * @throws StoreFailed when the store cannot say; then nothing is emitted
 */
export async function watch(deps: WatchDependencies, _request: WatchRequest): Promise<WatchResult> {
  const now = deps.clock.now();
  const { enterprises, historyFrom } = deps.settings;
  const looks = await atOnce(Object.entries(enterprises), AT_ONCE, ([enterprise, of]) =>
    lookAt(deps, { enterprise, of, historyFrom }, now),
  );
  const result: WatchResult = {
    dueSnapshots: looks.reduce((sum, look) => sum + look.dueSnapshots, 0),
    dueDigests: looks.reduce((sum, look) => sum + look.dueDigests, 0),
    dueReports: looks.reduce((sum, look) => sum + look.dueReports, 0),
    overdueSnapshots: looks.flatMap((look) => look.overdueSnapshots),
    overdueDigests: looks.flatMap((look) => look.overdueDigests),
    overdueReports: looks.flatMap((look) => look.overdueReports),
    overdueMonths: looks.flatMap((look) => look.overdueMonths),
    oldPasswords: looks.flatMap(({ password }) => (typeof password === "object" ? [password] : [])),
    unknownPasswordAges: looks.flatMap(({ enterprise, password }) => (password === "unknown" ? [enterprise] : [])),
  };
  const counts = {
    OverdueSnapshots: result.overdueSnapshots.length,
    OverdueDigests: result.overdueDigests.length,
    OverdueReports: result.overdueReports.length,
    OverdueMonths: result.overdueMonths.length,
    OldPasswords: result.oldPasswords.length,
  };
  for (const [name, count] of Object.entries(counts)) deps.metrics.put(name, count, "Count");
  const isWell = Object.values(counts).every((count) => count === 0);
  deps.log[isWell ? "info" : "warn"]("watch", { ...result });
  return result;
}
