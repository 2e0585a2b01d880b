import { addDays, type Day } from "../../platform/day.ts";
import { isMailDay } from "../../settings/timetable.ts";
import type { Account } from "../model/account.ts";
import type { Note } from "../model/note.ts";
import type { Board, BoardState } from "./board.ts";
import type { ActCard, Card, OpenCard, OpenLine, OverCard, Telling } from "./card.ts";
import { keyOf } from "./cause-key.ts";
import { type Item, itemsOf } from "./items.ts";
import { benchOf } from "./judge/subjects.ts";
import { openSince } from "./make-cards.ts";
import { inOrder } from "./order.ts";
import { type Decision, replayed, type Standing } from "./replay/replay.ts";
import { daysToMail, type Moment, timelineOf } from "./replay/timeline.ts";
import { isEasing, type Opened } from "./replay/track.ts";
import { rulesOf } from "./rules.ts";
import { added, sumOf } from "./sums.ts";
import { untold } from "./untold.ts";

interface Beside {
  /** The filter matches nothing. */
  readonly nothing: boolean;
  readonly well: Board["well"];
  /** What has changed; what a card tells is left out. */
  readonly notes: readonly Note[];
}

/** Everything of the account by what it asks of the reader, by the newest snapshots and what the mails before have told. Pure. */
export function boardOf(account: Account, { nothing, well, notes }: Beside): Board {
  const timeline = timelineOf(account);
  const rules = rulesOf(account.settings.thresholds);
  const items = nothing ? [] : itemsOf(account, benchOf(account, rules), timeline.moments);
  const { standings, mails, first } = replayed(items, timeline, rules);
  const places = standings.map((standing) => placed(account, standing, timeline.moments.at(-1)));
  const act = places.flatMap(({ act }) => act ?? []).toSorted(inOrder);
  const open = places.flatMap(({ open }) => open ?? []).toSorted(inOrder);
  const watch = places.flatMap(({ watch }) => watch ?? []).toSorted(inOrder);
  const told = (why: Telling["why"]): number => act.filter(({ telling }) => telling.why === why).length;
  const sums = { act: sumOf(act), open: sumOf(open), watch: sumOf(watch) };
  return {
    state: stateOf({
      nothing,
      whole: timeline.mails.at(-1)?.whole === true && timeline.moments.some(({ weekday }) => weekday),
      act,
    }),
    first,
    act,
    open,
    over: places.flatMap(({ over }) => over ?? []),
    watch,
    information: untold(notes, [...act, ...open, ...watch]),
    sums: { ...sums, atStake: added(sums.act, sums.open) },
    well,
    counts: { fresh: told("new"), changed: told("changed"), reminders: told("reminder") },
    mails,
  };
}

interface Seen {
  readonly nothing: boolean;
  readonly whole: boolean;
  readonly act: readonly ActCard[];
}

function stateOf({ nothing, whole, act }: Seen): BoardState {
  if (nothing) return "nothing";
  if (!whole) return "cannot-tell";
  return act.length > 0 ? "busy" : "calm";
}

/** Where a campaign or publisher stands: one of these at most. */
interface Placed {
  readonly act?: ActCard;
  readonly open?: OpenLine;
  readonly over?: OverCard;
  readonly watch?: Card;
}

function placed(
  account: Account,
  { subject: item, track, stake, decision }: Standing<Item>,
  newest: Moment | undefined,
): Placed {
  const { date } = account.input;
  const card = item.card({ track, stake });
  const over = decision.say === "over" && track.over !== null ? overCard(item, track.over) : undefined;
  if (card === null) return over === undefined ? {} : { over };
  if (decision.say !== "card" && decision.say !== "line") {
    return over === undefined ? { watch: card } : { over, watch: card };
  }
  const opened = track.open ?? { since: track.short?.on ?? date, atLeast: false };
  const openCard: OpenCard = { ...card, open: openSince(opened, date), easing: isEasing(track) };
  if (decision.say === "line")
    return {
      open: { ...openCard, next: nextOf(account, decision.due, newest === undefined ? null : item.endAt(newest)) },
    };
  return { act: { ...openCard, telling: tellingOf(decision, card) } };
}

interface Over {
  readonly opened: Opened;
  readonly on: Day;
  readonly end: OverCard["end"];
}

/** How long it took: up to the day before it was well for the first time. */
const overCard = (item: Item, { opened, on, end }: Over): OverCard => ({
  subject: item.subject(),
  open: openSince(opened, on),
  end,
});

function tellingOf(decision: Extract<Decision, { say: "card" }>, { causes }: Card): Telling {
  if (!("told" in decision)) return { why: decision.why };
  const { on: toldOn, stake: told } = decision.told;
  if (!("more" in decision)) return { why: "reminder", toldOn };
  const more = causes.filter((cause) => decision.more.includes(keyOf(cause)));
  return { why: "changed", toldOn, told, causes: more };
}

/** A month has its mail within 31 days. */
const LONGEST_WAIT_DAYS = 31;

/** None is due after the last day on which anything can be done, which a mail of the next day tells of as over. */
function nextOf(account: Account, due: Day | null, end: Day | null): Day | null {
  const next = due === null ? null : mailFrom(account, due);
  return next === null || (end !== null && next > end) ? null : next;
}

/** The day of the first mail from a day on; after the one that is being made. */
function mailFrom(account: Account, due: Day): Day | null {
  const { settings, date } = account.input;
  const next = addDays(date, daysToMail(account) + 1);
  let day = due > next ? due : next;
  for (let late = 0; late <= LONGEST_WAIT_DAYS; late += 1, day = addDays(day, 1)) {
    if (isMailDay(settings, day)) return day;
  }
  return null;
}
