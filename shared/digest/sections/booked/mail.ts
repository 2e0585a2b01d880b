import type { Decimal4 } from "../../../catalog/column.ts";
import type { Block, CardBlock, MailParts, Part } from "../../drawing/mail-parts.ts";
import { type Bit, nameOf, type Phrase, phraseOf, say, sentences } from "../../drawing/phrase/phrase.ts";
import { grossOf, type SumOfCurrency } from "../../model/net-amount.ts";
import type { Writing } from "../../words/writing.ts";
import {
  daysOf,
  figuresOf,
  type MemberContext,
  movementDays,
  nothingKnown,
  partOf,
  subjectDays,
} from "../own/member-mail.ts";
import { ownNotices } from "../own/notices.ts";
import type { BookedCampaign, BookedSection } from "./figures.ts";

/** Rows of each part; the rest is counted. */
const LIMITS = { running: 25, paused: 10, ended: 15, credited: 15 } as const;

/** An advertiser's whole mail but for the marks of its subject. @param booked null where there is no snapshot of campaigns */
export function bookedMail(writing: Writing, booked: BookedSection | null, context: MemberContext): MailParts {
  const { own } = writing.words;
  return {
    subject: bookedSubject(writing, booked, context),
    title: titleOf(writing, booked),
    lead: booked === null ? [] : leadOf(writing, booked, context),
    place: placeOf(writing, booked, context),
    notices: ownNotices(own, context.banners),
    parts: booked === null ? [] : partsOf(writing, booked, context),
    footer: [
      [own.footer.counter(context.capCounter), writing.words.booked.sums].join(" "),
      [own.footer.asOf(figuresOf(context)), own.footer.recipient(context.enterprise)].join(" "),
    ].map(phraseOf),
  };
}

/** Different each time, so that mail programs do not thread the mails. */
export function bookedSubject(writing: Writing, booked: BookedSection | null, context: MemberContext): string {
  return writing.words.booked.subject({
    leads: booked?.accepted ?? null,
    credited: creditedIn(booked),
    short: booked?.short ?? 0,
    running: booked?.running.length ?? 0,
    days: subjectDays(writing, context),
  });
}

function titleOf(writing: Writing, booked: BookedSection | null): string {
  const { own, booked: words } = writing.words;
  if (booked === null) return own.noFiguresTitle;
  if (booked.isEmpty) return own.nothingTitle;
  return words.title({ leads: booked.accepted, credited: creditedIn(booked), spent: amountsOf(writing, booked.spent) });
}

const creditedIn = (booked: BookedSection | null): boolean =>
  booked?.credited.some(({ leadsCredited }) => leadsCredited > 0) ?? false;

/** Spend is told to the cent. */
const money = ({ format }: Writing, amount: Decimal4, currency: string | null): string =>
  format.money(amount, currency);

/** Of each currency, where there is something. */
const amountsOf = (writing: Writing, sums: readonly SumOfCurrency[]): readonly string[] =>
  sums.filter(({ amount }) => amount > 0n).map(({ amount, currency }) => money(writing, amount, currency));

function leadOf(writing: Writing, booked: BookedSection, context: MemberContext): Phrase {
  if (booked.isEmpty) return [];
  return sentences(
    booked.accepted === null ? nothingKnown(writing, context) : null,
    writing.words.own.endShort({ ...booked, running: booked.running.length }),
  );
}

function placeOf({ words, link }: Writing, booked: BookedSection | null, context: MemberContext): Phrase {
  const days = words.own.days(daysOf(context));
  const { enterprise } = context;
  if (booked === null) return say`${days} · ${enterprise}`;
  const { id, name } = booked.advertiser;
  return words.booked.place({ advertiser: nameOf(name, id, link("advertiser", { advertiser: id })), days, enterprise });
}

function partsOf(writing: Writing, booked: BookedSection, context: MemberContext): readonly Part[] {
  const { words } = writing;
  const days = words.booked.inDays(movementDays(context));
  const id = booked.advertiser.id;
  const bit = (row: BookedCampaign): Bit => campaignBit(writing, row, id);
  const bullets = (item: (row: BookedCampaign) => Phrase) => (rows: readonly BookedCampaign[]) => [
    { kind: "bullets", items: rows.map(item) } satisfies Block,
  ];
  return [
    ...partOf(writing, words.booked.runningHeading, booked.running, {
      limit: LIMITS.running,
      blocks: (rows) => rows.map((row) => campaignBlock(writing, { row, head: bit(row), days })),
    }),
    ...partOf(writing, words.booked.endedHeading, booked.ended, {
      limit: LIMITS.ended,
      blocks: bullets((row) =>
        words.booked.ended({ ...row, campaign: bit(row), spent: amount(writing, row.spentToDate, row.currency) }),
      ),
    }),
    ...partOf(writing, words.booked.pausedHeading, booked.paused, {
      limit: LIMITS.paused,
      blocks: bullets((row) => say`${bit(row)}: ${words.booked.accepted(row)}`),
      below: [say`${words.booked.paused}`],
    }),
    ...elsewherePart(writing, booked, days),
    ...partOf(writing, words.booked.creditedHeading, booked.credited, {
      limit: LIMITS.credited,
      blocks: bullets((row) => words.booked.credited({ campaign: bit(row), ...creditedOf(writing, row) })),
      below: [say`${words.booked.inSums}`, overdrawnLine(writing, booked)],
    }),
  ];
}

const campaignBit = ({ link }: Writing, row: BookedCampaign, advertiser: number | null): Bit =>
  nameOf(row.campaign, row.campaignId, link("campaign", { campaign: row.campaignId, advertiser }));

const amount = (writing: Writing, of: Decimal4 | null, currency: string | null): string | null =>
  of === null || of === 0n ? null : money(writing, of, currency);

const creditedOf = (writing: Writing, { leadsCredited, spent, currency }: BookedCampaign) => ({
  leads: leadsCredited,
  amount: amount(writing, spent?.takenBack ?? null, currency),
});

interface Running {
  readonly row: BookedCampaign;
  readonly head: Bit;
  /** What movements belong to, such as `in the week`. */
  readonly days: string;
}

function campaignBlock(writing: Writing, { row, head, days }: Running): CardBlock {
  const { cap, accepted, since, spent, currency } = row;
  const leads = since === null ? null : since + row.leadsCredited;
  return {
    ...{ kind: "card", accent: "own", head: [head], tag: [], subject: [] },
    progress: cap === null || accepted === null ? null : { share: accepted / cap, mark: null },
    lines: [
      standing(writing, row),
      writing.words.booked.moved({
        leads,
        spent: spent === null ? null : amount(writing, grossOf(spent), currency),
        credited: creditedOf(writing, row),
        price: amount(writing, priceOf(row), currency),
        days,
      }),
    ],
  };
}

/** The price, where it is what these leads cost: not after another one, nor of what is paid for by anything but leads. */
function priceOf({ since, leadsCredited, spent, price }: BookedCampaign): Decimal4 | null {
  if (since === null || spent === null || price === null) return null;
  return grossOf(spent) === BigInt(since + leadsCredited) * price ? price : null;
}

function standing({ words }: Writing, row: BookedCampaign): Phrase {
  const { own, booked } = words;
  const { cap, accepted, pace, endDate } = row;
  if (row.state === "full" && cap !== null && accepted !== null) return booked.full({ accepted, cap });
  const end =
    pace !== null ? booked.pace({ ...row, pace }) : endDate === null ? say`${own.noEnd}` : say`${own.ends(endDate)}`;
  const starts = row.startsOn === null ? "" : own.starts(row.startsOn);
  return sentences(booked.accepted(row), starts, end);
}

function elsewherePart(writing: Writing, { elsewhere }: BookedSection, days: string): readonly Part[] {
  const { leads } = elsewhere;
  const spent = amountsOf(writing, elsewhere.spent);
  if (leads === 0 && spent.length === 0) return [];
  const { booked } = writing.words;
  const line = say`${booked.elsewhere({ leads, spent, days })}`;
  return [{ title: booked.otherHeading, blocks: [{ kind: "lines", lines: [line] }] }];
}

function overdrawnLine(writing: Writing, { spent }: BookedSection): Phrase {
  const amounts = amountsOf(
    writing,
    spent.map(({ amount, currency }) => ({ amount: -amount, currency })),
  );
  return amounts.length === 0 ? [] : say`${writing.words.booked.overdrawn(amounts)}`;
}
