import type { DatasetName } from "../../shared/catalog/datasets.ts";
import { addDays, type Day, dayOf, instantAt } from "../../shared/platform/day.ts";
import { membersOf, recipientsOf } from "../../shared/settings/recipients.ts";
import type { ReportSettings } from "../../shared/settings/report.ts";
import type { DigestSettings, EnterpriseSettings, Settings } from "../../shared/settings/schema.ts";
import {
  CATCH_UP_AFTER_MINUTES,
  isMailDay,
  latestOf,
  SNAPSHOT_MINUTES,
  type SnapshotSlot,
  snapshotSlots,
  timeOfMinute,
} from "../../shared/settings/timetable.ts";
import { digestLedgerName, recipientHash } from "../../shared/snapshot/keys.ts";

const MINUTE_MS = 60_000;
/** The catch-up may still bring it, and may start late by as much as it takes. */
export const SNAPSHOT_GRACE_MS = (CATCH_UP_AFTER_MINUTES + 2 * SNAPSHOT_MINUTES) * MINUTE_MS;
/** Of digests and reports: an event may be an hour old when it is delivered, and a run takes up to 15 minutes. */
export const DIGEST_GRACE_MS = 90 * MINUTE_MS;
/** Back over a month, so that a monthly mail's last date is found. */
const MAX_DAYS_BACK = 32;

/** What one schedule should have left in the store, latest date only: earlier snapshots cannot be taken any more. */
export interface Due {
  readonly enterprise: string;
  /** The schedule in words. Another time, zone or set of days is another schedule. */
  readonly schedule: string;
  /** A snapshot_date. */
  readonly date: Day;
  /** Epoch ms. */
  readonly scheduledAt: number;
}
interface DueSnapshot extends Due {
  readonly dataset: DatasetName;
}
export interface DueDigest extends Due {
  readonly digest: string;
  /** Whose of many; null where it is nobody's own. */
  readonly member: number | null;
}
/** A report as one of its members gets it. */
export interface DueReport extends Due {
  readonly report: string;
  /** Null where it is nobody's own. */
  readonly member: number | null;
  /** Bare addresses. */
  readonly to: readonly string[];
}
export interface DueWork {
  readonly snapshots: readonly DueSnapshot[];
  readonly digests: readonly DueDigest[];
  readonly reports: readonly DueReport[];
}

interface Schedule {
  readonly words: string;
  /** `HH:mm` in `zone`. */
  readonly at: string;
  readonly zone: string;
  readonly graceMs: number;
  readonly isOn: (day: Day) => boolean;
}

/**
 * What should be in the store by now (epoch ms), by the settings alone: of each schedule the latest date whose time and grace
 * have passed, not before the history begins. A retired enterprise has no schedules.
 */
export function dueWork({ enterprises, historyFrom }: Settings, now: number): DueWork {
  const all = Object.entries(enterprises).map(([enterprise, of]) => dueOf({ enterprise, of, historyFrom }, now));
  return {
    snapshots: all.flatMap(({ snapshots }) => snapshots),
    digests: all.flatMap(({ digests }) => digests),
    reports: all.flatMap(({ reports }) => reports),
  };
}

/** An enterprise, and since when there is a history to ask for. */
export interface WatchedEnterprise {
  readonly enterprise: string;
  readonly of: EnterpriseSettings;
  readonly historyFrom: Day;
}

/** The same of one enterprise. */
export function dueOf({ enterprise, of, historyFrom }: WatchedEnterprise, now: number): DueWork {
  if (of.retired) return { snapshots: [], digests: [], reports: [] };
  const snapshots: DueSnapshot[] = [];
  const digests: DueDigest[] = [];
  const latest = (schedule: Schedule): Due | undefined => {
    const found = latestDue(schedule, now);
    if (found === undefined || found.date < historyFrom) return undefined;
    return { enterprise, schedule: schedule.words, ...found };
  };
  for (const slot of snapshotSlots(of)) {
    const due = latest(snapshotSchedule(slot, of));
    if (due !== undefined) snapshots.push({ ...due, dataset: slot.dataset });
  }
  for (const named of mailsOf(of)) {
    const due = latest(digestSchedule(named, of));
    if (due !== undefined) digests.push({ ...due, ...named });
  }
  const reports = reportsOf(of).flatMap(({ words, ...whose }) => {
    const due = latest(mailSchedule(words, whose.settings, of));
    return due === undefined ? [] : [{ ...due, report: whose.report, member: whose.member, to: whose.to }];
  });
  return { snapshots, digests, reports };
}

/** Every schedule of an enterprise, in words, whether something is due or not. */
export function schedulesOf(of: EnterpriseSettings): readonly string[] {
  if (of.retired) return [];
  return [
    ...snapshotSlots(of).map((slot) => snapshotSchedule(slot, of)),
    ...mailsOf(of).map((named) => digestSchedule(named, of)),
    ...reportsOf(of).map(({ words, settings }) => mailSchedule(words, settings, of)),
  ].map(({ words }) => words);
}

function snapshotSchedule({ dataset, minute }: SnapshotSlot, { timeZone: zone }: EnterpriseSettings): Schedule {
  const at = timeOfMinute(minute);
  const words = `snapshot ${dataset} at ${at} ${zone}`;
  return { words, at, zone, graceMs: SNAPSHOT_GRACE_MS, isOn: () => true };
}

type NamedDigest = Pick<DueDigest, "digest" | "member">;

/** Every digest, of one of many each of theirs: somebody new has nothing overdue of the days before. */
const mailsOf = ({ digests }: EnterpriseSettings): readonly NamedDigest[] =>
  Object.entries(digests).flatMap(([digest, of]) => membersOf(of).map((member) => ({ digest, member })));

function digestSchedule({ digest, member }: NamedDigest, enterprise: EnterpriseSettings): Schedule {
  const of = enterprise.digests[digest];
  if (of === undefined) throw new RangeError(`no digest ${digest}`);
  return mailSchedule(`digest ${digestLedgerName({ digest, member })}`, of, enterprise);
}

interface OneReport extends Pick<DueReport, "report" | "member" | "to"> {
  readonly settings: ReportSettings;
  /** With its list, by hash: whoever was added today is not yet owed anything. */
  readonly words: string;
}

/** Each report of an enterprise as each of its members gets it. */
function reportsOf({ reports }: EnterpriseSettings): readonly OneReport[] {
  return Object.entries(reports).flatMap(([report, settings]) =>
    membersOf(settings).map((member) => {
      const to = recipientsOf(settings, member);
      const list = recipientHash([...to].sort().join(" "));
      const name = member === null ? report : `${report} for ${member}`;
      return { report, member, to, settings, words: `report ${name} to list ${list}` };
    }),
  );
}

/** Overdue from the last moment at which the mail may leave: until then it may wait for its snapshots. */
function mailSchedule(
  name: string,
  of: Pick<DigestSettings, "at" | "latest" | "period" | "days">,
  enterprise: EnterpriseSettings,
): Schedule {
  const { timeZone: zone } = enterprise;
  const at = latestOf(of, enterprise);
  const words = `${name} at ${of.at} to ${at} ${zone}, ${of.period} ${of.days.join(",")}`;
  return { words, at, zone, graceMs: DIGEST_GRACE_MS, isOn: (day) => isMailDay(of, day) };
}

function latestDue({ at, zone, graceMs, isOn }: Schedule, now: number): { date: Day; scheduledAt: number } | undefined {
  const today = dayOf(now, zone);
  for (let back = 0; back <= MAX_DAYS_BACK; back++) {
    const date = addDays(today, -back);
    const scheduledAt = instantAt(date, at, zone);
    if (isOn(date) && scheduledAt + graceMs <= now) return { date, scheduledAt };
  }
  return undefined;
}
