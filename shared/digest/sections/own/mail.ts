import type { MailParts, Part } from "../../drawing/mail-parts.ts";
import { nameOf, type Phrase, phraseOf, say, sentences } from "../../drawing/phrase/phrase.ts";
import type { SumOfCurrency } from "../../model/net-amount.ts";
import type { Writing } from "../../words/writing.ts";
import { campaignBit, campaignBlock, money } from "./campaign.ts";
import type { OwnCampaign, OwnSection } from "./figures.ts";
import {
  daysOf,
  figuresOf,
  type MemberContext,
  movementDays,
  nothingKnown,
  partOf,
  subjectDays,
} from "./member-mail.ts";
import { ownNotices } from "./notices.ts";

/** Rows of each part; the rest is counted. */
const LIMITS = { running: 25, paused: 10, takenBack: 15 } as const;

/** A publisher's whole mail but for the marks of its subject. @param own null where there is no snapshot of contracts */
export function ownMail(writing: Writing, own: OwnSection | null, context: MemberContext): MailParts {
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
      [words.own.footer.asOf(figuresOf(context)), words.own.footer.recipient(context.enterprise)].join(" "),
    ].map(phraseOf),
  };
}

/** Different each time, so that mail programs do not thread the mails. */
export function ownSubject(writing: Writing, own: OwnSection | null, context: MemberContext): string {
  return writing.words.own.subject({
    leads: own?.accepted ?? null,
    takenBack: takenBackIn(own),
    short: own?.short ?? 0,
    running: own?.running.length ?? 0,
    days: subjectDays(writing, context),
  });
}

function titleOf(writing: Writing, own: OwnSection | null): string {
  const { words } = writing;
  if (own === null) return words.own.noFiguresTitle;
  if (own.isEmpty) return words.own.nothingTitle;
  return words.own.title({ leads: own.accepted, takenBack: takenBackIn(own), earned: amountsOf(writing, own.earned) });
}

/** Of each currency, where there is something. */
const amountsOf = (writing: Writing, sums: readonly SumOfCurrency[]): readonly string[] =>
  sums.filter(({ amount }) => amount > 0n).map(({ amount, currency }) => money(writing, amount, currency));

function leadOf(writing: Writing, own: OwnSection, context: MemberContext): Phrase {
  const { words } = writing;
  if (own.isEmpty) return [];
  const of = words.own.ofDays(movementDays(context));
  return sentences(
    own.accepted === null ? nothingKnown(writing, context) : notAcceptedOf(writing, own, of),
    words.own.endShort({ ...own, running: own.running.length }),
  );
}

const takenBackIn = (own: OwnSection | null): boolean =>
  own?.takenBack.some(({ leadsTakenBack }) => leadsTakenBack > 0) ?? false;

const notAcceptedOf = ({ words }: Writing, { leads, notAccepted }: OwnSection, of: string): string =>
  leads === null || notAccepted === null ? "" : words.own.notAccepted({ leads, notAccepted, of });

function placeOf({ words, link }: Writing, own: OwnSection | null, context: MemberContext): Phrase {
  const days = words.own.days(daysOf(context));
  const { enterprise } = context;
  if (own === null) return say`${days} · ${enterprise}`;
  const { id, name } = own.publisher;
  return words.own.place({ publisher: nameOf(name, id, link("publisher", { publisher: id })), days, enterprise });
}

function partsOf(writing: Writing, own: OwnSection, context: MemberContext): readonly Part[] {
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
