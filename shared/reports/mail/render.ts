import { DATASETS } from "../../catalog/datasets.ts";
import { formatOf } from "../../digest/drawing/format.ts";
import { mailHtml } from "../../digest/drawing/mail-html.ts";
import type { MailParts, Notice } from "../../digest/drawing/mail-parts.ts";
import { mailText } from "../../digest/drawing/mail-text.ts";
import { MAX_HTML_BYTES } from "../../digest/drawing/page.ts";
import { joinedBy, linked, phraseOf, sentences } from "../../digest/drawing/phrase/phrase.ts";
import { cleanText } from "../../digest/model/clean-text.ts";
import { footerOf } from "./footer.ts";
import { currenciesOf, MOST, mailPart } from "./part.ts";
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
  const made = (mostRows: number): MailParts => {
    const writing = { format, words, mostRows, timeZone: mail.timeZone, baseCurrency: mail.baseCurrency };
    return { ...headOf(words, mail), parts: mail.parts.map((part) => mailPart(writing, mail, part)) };
  };
  let parts = made(FEWER[0]);
  let html = mailHtml(parts);
  for (const mostRows of FEWER.slice(1)) {
    if (Buffer.byteLength(html) <= MAX_HTML_BYTES) break;
    parts = made(mostRows);
    html = mailHtml(parts);
  }
  return { subject: parts.subject, html, text: mailText(parts) };
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
