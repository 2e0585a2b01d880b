import type { DeliverDependencies } from "../../shared/digest/delivery/deliver.ts";
import type { OpenedDigest } from "../../shared/digest/make-digest.ts";
import { type Day, dayOf, instantAt } from "../../shared/platform/day.ts";
import { ReportsError } from "../../shared/platform/errors.ts";
import { refuseContradiction } from "../../shared/platform/event.ts";
import type { Metrics } from "../../shared/platform/metrics.ts";
import type { OneDigest } from "../../shared/settings/one-digest.ts";
import { membersOf } from "../../shared/settings/recipients.ts";
import type { DigestSettings, EnterpriseSettings, Settings } from "../../shared/settings/schema.ts";
import { digestLedgerName } from "../../shared/snapshot/keys.ts";
import type { DigestRequest } from "./event.ts";

export interface DigestDependencies extends DeliverDependencies {
  readonly settings: Settings;
  readonly metrics: Metrics;
  readonly newRunId: (now: number) => string;
  /** Version of this code, printed in the mail's footer. */
  readonly version: string;
  /** Epoch ms after which no mail is started. @default never */
  readonly stopAt?: number;
}

/** One mail of an invocation of the job. */
export interface DigestRun {
  readonly request: DigestRequest;
  readonly settings: Settings;
  readonly enterprise: EnterpriseSettings;
  readonly digest: OneDigest;
  /** Whose it is of many; null where it is nobody's own. */
  readonly member: number | null;
  readonly date: string;
  readonly runId: string;
}

/** What the mails of an invocation have in common. */
export interface Steps {
  /** Reads the snapshots. @throws NoSnapshot; StoreFailed */
  readonly open: () => Promise<OpenedDigest>;
  /** Why they must wait. @returns undefined when they may be made */
  readonly whyDeferred: () => Promise<string | undefined>;
}

/** What a run is called in the ledger, and where its files lie. */
export const namesOfRun = ({ request: { enterprise, digest }, member, date, runId }: DigestRun) => ({
  ...{ enterprise, digest, member, date, runId },
  ledger: digestLedgerName({ digest, member }),
});

/** The hour it is due (epoch ms), not the hour it is made: the same day renders to the same bytes again. */
export const dueAt = ({ date, digest, enterprise }: Pick<DigestRun, "date" | "digest" | "enterprise">): number =>
  instantAt(date, digest.at, enterprise.timeZone);

/**
 * Which of a digest's mails an invocation is about.
 * @throws InvalidEvent for somebody who has none, and for a test of a digest of many that names nobody
 */
export function askedMembers(
  { member, to }: Pick<DigestRequest, "member" | "to">,
  digest: Pick<DigestSettings, "to">,
): readonly (number | null)[] {
  const all = membersOf(digest);
  const ids = all.filter((id) => id !== null);
  if (member === undefined && ids.length > 0 && to !== undefined) {
    throw refused("a test of a digest of many names whose it is", "member", `Name one of ${ids.join(", ")}`);
  }
  if (member === undefined) return all;
  if (all.includes(member)) return [member];
  if (ids.length === 0) throw refused("the digest is one, and not of many", "member", "Leave member out");
  throw refused(`the digest is not sent to ${member}`, "member", `It is sent to ${ids.join(", ")}`);
}

/**
 * The snapshot_date a digest tells of: the one asked for, the scheduled time's, or today's in the enterprise's zone.
 * @throws InvalidEvent for a day to come, one before `historyFrom`, or two days
 */
export function digestDateOf(
  request: Pick<DigestRequest, "date" | "scheduledTime">,
  context: { readonly zone: string; readonly historyFrom: Day; readonly now: number },
): Day {
  const { zone, historyFrom, now } = context;
  const today = dayOf(now, zone);
  refuseContradiction(request, zone, "digest");
  const date = request.date ?? dayOf(request.scheduledTime ?? now, zone);
  if (date > today) throw refused(`the day lies after today, ${today} in ${zone}`, "date", REMEDY);
  if (date < historyFrom) throw refused(`the day lies before historyFrom, ${historyFrom}`, "date", REMEDY);
  return date;
}

const REMEDY = "Name a day that has a snapshot";

const refused = (what: string, field: string, remedy: string): ReportsError =>
  new ReportsError("InvalidEvent", { what, where: `event of digest, ${field}`, remedy });
