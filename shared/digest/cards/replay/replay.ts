import type { Day } from "../../../platform/day.ts";
import type { MailBefore } from "../board.ts";
import type { Stake } from "../card.ts";
import type { Judgement } from "../judge/verdict.ts";
import { hasGrown, type Rules } from "../rules.ts";
import { dueAfter, dueBefore } from "./reminders.ts";
import type { Moment, Timeline, TimetableMail } from "./timeline.ts";
import { advanced, holds, isEasing, openCauses, type Track, UNTRACKED } from "./track.ts";

/** What a card can be of, as the replay sees it. */
export interface Subject {
  readonly id: number | null;
  /** What a day's snapshots say of it; null when they say nothing. */
  readonly judge: (moment: Moment) => Judgement | null;
  /** What is at stake by a day's snapshots, of a weekend too; null when unknown. */
  readonly stakeAt: (moment: Moment) => Stake | null;
  /** The last day (an activity_date) on which anything can be done, by a day's snapshots; null when there is none. */
  readonly endAt: (moment: Moment) => Day | null;
}

/** What a mail told of a card that stays open. */
interface Told {
  readonly on: Day;
  /** Of which opening. */
  readonly since: Day;
  readonly stake: Stake;
  readonly causes: readonly string[];
}

/** What a mail has to say of a subject. */
export type Decision =
  | { readonly say: "nothing" }
  | { readonly say: "line"; readonly due: Day | null }
  | { readonly say: "over" }
  | { readonly say: "card"; readonly why: "new" | "first" }
  | { readonly say: "card"; readonly why: "reminder"; readonly told: Told }
  /** Causes by their keys. */
  | { readonly say: "card"; readonly why: "changed"; readonly told: Told; readonly more: readonly string[] };

/** Where a subject stands in the mail that is being made. */
export interface Standing<S> {
  readonly subject: S;
  readonly track: Track;
  readonly stake: Stake | null;
  readonly decision: Decision;
}

export interface Replayed<S> {
  readonly standings: readonly Standing<S>[];
  /** The mails before, the oldest first. */
  readonly mails: readonly MailBefore[];
  /** No mail before could tell anything. */
  readonly first: boolean;
}

/**
 * The digest's timetable over the snapshots read, by the rules of today: where each subject stands, and what has been told of it. Pure, and
 * each day is judged once. Mails of days whose snapshots were missing or shrunk told nothing; all that was open by the first that could
 * tell of a weekday counts as told by it.
 */
export function replayed<S extends Subject>(
  subjects: readonly S[],
  { moments, mails }: Timeline,
  rules: Rules,
): Replayed<S> {
  const counts = mails.slice(0, -1).map(({ date, whole }) => ({ ...NO_MAIL, date, toldNothing: !whole }));
  const firstWeekday = moments.findIndex(({ weekday }) => weekday);
  const judgedFrom = moments[firstWeekday]?.date;
  const firstWhole = mails.findIndex(({ date, whole }) => whole && judgedFrom !== undefined && date >= judgedFrom);
  const first = firstWhole < 0 || firstWhole === mails.length - 1;
  const standings = subjects.map((subject) => {
    let state: State = { track: UNTRACKED, told: null };
    let at = 0;
    for (const [number, mail] of mails.entries()) {
      for (; at < moments.length && (moments[at]?.date ?? "") <= mail.date; at += 1) {
        const moment = moments[at];
        const judgement = moment === undefined ? null : subject.judge(moment);
        if (moment === undefined || judgement === null) continue;
        const place = { date: moment.date, first: at <= firstWeekday };
        state = { ...state, track: advanced(state.track, judgement, place, rules) };
      }
      const stake = shownStake(subject, state.track, moments[at - 1]);
      const newest = moments[at - 1];
      const end = newest === undefined ? null : subject.endAt(newest);
      const telling = { mail, stake, end, isFirstMail: number <= firstWhole || firstWhole < 0, id: subject.id, rules };
      const decision = decided(state, telling);
      if (number === mails.length - 1) return { subject, track: state.track, stake, decision };
      count(counts[number], decision);
      if (mail.whole) state = afterMail(state, decision, telling);
    }
    return { subject, track: state.track, stake: null, decision: { say: "nothing" } as const };
  });
  return { standings, mails: counts, first };
}

const NO_MAIL = { fresh: 0, changed: 0, reminders: 0, open: 0 };

interface State {
  readonly track: Track;
  readonly told: Told | null;
}

/** Weekends are not judged, but a mail about one shows the figures of its own snapshots. */
function shownStake(subject: Subject, { open, short, stake }: Track, moment: Moment | undefined): Stake | null {
  if (short !== null) return short.stake;
  if (open === null || moment === undefined || moment.weekday) return stake;
  return subject.stakeAt(moment) ?? stake;
}

interface Telling {
  readonly mail: TimetableMail;
  readonly stake: Stake | null;
  readonly end: Day | null;
  readonly isFirstMail: boolean;
  readonly id: number | null;
  readonly rules: Rules;
}

function decided({ track, told }: State, { mail, end, isFirstMail, id, rules }: Telling): Decision {
  const { open, over, short } = track;
  const fresh = { say: "card", why: isFirstMail ? "first" : "new" } as const;
  if (short !== null) return fresh;
  if (open === null) return over !== null && told?.since === over.opened.since ? { say: "over" } : { say: "nothing" };
  if (told?.since !== open.since) return fresh;
  const more = openCauses(track).filter((key) => holds(track, key) && !told.causes.includes(key));
  if (more.length > 0 || (track.stake !== null && hasGrown(track.stake, told.stake, rules))) {
    return { say: "card", why: "changed", told, more };
  }
  // Nobody is asked to mend what looks mended.
  if (isEasing(track)) return { say: "line", due: null };
  const due = dueBefore(end, dueAfter(told.on, open, id), told.on);
  return due !== null && due <= mail.date ? { say: "card", why: "reminder", told } : { say: "line", due };
}

/** What a mail has told is told; an ended campaign and what is over are told once. */
function afterMail({ track, told }: State, decision: Decision, { mail, stake }: Telling): State {
  const kept: Track = { ...track, over: null, short: null };
  if (track.open === null) return { track: kept, told: null };
  if (decision.say !== "card") return { track: kept, told };
  const known = stake ?? track.stake ?? { of: "short", leads: null, money: null };
  return { track: kept, told: { on: mail.date, since: track.open.since, stake: known, causes: openCauses(track) } };
}

function count(mail: { -readonly [K in keyof MailBefore]: MailBefore[K] } | undefined, decision: Decision): void {
  if (mail === undefined) return;
  if (decision.say === "line" || decision.say === "card") mail.open += 1;
  if (decision.say !== "card") return;
  if (decision.why === "changed") mail.changed += 1;
  else if (decision.why === "reminder") mail.reminders += 1;
  else if (decision.why === "new") mail.fresh += 1;
}
