import type { Day } from "../../../platform/day.ts";
import type { Block, Part } from "../../drawing/mail-parts.ts";
import { type Phrase, say } from "../../drawing/phrase/phrase.ts";
import type { Freshness } from "../../model/freshness.ts";
import type { MailHead } from "../../model/mail-head.ts";
import type { Writing } from "../../words/writing.ts";

// What the mails to publishers and to advertisers have in common.

/** What a mail to one of many hangs on beside its own figures. */
export type MemberContext = MailHead & Pick<Freshness, "banners" | "sources">;

/** The date of the snapshot that the figures are of. */
export const figuresOf = ({ sources, date }: MemberContext): Day =>
  sources.flatMap(({ newest }) => newest ?? [])[0]?.date ?? date;

export const daysOf = ({ window, date }: MemberContext) => ({
  first: window?.firstDay ?? date,
  last: window?.lastDay ?? date,
});

export const movementDays = (context: MemberContext) => ({ ...daysOf(context), days: context.window?.days ?? 1 });

export function subjectDays({ format }: Writing, context: MemberContext): string {
  const { first, last } = daysOf(context);
  return first === last ? format.weekday(last) : format.days(first, last);
}

/** Before the second snapshot, or while the counters of all its campaigns are unknown. */
export const nothingKnown = ({ words }: Writing, { window }: MemberContext): string =>
  window === null || window.from === null ? words.own.firstReport : words.own.unknownNews;

interface Listed<R> {
  readonly limit: number;
  readonly blocks: (rows: readonly R[]) => readonly Block[];
  readonly below?: readonly Phrase[];
}

/** Rows up to a limit, and how many are left; no part without rows. */
export function partOf<R>(
  { words, attached }: Writing,
  title: string,
  rows: readonly R[],
  { limit, blocks, below = [] }: Listed<R>,
): readonly Part[] {
  if (rows.length === 0) return [];
  const left = rows.length - limit;
  const lines = [left > 0 ? say`${words.own.more({ count: left, attached })}` : [], ...below];
  return [{ title, blocks: [...blocks(rows.slice(0, limit)), { kind: "lines", lines }] }];
}
