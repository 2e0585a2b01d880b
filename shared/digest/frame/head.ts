import { addDays } from "../../platform/day.ts";
import type { Board } from "../cards/board.ts";
import type { Card } from "../cards/card.ts";
import type { Beside } from "../cards/day-figures.ts";
import type { DigestModel } from "../digest-model.ts";
import { linked, type Phrase, phraseOf, sentences } from "../drawing/phrase/phrase.ts";
import type { Writing } from "../words/writing.ts";
import { changeText, isRightBefore, NEARLY_ALL, revenueFigure } from "./day.ts";
import { monthText } from "./subject.ts";
import { isUnknown, stakeOf } from "./writing.ts";

/** The sentence of a mail, and what stands right below it. */
export interface Head {
  readonly title: string;
  readonly lead: Phrase;
}

export function headOf(writing: Writing, model: DigestModel): Head {
  const { head } = writing.words;
  const { board } = model;
  if (model.window === null) return { title: head.noSnapshotTitle, lead: [] };
  if (model.matchesNothing) return { title: head.nothingTitle, lead: phraseOf(head.nothingToReport) };
  if (board === null) return { title: head.cannotTellTitle, lead: phraseOf(head.unknownMore) };
  return model.week !== null || model.month !== null
    ? periodHead(writing, model, board)
    : dailyHead(writing, model, board);
}

function dailyHead(writing: Writing, model: DigestModel, board: Board): Head {
  const { head } = writing.words;
  const busy = board.act.length > 0;
  const unknown = isUnknown(model);
  const lead = sentences(
    busy && board.act.some(isOfLeads) && head.stakeMeans,
    (busy || unknown) && head.openSum({ count: board.open.length, stake: stakeOf(writing, board.sums.open) }),
    board.well.paced > 0 && head.well({ well: board.well.wellOrAhead, paced: board.well.paced }),
    unknown && head.unknownMore,
    board.first && busy && head.firstMail,
  );
  if (busy) {
    const stake = stakeOf(writing, board.sums.act);
    return { title: head.busyTitle({ count: board.act.length, stake, least: unknown }), lead };
  }
  if (unknown) return { title: head.cannotTellTitle, lead };
  return { title: head.calmTitle({ open: board.open.length, stake: stakeOf(writing, board.sums.open) }), lead };
}

const isOfLeads = ({ stake: { of, money } }: Card): boolean =>
  (of === "short" || of === "stuck") && money !== null && money > 0n;

/** A week or a month begins with its leads; what it asks for follows. */
function periodHead(writing: Writing, model: DigestModel, board: Board): Head {
  const { head } = writing.words;
  const { day, week, month } = model;
  const leads = day?.leads ?? null;
  if (leads === null) return dailyHead(writing, model, board);
  const title =
    month === null
      ? head.weekTitle({ leads, change: weekChange(writing, model) })
      : head.monthTitle({ leads, month: monthText(writing, model), change: monthChange(writing, model) });
  const advertisers = (week ?? month)?.advertisers.filter(({ stake, unpriced }) => stake > 0n || unpriced > 0) ?? [];
  const lead = sentences(
    ...(day === null ? [] : revenueFigure(writing, { ...model, day })).map(head.revenue),
    head.atStake({ stake: stakeOf(writing, board.sums.atStake), advertisers: advertisers.length }),
    board.well.paced > 0 && head.well({ well: board.well.wellOrAhead, paced: board.well.paced }),
    isUnknown(model) && head.unknownMore,
  );
  return { title, lead };
}

/** `−38 on the week before`; beside another week, or of a part, that is said. */
function weekChange(writing: Writing, { day, window }: DigestModel): string | null {
  const { leadsBeside: beside = null, compared = null } = day ?? {};
  if (beside === null || compared === null) return null;
  if (!isRightBefore(compared, window) || !isWhole(beside)) return changeText(writing, compared, beside);
  return writing.words.head.onWeekBefore(beside.now - beside.before);
}

const isWhole = ({ share }: Beside<unknown>): boolean => (share ?? 1) > NEARLY_ALL;

/** `+5 a working day on October`; of a part, what part. */
function monthChange(writing: Writing, { day, window, date }: DigestModel): string | null {
  const { leadsBeside: beside = null, compared = null } = day ?? {};
  const days = compared?.workingDays ?? null;
  if (beside === null || days === null) return null;
  if (!isWhole(beside)) return changeText(writing, compared, beside);
  const change = beside.now / days.now - beside.before / days.before;
  const before = addDays(`${(window?.lastDay ?? date).slice(0, 8)}01`, -1);
  return writing.words.head.onMonthBefore({ change, before: writing.format.month(before) });
}

/** `Monday, 23 November 2026 · demo · daily` */
export function placeOf({ words: { head } }: Writing, model: DigestModel): Phrase {
  const { window, enterprise, digest, date } = model;
  const days = head.days({ first: window?.firstDay ?? date, last: window?.lastDay ?? date });
  return head.place({ days, account: linked(enterprise, `https://${enterprise}.cvtr.io/`), digest });
}
