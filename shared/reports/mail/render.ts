import { DATASETS } from "../../catalog/datasets.ts";
import { formatOf } from "../../digest/drawing/format.ts";
import { mailHtml } from "../../digest/drawing/mail-html.ts";
import type { MailParts, Notice } from "../../digest/drawing/mail-parts.ts";
import { mailText } from "../../digest/drawing/mail-text.ts";
import { MAX_HTML_BYTES } from "../../digest/drawing/page.ts";
import { joinedBy, linked, phraseOf, sentences } from "../../digest/drawing/phrase/phrase.ts";
import { cleanText } from "../../digest/model/clean-text.ts";
import { footerOf } from "./footer.ts";
import { currenciesOf, MOST, writtenPart } from "./part.ts";
import type { ReportMail } from "./report-mail.ts";
import { type ReportWords, reportWords } from "./words.ts";

export interface RenderedMail {
  readonly subject: string;
  readonly html: string;
  readonly text: string;
}

/** Rows that each part shows where all that it may show would make too large a mail. */
const FEWER = [MOST.rows, 30, 20, 14, 10, 7, 5, 3, 2, 1, 0] as const;

/** A report as a mail, in the frame of the digest. Parts show fewer rows where the HTML would be over 90 kB, and say so. */
export function renderReport(mail: ReportMail): RenderedMail {
  const format = formatOf({ locale: mail.locale, timeZone: mail.timeZone, date: mail.period.date }, currenciesOf(mail));
  const words = reportWords(format);
  const writing = { format, words, timeZone: mail.timeZone, baseCurrency: mail.baseCurrency };
  const head = headOf(words, mail);
  const written = mail.parts.map((part) => writtenPart(writing, mail, part));
  const made = (mostRows: number): MailParts => ({ ...head, parts: written.map((part) => part(mostRows)) });
  const { parts, html } = firstWithin(FEWER, (mostRows) => {
    const parts = made(mostRows);
    return { parts, html: mailHtml(parts) };
  });
  return { subject: parts.subject, html, text: mailText(parts) };
}

interface Drawn {
  readonly parts: MailParts;
  readonly html: string;
}

/** The first that is not too large, of ever smaller ones; the last where none is. */
function firstWithin(steps: readonly number[], draw: (step: number) => Drawn): Drawn {
  const drawn = new Map<number, Drawn>();
  const at = (index: number): Drawn => {
    const known = drawn.get(index) ?? draw(steps[index] ?? 0);
    drawn.set(index, known);
    return known;
  };
  const fits = (index: number): boolean => Buffer.byteLength(at(index).html) <= MAX_HTML_BYTES;
  if (fits(0)) return at(0);
  let [low, high] = [1, steps.length - 1];
  while (low < high) {
    const middle = Math.floor((low + high) / 2);
    if (fits(middle)) high = middle;
    else low = middle + 1;
  }
  return at(low);
}

function headOf(words: ReportWords, mail: ReportMail): Omit<MailParts, "parts"> {
  const { period, parts, enterprise } = mail;
  const title = cleanText(mail.title, mail.report);
  const rows = parts.reduce((sum, part) => sum + part.rows.length, 0);
  const days = { first: period.firstDay, last: period.lastDay };
  const sums = parts.map((part) => words.partSum(cleanText(part.title, part.name), part.rows.length));
  return {
    subject: `${mail.test ? words.testMark : ""}${words.subject({ title, ...days, rows })}`,
    title: words.heading(title, rows),
    lead: parts.length > 1 ? sentences(...sums) : [],
    place: joinedBy(" · ", [
      phraseOf(words.period(days.first, days.last)),
      linked(enterprise, `https://${enterprise}.cvtr.io/`),
      mail.member === null ? phraseOf(mail.report) : null,
    ]),
    notices: noticesOf(words, mail),
    footer: footerOf(words, mail),
  };
}

function noticesOf(words: ReportWords, { sources, member, attached, prefix }: ReportMail): readonly Notice[] {
  const degraded = sources.filter((source) => source.degraded).map(({ dataset }) => DATASETS[dataset].words);
  const texts = [
    ...(degraded.length === 0 ? [] : [words.degraded(member === null ? degraded : null)]),
    ...(attached.kind === "too-large" ? [words.tooLarge(member === null ? prefix : null)] : []),
  ];
  return texts.map((text) => ({ title: words.note, text }));
}
