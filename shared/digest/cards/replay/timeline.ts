import { type Day, weekdayOf } from "../../../platform/day.ts";
import { type DigestInput, datasetOf, type PreviousMail, type SnapshotInfo } from "../../input/digest-input.ts";
import { firstDayRead, wasTold } from "../../input/window.ts";
import type { Account } from "../../model/account.ts";

/** A day of snapshots as the replay goes through them; a position is -1 where the dataset has no usable snapshot of it. */
export interface Moment {
  /** snapshot_date. */
  readonly date: Day;
  readonly activityDate: Day;
  /** It tells of a day from Monday to Friday: weekends start, end and count nothing. */
  readonly weekday: boolean;
  readonly campaigns: number;
  readonly contracts: number;
  readonly jobs: number;
  readonly before: Moment | null;
}

/** What the newest weekday from a moment back says of something, by its id, of those that can tell. */
export type Newest<T> = (id: number, moment: Moment) => { readonly day: T; readonly moment: Moment } | null;

/** The replay asks moment by moment: each is looked at once, however far back the newest lies. */
export function newestBy<T>(at: (id: number, moment: Moment) => T | null): Newest<T> {
  const asked = new Map<number, { readonly until: Moment; readonly found: ReturnType<Newest<T>> }>();
  const search: Newest<T> = (id, moment) => {
    const before = asked.get(id);
    for (let one: Moment | null = moment; one !== null; one = one.before) {
      if (one === before?.until) return before.found;
      const day = one.weekday ? at(id, one) : null;
      if (day !== null) return { day, moment: one };
    }
    return null;
  };
  return (id, moment) => {
    const found = search(id, moment);
    asked.set(id, { until: moment, found });
    return found;
  };
}

/** A mail of the timetable, by the snapshot_date it ends with. */
export interface TimetableMail {
  readonly date: Day;
  /** Every snapshot that the tiers are made of was there in time and of a usual size: what it said counts as told. */
  readonly whole: boolean;
}

export interface Timeline {
  /** The oldest first. */
  readonly moments: readonly Moment[];
  /** The mail that is being made is the last of them. */
  readonly mails: readonly TimetableMail[];
}

const RATE_DAYS = 7;
const SATURDAY = 6;

/**
 * The days that the digest's cards are replayed over: those of the campaigns read. Where these are cut off by what is read, and not by the
 * history itself, the first week is left out, since rates look back as far.
 */
export function timelineOf({ campaignSeries, contractSeries, jobSeries, input }: Account): Timeline {
  const [contracts, jobs] = [placesOf(contractSeries.infos), placesOf(jobSeries.infos)];
  const isCutOff = campaignSeries.infos[0]?.date === firstDayRead(input.since);
  const moments: Moment[] = [];
  for (const [position, { date, activityDate, shrunk }] of campaignSeries.infos.entries()) {
    if (isCutOff && campaignSeries.days(0, position) < RATE_DAYS) continue;
    const places = { campaigns: shrunk ? -1 : position, contracts: contracts(date), jobs: jobs(date) };
    const weekday = weekdayOf(activityDate) < SATURDAY;
    moments.push({ date, activityDate, weekday, ...places, before: moments.at(-1) ?? null });
  }
  return { moments, mails: mailsOf(input, moments[0]?.date ?? input.date) };
}

function placesOf(infos: readonly SnapshotInfo[]): (date: Day) => number {
  const places = new Map(infos.map(({ date, shrunk }, position) => [date, shrunk ? -1 : position]));
  return (date) => places.get(date) ?? -1;
}

function mailsOf(input: DigestInput, from: Day): readonly TimetableMail[] {
  const infos = input.expected.map(
    (dataset) => new Map(datasetOf(input, dataset).history.map(({ info }) => [info.date, info])),
  );
  const before = input.mailsBefore.filter(({ since }) => since >= from && since < input.date);
  const isWhole = (date: Day, told: (info: SnapshotInfo) => boolean): boolean =>
    infos.every((days) => {
      const info = days.get(date);
      return info !== undefined && told(info);
    });
  return [
    ...before.map((mail: PreviousMail) => ({
      date: mail.since,
      whole: isWhole(mail.since, (info) => wasTold(info, mail)),
    })),
    { date: input.date, whole: isWhole(input.date, ({ shrunk }) => !shrunk) },
  ];
}

/** How many days after its snapshot a mail leaves: one where a month ends with the snapshot of its last day, else none. */
export function daysToMail({ input }: Account): number {
  const info = input.campaigns.newest?.info;
  return input.settings.period === "month" && info !== undefined && info.activityDate === info.date ? 1 : 0;
}
