import type { CardBlock, Part } from "../../drawing/mail-parts.ts";
import { nameOf, type Phrase, say } from "../../drawing/phrase/phrase.ts";
import type { Writing } from "../../words/writing.ts";
import type { OwnRow, OwnSection } from "./figures.ts";

/** What of a publisher's mail is its own: the frame draws the rest. */
export interface OwnMail {
  /** Without marks. */
  readonly subject: string;
  readonly title: string;
  readonly lead: Phrase;
  readonly parts: readonly Part[];
}

/** @param days the days told of, as a subject names them */
export function ownMail(writing: Writing, own: OwnSection, days: string): OwnMail {
  const { format, words } = writing;
  const earned = own.earned.map(({ currency, amount }) => format.money(amount, currency));
  const { leads, invalid } = own;
  const share = format.shareOf(invalid, leads);
  return {
    subject: words.own.subject({ days, leads: own.capLeads, earned }),
    title: words.own.title({ leads: own.capLeads, earned }),
    lead: leads > 0 && invalid >= 0 ? say`${words.own.notAccepted({ invalid, leads, share })}` : [],
    parts:
      own.rows.length === 0
        ? []
        : [{ title: words.own.runningHeading, blocks: own.rows.map((row) => rowBlock(writing, row)) }],
  };
}

function rowBlock({ format, words, link }: Writing, row: OwnRow): CardBlock {
  const { own } = words;
  const { leads, invalid, earned } = row;
  return {
    kind: "card",
    accent: "own",
    head: [nameOf(row.campaign, row.campaignId, link("campaign", { campaign: row.campaignId }))],
    tag: [],
    subject: [],
    progress: row.cap === null || row.capLeads === null ? null : { share: row.capLeads / row.cap, mark: null },
    lines: [
      row.pace !== null
        ? own.pace(row.pace)
        : row.capLeads === null
          ? []
          : own.accepted({ leads: row.capLeads, cap: row.cap }),
      leads === null || invalid === null || leads <= 0 || invalid < 0 || invalid > leads
        ? []
        : say`${own.notAccepted({ leads, invalid, share: format.shareOf(invalid, leads) })}`,
      earned === null || earned < 0n ? [] : say`${own.earned(earned, row.currency)}`,
    ],
  };
}
