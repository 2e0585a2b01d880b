import type { Board } from "../cards/board.ts";
import type { Card, OpenCard } from "../cards/card.ts";
import type { DigestModel } from "../digest-model.ts";
import { textOf } from "../drawing/phrase/text.ts";
import type { Sheet, SheetCell } from "../sections/section.ts";
import type { Writing } from "../words/writing.ts";
import { adviceText } from "./cards.ts";
import { causeText } from "./causes.ts";
import { noteLine } from "./information.ts";

/** Without an ending: the one table that goes along as CSV. */
export const OPEN_SHEET = "open";

const HEAD = [
  ...["tier", "campaign_id", "campaign", "advertiser", "publisher_id", "publisher", "at_stake", "leads_at_stake"],
  ...["delivered", "cap", "end_date", "days_left", "needed_per_day", "rate_per_day", "forecast"],
  ...["open_since", "days_open", "told", "next_mail", "why", "do"],
] as const;
type Name = (typeof HEAD)[number];
type Row = Partial<Readonly<Record<Name, SheetCell>>>;

/** Everything that the mail lists, and all that it only counts, a row each: what is open, what to watch, what has changed. */
export function openSheet(writing: Writing, board: Board, model: Pick<DigestModel, "currency">): Sheet {
  const { tier } = writing.words.sheet;
  const { currency } = model;
  const rows: readonly Row[] = [
    ...board.act.map((card) => ({
      ...{ tier: tier.act, ...cardRow(writing, currency, card), ...openRow(card) },
      told: card.telling.why,
    })),
    ...board.open.map((card) => ({
      ...{ tier: tier.open, ...cardRow(writing, currency, card), ...openRow(card) },
      next_mail: card.next,
    })),
    ...board.over.map(({ subject, open, end }) => ({
      ...{ tier: tier.over, ...subjectRow(subject) },
      ...{ open_since: open.since, days_open: open.days, why: end },
    })),
    ...board.watch.map((card) => ({ tier: tier.watch, ...cardRow(writing, currency, card) })),
    ...board.information.map((note) => ({ tier: tier.information, why: textOf(noteLine(writing, currency, note)) })),
  ];
  return { head: HEAD, rows: rows.map((row) => HEAD.map((name) => row[name] ?? null)) };
}

function subjectRow(subject: Card["subject"]): Row {
  if (subject.kind === "publisher") return { publisher_id: subject.publisher.id, publisher: subject.publisher.name };
  const { id, name, advertiser } = subject.campaign;
  return { campaign_id: id, campaign: name, advertiser };
}

function cardRow(writing: Writing, currency: string | null, card: Card): Row {
  const { subject, stake, pace, advice } = card;
  return {
    ...subjectRow(subject),
    ...{ at_stake: stake.money, leads_at_stake: stake.leads },
    ...(pace === null
      ? {}
      : {
          ...{ delivered: pace.capLeads, cap: pace.required, end_date: pace.endDate, days_left: pace.daysLeft },
          ...{ needed_per_day: pace.needed, rate_per_day: pace.rate, forecast: pace.forecast },
        }),
    why: textOf(causeText(writing, currency, card)),
    do: textOf(adviceText(writing, advice)),
  };
}

const openRow = ({ open }: OpenCard): Row => ({ open_since: open.since, days_open: open.days });
