import type { Board } from "../cards/board.ts";
import type { Card, OpenLine } from "../cards/card.ts";
import type { Block, Part } from "../drawing/mail-parts.ts";
import { type Bit, type Phrase, say } from "../drawing/phrase/phrase.ts";
import { shortfallOf } from "../model/campaign-pace.ts";
import type { Writing } from "../words/writing.ts";
import { cardBlock } from "./cards.ts";
import { causeText } from "./causes.ts";
import { LIMITS, moreLine } from "./limits.ts";
import { bySection, type Sections, sectionOfCause } from "./section-rows.ts";
import { campaignBit, publisherBit } from "./writing.ts";

/** What a board's lists are written by, beside the writing. */
export interface BoardContext {
  readonly board: Board;
  readonly currency: string | null;
  /** The settings' sections, which order what stands below. */
  readonly sections: Sections;
  /** A week or a month, of which nothing is of today. */
  readonly isPeriod: boolean;
}

const stakeMoney = ({ stake }: Card) => stake.money;

/** Cards told whole. */
export function actPart(writing: Writing, { board, currency, isPeriod }: BoardContext): readonly Part[] {
  if (board.act.length === 0) return [];
  const shown = board.act.slice(0, LIMITS.act);
  const { list } = writing.words;
  const more = moreLine(writing, { left: board.act.slice(shown.length), moneyOf: stakeMoney });
  const blocks: readonly Block[] = shown.map((card) => cardBlock(writing, currency, card));
  return [{ title: isPeriod ? list.actHeadingOfPeriod : list.actHeading, blocks: [...blocks, ...lines(more)] }];
}

/** What was told before, a line each, and what is over. */
export function openPart(writing: Writing, { board, currency }: BoardContext): readonly Part[] {
  if (board.open.length + board.over.length === 0) return [];
  const shown = board.open.slice(0, LIMITS.open);
  const more = moreLine(writing, { left: board.open.slice(shown.length), moneyOf: stakeMoney });
  const items = shown.map((line) => openLine(writing, currency, line));
  const blocks: readonly Block[] = items.length === 0 ? [] : [{ kind: "ruled", items }];
  return [
    { title: writing.words.list.openHeading, blocks: [...blocks, ...lines([...more, ...overLine(writing, board)])] },
  ];
}

function openLine(writing: Writing, currency: string | null, line: OpenLine): Phrase {
  const { list } = writing.words;
  const money = writing.money(line.stake.money);
  const leads = leadsText(writing, line);
  return list.open({
    money,
    name: subjectBit(writing, line),
    why: whyOpen(writing, currency, line),
    leads: money !== null ? leads : line.stake.leads === null ? list.unknownStake : list.unpriced(leads),
    ...line.open,
    end: line.pace?.endDate ?? null,
    next: line.next,
  });
}

function whyOpen(writing: Writing, currency: string | null, line: OpenLine): Phrase {
  const { card: words } = writing.words;
  if (line.easing) return say`${words.easing}`;
  return line.causes.length === 0 ? say`${words.unknown}` : causeText(writing, currency, line);
}

function leadsText({ words: { list } }: Writing, { stake }: Card): string {
  const leads = stake.leads ?? 0;
  if (stake.of === "short") return list.short(leads);
  if (stake.of === "stuck") return list.stuck(leads);
  return stake.of === "invalid" ? list.invalid(leads) : "";
}

function overLine(writing: Writing, { over }: Board): readonly Phrase[] {
  if (over.length === 0) return [];
  const shown = over.slice(0, LIMITS.over);
  const told = shown.map((card) => ({ name: subjectBit(writing, card), end: card.end, ...card.open }));
  return [writing.words.list.over(told, over.length - shown.length)];
}

/** What may become something, in the order of the settings' sections. */
export function watchPart(writing: Writing, { board, currency, sections }: BoardContext): readonly Part[] {
  const rows = bySection(board.watch, sections, ({ causes }) => sectionOfCause(causes[0]));
  if (rows.length === 0) return [];
  const shown = rows.slice(0, LIMITS.watch);
  const more = moreLine(writing, { left: rows.slice(shown.length), moneyOf: stakeMoney });
  const items = shown.map((card) => watchLine(writing, currency, card));
  return [{ title: writing.words.list.watchHeading, blocks: [{ kind: "bullets", items }, ...lines(more)] }];
}

function watchLine(writing: Writing, currency: string | null, card: Card): Phrase {
  const { list, cause } = writing.words;
  const money = card.stake.money === 0n ? null : writing.money(card.stake.money);
  const invalid = card.causes.find((one) => one.kind === "invalid");
  const name = subjectBit(writing, card);
  if (invalid !== undefined) return list.watch({ money, name, pace: cause.invalidShort(invalid), why: [] });
  const { pace } = card;
  const behind = pace !== null && card.causes.some(({ kind }) => kind === "pace");
  const short = pace === null ? 0 : Math.round(shortfallOf(pace) ?? 0);
  const told = behind ? list.watchPace({ short: short > 0 ? short : null, pace }) : [];
  return list.watch({ money, name, pace: told, why: causeText(writing, currency, card) });
}

/** A campaign, or a publisher, by its name. */
export const subjectBit = (writing: Writing, { subject }: Pick<Card, "subject">): Bit =>
  subject.kind === "campaign" ? campaignBit(writing, subject.campaign) : publisherBit(writing, subject.publisher);

export const lines = (phrases: readonly Phrase[]): readonly Block[] =>
  phrases.length === 0 ? [] : [{ kind: "lines", lines: phrases }];
