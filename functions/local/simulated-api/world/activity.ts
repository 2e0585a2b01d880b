import type { Calendar } from "./calendar.ts";
import { shareBy, weekdayWeight } from "./day-rhythm.ts";
import type { CampaignPlan, Interval, PublisherPlan } from "./plan.ts";
import { QUALITY_DROP } from "./quality-drop.ts";
import { integerBetween, type Random, randomOf } from "./random.ts";

/** Days after the last lead on which leads may still be flagged anew. */
const REVISION_DAYS = 21;
const ENDLESS_FLIGHT_DAYS = 60;
const NEVER = Number.POSITIVE_INFINITY;

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
  /** When the allocation was met; `Infinity`: never. */
  readonly metMs: number;
}

interface Track {
  readonly plan: PublisherPlan;
  readonly random: Random;
  readonly opensMs: number;
  readonly total: number[];
  readonly invalid: number[];
  readonly caution: number[];
  readonly revisions: Revision[];
  /** Valid leads now, revisions included. */
  valid: number;
}

const last = (list: readonly number[]): number => list.at(-1) ?? 0;
const within = (intervals: readonly Interval[], ms: number) => intervals.some((i) => i.fromMs <= ms && ms < i.toMs);

/** Plays a campaign day by day, to its end or `untilDay`. A pure function of plan, seed and calendar. */
export function playCampaign(of: {
  readonly seed: number;
  readonly plan: CampaignPlan;
  readonly calendar: Calendar;
  readonly untilDay: number;
}): CampaignActivity {
  const { plan, calendar } = of;
  const tracks = plan.publishers.map((publisher, index) => trackOf(of.seed, plan, { publisher, index }));
  const lastDay = Math.min(of.untilDay, plan.endDay ?? of.untilDay);
  const perWeight = plan.volume / flightWeight(plan, calendar);
  const open: number[] = [];
  let metMs = NEVER;
  for (let day = plan.startDay; day <= Math.min(of.untilDay, lastDay + REVISION_DAYS); day += 1) {
    const share = day > lastDay || metMs < NEVER ? 0 : openShare(plan, calendar, day);
    open.push(share);
    const room = plan.uncapped || !plan.leadsRequired ? NEVER : plan.leadsRequired - validOf(tracks);
    const wanted = perWeight * weekdayWeight(calendar.weekdayOf(day)) * share * paceOn(plan, day);
    const noonMs = calendar.minuteOf(day, 720);
    const taken = playDay(tracks, { dropDay: day - calendar.eve, wanted, room, noonMs });
    if (share > 0 && taken >= room) metMs = calendar.minuteOf(day, 1_351);
    revise(tracks, { plan, calendar, day });
  }
  return { firstDay: plan.startDay, open, publishers: tracks, metMs };
}

function trackOf(seed: number, plan: CampaignPlan, of: { publisher: PublisherPlan; index: number }): Track {
  const signed = of.publisher.contract?.versions.map(({ signedMs }) => signedMs);
  return {
    plan: of.publisher,
    random: randomOf(seed, "activity", plan.ordinal, of.index),
    opensMs: signed === undefined ? 0 : Math.min(...signed),
    total: [0],
    invalid: [0],
    caution: [0],
    revisions: [],
    valid: 0,
  };
}

const validOf = (tracks: readonly Track[]): number => tracks.reduce((sum, track) => sum + track.valid, 0);

function flightWeight(plan: CampaignPlan, calendar: Calendar): number {
  const endDay = plan.endDay ?? plan.startDay + ENDLESS_FLIGHT_DAYS;
  let weight = 0;
  for (let day = plan.startDay; day <= endDay; day += 1) weight += weekdayWeight(calendar.weekdayOf(day));
  return weight;
}

const paceOn = ({ pace, paceFrom }: CampaignPlan, day: number): number =>
  paceFrom !== null && day >= paceFrom.day ? paceFrom.pace : pace;

/** A campaign that is stopped during a day took leads until then; one that goes on during the day goes on the next. */
function openShare(plan: CampaignPlan, calendar: Calendar, day: number): number {
  const { pauses, unsignedSpans, deletedMs } = plan;
  const morningMs = calendar.minuteOf(day, 420);
  if (plan.signedMs > morningMs || deletedMs <= morningMs) return 0;
  if (pauses.length === 0 && unsignedSpans.length === 0 && deletedMs === NEVER) return 1;
  const stops = [...pauses, ...unsignedSpans];
  if (within(stops, morningMs)) return 0;
  const stop = Math.min(deletedMs, ...stops.map(({ fromMs }) => (fromMs > morningMs ? fromMs : NEVER)));
  return shareBy((stop - calendar.minuteOf(day, 0)) / 60_000);
}

/** @returns the valid leads of the day, never more than `room` */
function playDay(
  tracks: readonly Track[],
  of: { dropDay: number; wanted: number; room: number; noonMs: number },
): number {
  let taken = 0;
  for (const track of tracks) {
    const closed = of.wanted === 0 || of.noonMs >= track.plan.silentFromMs || of.noonMs < track.opensMs;
    const { valid, invalid, caution } = closed ? NO_LEADS : drawLeads(track, { ...of, room: of.room - taken });
    track.total.push(last(track.total) + valid + invalid);
    track.invalid.push(last(track.invalid) + invalid);
    track.caution.push(last(track.caution) + caution);
    track.valid += valid;
    taken += valid;
  }
  return taken;
}

const NO_LEADS = { valid: 0, invalid: 0, caution: 0 };

/** One publisher's leads of a day; when the room ends, no more invalid ones come than go with the valid. */
function drawLeads(
  { plan, random }: Track,
  of: { readonly dropDay: number; readonly wanted: number; readonly room: number },
): typeof NO_LEADS {
  const rate = invalidRateOn(plan, of.dropDay);
  const total = Math.floor((of.wanted * plan.share * (0.92 + random() * 0.16)) / (1 - plan.invalidRate) + random());
  const drawn = Math.floor(total * rate + random());
  const valid = Math.max(0, Math.min(total - drawn, of.room));
  const invalid = valid < total - drawn ? Math.floor(valid * rate) : drawn;
  return { valid, invalid, caution: Math.floor((valid + invalid) * plan.cautionRate + random()) };
}

/** @param dropDay day counted from the one on which a publisher's leads go bad */
function invalidRateOn(plan: PublisherPlan, dropDay: number): number {
  const bad = plan.publisher === QUALITY_DROP.publisher && dropDay >= 0 && dropDay < QUALITY_DROP.days;
  return bad ? QUALITY_DROP.invalidRate : plan.invalidRate;
}

/** Now and then, on a working day, an advertiser rejects a few leads or takes some back; once in a while a whole batch. */
function revise(tracks: readonly Track[], of: { plan: CampaignPlan; calendar: Calendar; day: number }): void {
  const { cleanUp } = of.plan;
  const batch = cleanUp !== null && of.calendar.dayAt(cleanUp.atMs) === of.day ? cleanUp : undefined;
  if (batch !== undefined && tracks[0] !== undefined) {
    addRevision(tracks[0], { atMs: batch.atMs, toInvalid: batch.leads });
  }
  if (batch !== undefined || of.calendar.weekdayOf(of.day) > 5) return;
  for (const track of tracks) {
    const chance = track.random();
    if (chance >= 0.03) continue;
    const minute = integerBetween(track.random, 600, 980);
    const size = integerBetween(track.random, 1, 3);
    addRevision(track, { atMs: of.calendar.minuteOf(of.day, minute), toInvalid: chance < 0.007 ? -size : size });
  }
}

/** Only leads of earlier days are flagged anew, and never more than a third of them. */
function addRevision(track: Track, of: { readonly atMs: number; readonly toInvalid: number }): void {
  const days = track.total.length;
  const before = (list: readonly number[]) => list[Math.max(0, days - 5)] ?? 0;
  const revised = track.revisions.reduce((sum, { toInvalid }) => sum + toInvalid, 0);
  const valid = Math.floor((before(track.total) - before(track.invalid) - revised) / 3);
  const invalid = Math.floor((before(track.invalid) + revised) / 3);
  const toInvalid = Math.min(Math.max(of.toInvalid, -invalid), valid);
  if (toInvalid === 0) return;
  const cleared = track.revisions.reduce((sum, { clearedCautions }) => sum + clearedCautions, 0);
  const clearedCautions = Math.max(0, Math.min(toInvalid, before(track.caution) - cleared));
  track.revisions.push({ atMs: of.atMs, toInvalid, clearedCautions });
  track.valid -= toInvalid;
}
