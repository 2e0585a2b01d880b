import type { Board } from "../cards/board.ts";
import type { Card } from "../cards/card.ts";
import type { DigestModel } from "../digest-model.ts";
import { bookedSubject } from "../sections/booked/mail.ts";
import { ownSubject } from "../sections/own/mail.ts";
import type { Writing } from "../words/writing.ts";
import { isRightBefore, NEARLY_ALL } from "./day.ts";
import { daysText } from "./days.ts";
import { isUnknown, stakeOf, writingOf } from "./writing.ts";

/** Marks of a subject: `test` of a mail that somebody asked for; `look` of numbers that are in no snapshot. */
export interface Marks {
  readonly test?: boolean;
  readonly look?: boolean;
}

/** What is to be done and what it is worth; different each day, so that mail programs do not thread the mails. */
export function subjectOf(model: DigestModel, marks: Marks = {}): string {
  const writing = writingOf(model);
  const { head } = writing.words;
  const marked = [
    marks.look === true ? head.markLook : "",
    marks.test === true ? head.markTest : "",
    model.incomplete ? head.markIncomplete : "",
  ];
  return `${marked.join("")}${bare(writing, model)}`;
}

function bare(writing: Writing, model: DigestModel): string {
  const { head } = writing.words;
  const days = daysText(writing, model);
  const { board } = model;
  if (model.view === "publisher") return ownSubject(writing, model.sections.own, model);
  if (model.view === "advertiser") return bookedSubject(writing, model.sections.booked, model);
  if (model.matchesNothing) return head.nothingSubject(days);
  if (board === null) return head.cannotTellSubject(days);
  return model.week !== null || model.month !== null
    ? periodSubject(writing, model, board)
    : dailySubject(writing, model, board);
}

function dailySubject(writing: Writing, model: DigestModel, board: Board): string {
  const { format, words } = writing;
  const days = daysText(writing, model);
  const leads = model.day?.leads ?? null;
  if (board.act.length > 0) {
    return words.head.busySubject({
      count: board.act.length,
      stake: stakeOf(writing, board.sums.act),
      names: shortNames(board.act),
      days: words.head.daysAndLeads({ days, leads }),
      least: isUnknown(model),
    });
  }
  if (isUnknown(model)) return words.head.cannotTellSubject(words.head.daysAndLeads({ days, leads }));
  const { money } = board.sums.open;
  return words.head.calmSubject({
    days,
    leads,
    open: board.open.length,
    money: money === 0n ? null : format.shortMoney(money, model.currency),
  });
}

function periodSubject(writing: Writing, model: DigestModel, board: Board): string {
  const { words } = writing;
  const beside = model.day?.leadsBeside ?? null;
  const leads = model.day?.leads ?? null;
  // A subject has no room for what else a change may be beside than all of the week before.
  const isPlain = isRightBefore(model.day?.compared ?? null, model.window) && (beside?.share ?? 1) > NEARLY_ALL;
  const change = beside === null || !isPlain ? null : beside.now - beside.before;
  const stake = stakeOf(writing, board.sums.act);
  const act = words.head.toAct({ count: board.act.length, stake, unknown: isUnknown(model) });
  if (model.week !== null) return words.head.weekSubject({ days: daysText(writing, model), leads, change, act });
  return words.head.monthSubject({ month: monthText(writing, model), leads, change: null, act });
}

/** The month's name; its days where the history begins within it. */
export function monthText(writing: Writing, model: DigestModel): string {
  const { firstDay, lastDay } = model.window ?? { firstDay: model.date, lastDay: model.date };
  return firstDay.endsWith("-01") ? writing.format.month(lastDay) : daysText(writing, model);
}

const MOST_NAMES = 2;
const LONGEST_NAME = 28;

/** The first cards by the beginning of their names: `Zero Trust Guide, Backup & Recovery…` */
function shortNames(cards: readonly Card[]): string {
  const names = cards.slice(0, MOST_NAMES).map((card) => shortName(nameOfCard(card)));
  const text = [...new Set(names)].join(", ");
  if (cards.length > MOST_NAMES) return text.endsWith("…") ? text : `${text}…`;
  return /[….?!]$/u.test(text) ? text : `${text}.`;
}

const nameOfCard = ({ subject }: Card): string =>
  subject.kind === "campaign" ? subject.campaign.name : subject.publisher.name;

/** Up to its first dash, as names are put together; no character is cut in two. */
function shortName(name: string): string {
  const first = name.split(/\s[–—|-]\s/u)[0]?.trim() ?? "";
  const characters = [...(first === "" ? name : first)];
  return characters.length <= LONGEST_NAME ? characters.join("") : `${characters.slice(0, LONGEST_NAME - 1).join("")}…`;
}
