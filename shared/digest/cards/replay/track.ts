import type { Day } from "../../../platform/day.ts";
import type { OpenSince, OverCard, Stake } from "../card.ts";
import type { CauseVerdict, Judgement } from "../judge/verdict.ts";
import { isOverFloor, type Rules } from "../rules.ts";

/** Of one cause: whether it holds, and what the last snapshot that could tell said against that. */
interface CauseTrack {
  readonly active: boolean;
  /** Not active, and `on` once: or active, and `off` once. */
  readonly doubted: boolean;
  readonly always: boolean;
}

/** Whether and since when a campaign or publisher is open, as it stands after a day's snapshots. */
export interface Track {
  readonly causes: ReadonlyMap<string, CauseTrack>;
  readonly open: Opened | null;
  /** What was at stake when it was judged last. */
  readonly stake: Stake | null;
  /** Over since the last mail that told of it. */
  readonly over: { readonly opened: Opened; readonly on: Day; readonly end: OverCard["end"] } | null;
  /** Ended short of its cap, and not told yet. */
  readonly short: { readonly on: Day; readonly stake: Stake } | null;
}

export interface Opened extends Pick<OpenSince, "since" | "atLeast"> {}

export const UNTRACKED: Track = { causes: new Map(), open: null, stake: null, over: null, short: null };

const ENDS = { reached: "reached", ended: "ended", short: "ended" } as const;

interface At {
  readonly date: Day;
  /** It is the first weekday that is judged: what holds may have begun earlier, and once is enough. */
  readonly first: boolean;
}

/** The track after one more judgement. Pure. */
export function advanced(track: Track, judgement: Judgement, { date, first }: At, rules: Rules): Track {
  const stake = judgement.stake ?? track.stake;
  if (judgement.state === "short" && judgement.stake !== null) {
    return { ...UNTRACKED, short: { on: date, stake: judgement.stake } };
  }
  const short = stillShort(track.short, judgement);
  // An end is the end of all that there was.
  const causes = new Map(judgement.state === "ended" ? [] : track.causes);
  for (const one of judgement.causes) {
    const next = causeAfter(causes.get(one.key), one, first);
    if (next === null) causes.delete(one.key);
    else causes.set(one.key, next);
  }
  const active = [...causes.values()].filter((cause) => cause.active);
  const next: Track = { ...track, causes, stake, short };
  if (track.open !== null && active.length === 0) {
    return { ...next, open: null, over: { opened: track.open, on: date, end: endOf(track, judgement) } };
  }
  if (track.open !== null || !calls(active, stake, rules)) return next;
  return { ...next, open: { since: date, atLeast: first } };
}

/** What is told of an end that no mail has told yet: what is missing by now, and nothing once its end is later or its cap is full. */
function stillShort(short: Track["short"], { state, stake }: Judgement): Track["short"] {
  return short === null || state !== "ended" || stake === null ? null : { ...short, stake };
}

/** How a card ended: judged well, or by a fact that says nothing of how it will end. */
function endOf({ causes: before }: Track, { state, causes }: Judgement): OverCard["end"] {
  if (state !== "running") return ENDS[state];
  const facts = causes.filter(({ key, verdict }) => verdict === "ends" && before.get(key)?.active === true);
  if (facts.some(({ key }) => key === "paused")) return "resumed";
  return facts.length > 0 ? "settled" : "well";
}

/** Something holds without a doubt, and is worth a card. */
function calls(active: readonly CauseTrack[], stake: Stake | null, rules: Rules): boolean {
  const sure = active.filter(({ doubted }) => !doubted);
  if (sure.length === 0) return false;
  return sure.some(({ always }) => always) || (stake !== null && isOverFloor(stake, rules));
}

function causeAfter(
  before: CauseTrack | undefined,
  { verdict, always }: CauseVerdict,
  first: boolean,
): CauseTrack | null {
  const { active = false, doubted = false } = before ?? {};
  if (verdict === "ends") return null;
  if (verdict === "off") return active && !doubted ? { active, doubted: true, always } : null;
  if (verdict === "keeps") return active ? { active, doubted: false, always } : null;
  const starts = active || verdict === "starts" || doubted || first;
  return { active: starts, doubted: !starts, always };
}

/** Whether what is open has nothing that holds at the newest snapshot. */
export const isEasing = ({ open, causes }: Track): boolean =>
  open !== null && ![...causes.values()].some(({ active, doubted }) => active && !doubted);

/** Whether a cause calls for the card as it stands. */
export const holds = ({ causes }: Track, key: string): boolean => {
  const cause = causes.get(key);
  return cause?.active === true && !cause.doubted;
};

/** Keys of the causes that are open, be they in doubt. */
export const openCauses = ({ causes }: Track): readonly string[] =>
  [...causes].flatMap(([key, { active }]) => (active ? [key] : []));
