import { addDays, type Day, instantAt } from "../../platform/day.ts";
import type { DigestSettings, EnterpriseSettings } from "../../settings/schema.ts";
import { isMailDay, latestOf } from "../../settings/timetable.ts";
import type { PreviousMail, SnapshotInfo } from "./digest-input.ts";

/** Longer than any period: a month has at most 31 days. */
const LONGEST_PERIOD_DAYS = 31;

/**
 * The date of the digest's previous scheduled mail, where the window of the mail of `date` begins: Friday for Monday's mail of a
 * digest on weekdays, so that it tells of the weekend.
 */
export function previousMailDate(schedule: Pick<DigestSettings, "period" | "days">, date: Day): Day {
  let day = addDays(date, -1);
  for (let back = 1; back < LONGEST_PERIOD_DAYS && !isMailDay(schedule, day); back += 1) day = addDays(day, -1);
  return day;
}

/** Days of history behind the window: the publishers' 28-day baseline and four weeks of delivery. */
const BASELINE_DAYS = 28;
/** A rate looks back a week, and the first days of the history are judged by one too. */
const RATE_DAYS = 7;

/** First snapshot_date that a digest of this window reads. */
export function firstDayRead(since: Day): Day {
  return addDays(since, -(BASELINE_DAYS + RATE_DAYS));
}

/** A job's run of failures is looked for twice as far back as it is told: what lies at the edge must not shorten it. */
export function firstDayOfJobs(firstDay: Day): Day {
  return addDays(firstDay, -(BASELINE_DAYS + RATE_DAYS));
}

/** What of an enterprise's settings a window hangs on. */
export type Timing = Pick<EnterpriseSettings, "timeZone" | "snapshotAt" | "datasets" | "minutesLater">;

/** When the mail of a date leaves at the latest, epoch ms. */
export const mailedAt = (schedule: Pick<DigestSettings, "at" | "latest">, date: Day, timing: Timing): number =>
  instantAt(date, latestOf(schedule, timing), timing.timeZone);

const NOON = "12:00";

/**
 * The snapshot_date that the mail of a date ends with. Where snapshots are of their own day, a month ends with the one of its last day,
 * and not of the 1st, on which its mail leaves: months are whole.
 */
export const snapshotDateOf = (
  { period }: Pick<DigestSettings, "period">,
  date: Day,
  { snapshotAt }: Pick<Timing, "snapshotAt">,
): Day => (period === "month" && snapshotAt >= NOON ? addDays(date, -1) : date);

/**
 * The digest's scheduled mails before that of a date, the oldest first, as far back as the snapshots read from `from` on can tell what
 * they said.
 */
export function mailsBefore(
  schedule: Pick<DigestSettings, "period" | "days" | "at" | "latest">,
  { date, from, timing }: { readonly date: Day; readonly from: Day; readonly timing: Timing },
): readonly PreviousMail[] {
  const mails: PreviousMail[] = [];
  for (let day = previousMailDate(schedule, date); ; day = previousMailDate(schedule, day)) {
    const since = snapshotDateOf(schedule, day, timing);
    if (since < from) return mails.reverse();
    mails.push({ since, mailedAt: mailedAt(schedule, day, timing) });
  }
}

type Taken = Pick<SnapshotInfo, "date" | "snapshotAt" | "shrunk" | "firstSnapshotAt" | "rehearsal">;

/**
 * Position in `infos` that the previous mail ended with, where movement begins: the newest snapshot on or before its date that it could
 * tell of. It could not where the snapshot was first taken after it, and where it was withheld from the list for a snapshot far too small.
 * @returns -1 without a snapshot before the newest
 */
export function basePosition(infos: readonly Taken[], previous: PreviousMail): number {
  const last = infos.length - 1;
  if (last < 1) return -1;
  const before = infos.slice(0, last);
  const isOld = ({ date }: Taken): boolean => date <= previous.since;
  const told = before.findLastIndex((info) => isOld(info) && wasTold(info, previous));
  if (told >= 0) return told;
  return Math.max(before.findLastIndex(isOld), 0);
}

/** Whether a mail could tell of a snapshot: it was there when the mail left at the latest, and was not far too small. */
export const wasTold = (
  { snapshotAt, firstSnapshotAt, shrunk, rehearsal }: Omit<Taken, "date">,
  { mailedAt: at }: Pick<PreviousMail, "mailedAt">,
): boolean => !shrunk && (rehearsal === true || (firstSnapshotAt ?? snapshotAt) <= at);

/** Whether the snapshot that the previous mail ended with has been taken again since: what came in between is in no mail. */
export const wasRetaken = (
  { snapshotAt, firstSnapshotAt }: Pick<SnapshotInfo, "snapshotAt" | "firstSnapshotAt">,
  { mailedAt: at }: Pick<PreviousMail, "mailedAt">,
): boolean => firstSnapshotAt !== undefined && firstSnapshotAt <= at && snapshotAt > at;
