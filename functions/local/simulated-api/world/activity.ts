import { type CampaignPlan, type Interval, NEVER, type PublisherPlan } from "../plan/plan.ts";
import { QUALITY_DROP } from "../plan/stories.ts";
import type { Calendar } from "./calendar.ts";
import { shareBy, weekdayWeight } from "./day-rhythm.ts";
import { integerBetween, type Random, randomOf } from "./random.ts";

/** Days after the last lead on which leads may still be flagged anew. */
const REVISION_DAYS = 21;
const ENDLESS_FLIGHT_DAYS = 60;

/** A later change of flags: so many valid leads become invalid (negative: the other way), so many cautions are cleared. */
interface Revision {
  readonly atMs: number;
  readonly toInvalid: number;
  readonly clearedCautions: number;
}

/** What one publisher sends to one campaign. Position i holds what had arrived before day `firstDay + i`. */
export interface PublisherActivity {
  readonly total: readonly number[];
  readonly invalid: readonly number[];
  readonly caution: readonly number[];
  /** By time. */
  readonly revisions: readonly Revision[];
}

export interface CampaignActivity {
  readonly firstDay: number;
  /** Part of each day on which the campaign was open, from its morning on; 1 is the whole day. */
  readonly open: readonly number[];
  /** In the order of the plan's publishers. */
  readonly publishers: readonly PublisherActivity[];
  /** When the allocation was met. */
  readonly metMs: number;
}

/** A publisher's activity as it is played. */
interface Track {
  readonly plan: PublisherPlan;
  readonly random: Random;
  /** When its first contract was signed. */
  readonly opensMs: number;
  readonly total: number[];
  readonly invalid: number[];
  readonly caution: number[];
  readonly revisions: Revision[];
  /** Valid leads now, revisions included. */
  valid: number;
}

export interface PlayOptions {
  readonly seed: number;
  readonly calendar: Calendar;
  /** Last day that is played. */
  readonly untilDay: number;
}

/** Plays a campaign day by day, to its end or `untilDay`. A pure function of plan, seed and calendar. */
export function playCampaign(plan: CampaignPlan, { seed, calendar, untilDay }: PlayOptions): CampaignActivity {
  const tracks = plan.publishers.map((publisher, index) =>
    trackOf(publisher, randomOf(seed, "activity", plan.ordinal, index)),
  );
  const lastDay = Math.min(untilDay, plan.endDay ?? untilDay);
  const perWeight = plan.volume / flightWeight(plan, calendar);
  const open: number[] = [];
  let metMs = NEVER;
  for (let day = plan.startDay; day <= Math.min(untilDay, lastDay + REVISION_DAYS); day += 1) {
    const share = day > lastDay || metMs < NEVER ? 0 : openShare(plan, calendar, day);
    open.push(share);
    const valid = tracks.reduce((sum, track) => sum + track.valid, 0);
    const room = plan.uncapped || !plan.leadsRequired ? NEVER : plan.leadsRequired - valid;
    const noonMs = calendar.minuteOf(day, 720);
    const pace = plan.paceFrom !== null && day >= plan.paceFrom.day ? plan.paceFrom.pace : plan.pace;
    const wanted = noonMs >= plan.silentFromMs ? 0 : perWeight * weekdayWeight(calendar.weekdayOf(day)) * share * pace;
    const taken = playDay(tracks, { dropDay: day - calendar.eve, wanted, room, noonMs });
    if (share > 0 && taken >= room) metMs = calendar.minuteOf(day, 1_351);
    revise(tracks, { plan, calendar, day });
  }
  return { firstDay: plan.startDay, open, publishers: tracks, metMs };
}

function trackOf(plan: PublisherPlan, random: Random): Track {
  const opensMs = plan.contract === null ? 0 : Math.min(...plan.contract.versions.map(({ signedMs }) => signedMs));
  return { plan, random, opensMs, total: [0], invalid: [0], caution: [0], revisions: [], valid: 0 };
}

function flightWeight(plan: CampaignPlan, calendar: Calendar): number {
  const endDay = plan.endDay ?? plan.startDay + ENDLESS_FLIGHT_DAYS;
  let weight = 0;
  for (let day = plan.startDay; day <= endDay; day += 1) weight += weekdayWeight(calendar.weekdayOf(day));
  return weight;
}

/** A campaign that is stopped during a day took leads until then; one that goes on during the day goes on the next. */
function openShare({ pauses, unsignedSpans, signedMs, deletedMs }: CampaignPlan, calendar: Calendar, day: number) {
  const morningMs = calendar.minuteOf(day, 420);
  const stops: readonly Interval[] = [...pauses, ...unsignedSpans, { fromMs: deletedMs, toMs: NEVER }];
  if (signedMs > morningMs || stops.some(({ fromMs, toMs }) => fromMs <= morningMs && morningMs < toMs)) return 0;
  const stopMs = Math.min(...stops.map(({ fromMs }) => (fromMs > morningMs ? fromMs : NEVER)));
  return shareBy((stopMs - calendar.minuteOf(day, 0)) / 60_000);
}

interface PlayedDay {
  /** Counted from the day on which a publisher's leads go bad. */
  readonly dropDay: number;
  /** Valid leads, of all publishers. */
  readonly wanted: number;
  /** Valid leads that the allocation leaves. */
  readonly room: number;
}

/** @returns the valid leads of the day, never more than `room` */
function playDay(tracks: readonly Track[], of: PlayedDay & { readonly noonMs: number }): number {
  let taken = 0;
  for (const track of tracks) {
    const isClosed = of.wanted === 0 || of.noonMs < track.opensMs;
    const { valid, invalid, caution } = isClosed ? NO_LEADS : drawLeads(track, { ...of, room: of.room - taken });
    push(track.total, valid + invalid);
    push(track.invalid, invalid);
    push(track.caution, caution);
    track.valid += valid;
    taken += valid;
  }
  return taken;
}

const NO_LEADS = { valid: 0, invalid: 0, caution: 0 };

const push = (upTo: number[], more: number) => upTo.push((upTo.at(-1) ?? 0) + more);

/** One publisher's leads of a day; when the room ends, no more invalid ones come than go with the valid. */
function drawLeads({ plan, random }: Track, { dropDay, wanted, room }: PlayedDay): typeof NO_LEADS {
  const isBad = plan.publisher === QUALITY_DROP.publisher && dropDay >= 0 && dropDay < QUALITY_DROP.days;
  const rate = isBad ? QUALITY_DROP.invalidRate : plan.invalidRate;
  const total = Math.floor((wanted * plan.share * (0.92 + random() * 0.16)) / (1 - plan.invalidRate) + random());
  const drawn = Math.floor(total * rate + random());
  const valid = Math.max(0, Math.min(total - drawn, room));
  const invalid = valid < total - drawn ? Math.floor(valid * rate) : drawn;
  return { valid, invalid, caution: Math.floor((valid + invalid) * plan.cautionRate + random()) };
}

/** Now and then, on a working day, an advertiser rejects a few leads or takes some back; once in a while a whole batch. */
function revise(tracks: readonly Track[], of: { plan: CampaignPlan; calendar: Calendar; day: number }): void {
  const { plan, calendar, day } = of;
  if (plan.cleanUp !== null && calendar.dayAt(plan.cleanUp.atMs) === day) {
    const [first] = tracks;
    if (first !== undefined) addRevision(first, plan.cleanUp.atMs, plan.cleanUp.leads);
    return;
  }
  if (calendar.weekdayOf(day) > 5) return;
  for (const track of tracks) {
    const chance = track.random();
    if (chance >= 0.03) continue;
    const minute = integerBetween(track.random, 600, 980);
    const size = integerBetween(track.random, 1, 3);
    addRevision(track, calendar.minuteOf(day, minute), chance < 0.007 ? -size : size);
  }
}

/** Only leads of earlier days are flagged anew, and never more than a third of them. */
function addRevision(track: Track, atMs: number, wanted: number): void {
  const before = (list: readonly number[]) => list[Math.max(0, list.length - 5)] ?? 0;
  const sum = (key: "toInvalid" | "clearedCautions") => track.revisions.reduce((total, one) => total + one[key], 0);
  const revised = sum("toInvalid");
  const valid = Math.floor((before(track.total) - before(track.invalid) - revised) / 3);
  const invalid = Math.floor((before(track.invalid) + revised) / 3);
  const toInvalid = Math.min(Math.max(wanted, -invalid), valid);
  if (toInvalid === 0) return;
  const clearedCautions = Math.max(0, Math.min(toInvalid, before(track.caution) - sum("clearedCautions")));
  track.revisions.push({ atMs, toInvalid, clearedCautions });
  track.valid -= toInvalid;
}
