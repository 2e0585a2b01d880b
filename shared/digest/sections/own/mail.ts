import type { Block, MailParts, Part } from "../../drawing/mail-parts.ts";
import { nameOf, type Phrase, phraseOf, say, sentences } from "../../drawing/phrase/phrase.ts";
import type { Freshness } from "../../model/freshness.ts";
import type { MailHead } from "../../model/mail-head.ts";
import type { Writing } from "../../words/writing.ts";
import { campaignBit, campaignBlock, money } from "./campaign.ts";
import type { SumOfCurrency } from "./earnings.ts";
import type { OwnCampaign, OwnSection } from "./figures.ts";
import { ownNotices } from "./notices.ts";

/** Rows of each part; the rest is counted. */
const LIMITS = { running: 25, paused: 10, takenBack: 15 } as const;

/** What a publisher's mail hangs on beside its own figures. */
export type OwnContext = MailHead & Pick<Freshness, "banners">;

/** A publisher's whole mail but for the marks of its subject. @param own null where there is no snapshot of contracts */
export function ownMail(writing: Writing, own: OwnSection | null, context: OwnContext): MailParts {
  const { words } = writing;
  return {
    subject: ownSubject(writing, own, context),
    title: titleOf(writing, own),
    lead: own === null ? [] : leadOf(writing, own, context),
    place: placeOf(writing, own, context),
    notices: ownNotices(words.own, context.banners),
    parts: own === null ? [] : partsOf(writing, own, context),
    footer: [
      [words.own.footer.counter(context.capCounter), words.own.footer.sums].join(" "),
      [words.own.footer.asOf(context.date), words.own.footer.recipient(context.enterprise)].join(" "),
    ].map(phraseOf),
  };
}

/** Different each time, so that mail programs do not thread the mails. */
export function ownSubject({ format, words }: Writing, own: OwnSection | null, context: OwnContext): string {
  const { first, last } = daysOf(context);
  const days = first === last ? format.weekday(last) : format.days(first, last);
  return words.own.subject({
    leads: own?.accepted ?? null,
    short: own?.short ?? 0,
    running: own?.running.length ?? 0,
    days,
  });
}

function titleOf(writing: Writing, own: OwnSection | null): string {
  const { words } = writing;
  if (own === null) return words.own.noFiguresTitle;
  if (own.isEmpty) return words.own.nothingTitle;
  return words.own.title({ leads: own.accepted, earned: amountsOf(writing, own.earned) });
}

/** Of each currency, where there is something. */
const amountsOf = (writing: Writing, sums: readonly SumOfCurrency[]): readonly string[] =>
  sums.filter(({ amount }) => amount > 0n).map(({ amount, currency }) => money(writing, amount, currency));

function leadOf(writing: Writing, own: OwnSection, context: OwnContext): Phrase {
  const { words } = writing;
  if (own.isEmpty) return [];
  const of = words.own.ofDays(movementDays(context));
  return sentences(
    own.accepted === null ? nothingKnown(writing, context) : words.own.notAccepted({ ...own, of }),
    words.own.endShort({ short: own.short, judged: own.judged, running: own.running.length }),
  );
}

/** Before the second snapshot, or while the counters of all its campaigns are unknown. */
const nothingKnown = ({ words }: Writing, { window }: OwnContext): string =>
  window === null || window.from === null ? words.own.firstReport : words.own.unknownNews;

function placeOf({ words, link }: Writing, own: OwnSection | null, context: OwnContext): Phrase {
  const days = words.own.days(daysOf(context));
  const { enterprise } = context;
  if (own === null) return say`${days} · ${enterprise}`;
  const { id, name } = own.publisher;
  return words.own.place({ publisher: nameOf(name, id, link("publisher", { publisher: id })), days, enterprise });
}

const daysOf = ({ window, date }: OwnContext) => ({
  first: window?.firstDay ?? date,
  last: window?.lastDay ?? date,
});

const movementDays = (context: OwnContext) => ({ ...daysOf(context), days: context.window?.days ?? 1 });

function partsOf(writing: Writing, own: OwnSection, context: OwnContext): readonly Part[] {
  const { words } = writing;
  const of = words.own.ofDays(movementDays(context));
  return [
    ...partOf(writing, words.own.runningHeading, own.running, {
      limit: LIMITS.running,
      blocks: (rows) => rows.map((row) => campaignBlock(writing, row, of)),
    }),
    ...elsewherePart(writing, own),
    ...partOf(writing, words.own.pausedHeading, own.paused, {
      limit: LIMITS.paused,
      blocks: (rows) => [
        {
          kind: "bullets",
          items: rows.map((row) => say`${campaignBit(writing, row)}: ${words.own.accepted(row)}`),
        },
      ],
    }),
    ...partOf(writing, words.own.takenBackHeading, own.takenBack, {
      limit: LIMITS.takenBack,
      blocks: (rows) => [{ kind: "bullets", items: rows.map((row) => takenBackItem(writing, row)) }],
      below: [say`${words.own.inSums}`, overdrawnLine(writing, own)],
    }),
  ];
}

function elsewherePart(writing: Writing, { earnedElsewhere }: OwnSection): readonly Part[] {
  const amounts = amountsOf(writing, earnedElsewhere);
  if (amounts.length === 0) return [];
  const { own } = writing.words;
  return [{ title: own.otherHeading, blocks: [{ kind: "lines", lines: [say`${own.earnedElsewhere(amounts)}`] }] }];
}

interface Listed {
  readonly limit: number;
  readonly blocks: (rows: readonly OwnCampaign[]) => readonly Block[];
  readonly below?: readonly Phrase[];
}

function partOf(
  { words, attached }: Writing,
  title: string,
  rows: readonly OwnCampaign[],
  { limit, blocks, below = [] }: Listed,
): readonly Part[] {
  if (rows.length === 0) return [];
  const left = rows.length - limit;
  const lines = [left > 0 ? say`${words.own.more({ count: left, attached })}` : [], ...below];
  return [{ title, blocks: [...blocks(rows.slice(0, limit)), { kind: "lines", lines }] }];
}

function takenBackItem(writing: Writing, row: OwnCampaign): Phrase {
  const amount = row.earned === null || row.earned.takenBack === 0n ? null : row.earned.takenBack;
  return writing.words.own.takenBack({
    campaign: campaignBit(writing, row),
    leads: row.leadsTakenBack,
    amount: amount === null ? null : money(writing, amount, row.currency),
  });
}

function overdrawnLine(writing: Writing, { earned }: OwnSection): Phrase {
  const amounts = amountsOf(
    writing,
    earned.map(({ amount, currency }) => ({ amount: -amount, currency })),
  );
  return amounts.length === 0 ? [] : say`${writing.words.own.overdrawn(amounts)}`;
}
