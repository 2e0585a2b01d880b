import { SECTION_SETTINGS, type SectionSetting } from "../../settings/schema.ts";
import type { DigestModel } from "../digest-model.ts";
import { mailHtml } from "../drawing/mail-html.ts";
import type { Block, MailParts, Part } from "../drawing/mail-parts.ts";
import { mailText } from "../drawing/mail-text.ts";
import { phraseOf } from "../drawing/phrase/phrase.ts";
import { textOf } from "../drawing/phrase/text.ts";
import { bookedMail } from "../sections/booked/mail.ts";
import { ownMail } from "../sections/own/mail.ts";
import type { Writing } from "../words/writing.ts";
import { dayPart } from "./day.ts";
import { footerOf } from "./footer.ts";
import { headOf, placeOf } from "./head.ts";
import { informationPart } from "./information.ts";
import { actPart, type BoardContext, openPart, watchPart } from "./lists.ts";
import { monthParts } from "./month.ts";
import { noticesOf } from "./notices.ts";
import { subjectOf } from "./subject.ts";
import { weekParts } from "./week.ts";
import { isUnknown, writingOf } from "./writing.ts";

/** The mail as HTML. The same model gives the same bytes. */
export const renderHtml = (model: DigestModel): string => mailHtml(partsOf(model));

/** The mail as plain text, written of the same parts. The same model gives the same text. */
export const renderText = (model: DigestModel): string => mailText(partsOf(model));

/** What an inbox shows after the subject: the mail begins with it. */
export function preheaderText(model: DigestModel): string {
  const { title, lead } = partsOf(model);
  return `${title} ${textOf(lead)}`;
}

function partsOf(model: DigestModel): MailParts {
  const writing = writingOf(model);
  if (model.view === "publisher") return ownMail(writing, model.sections.own, model);
  if (model.view === "advertiser") return bookedMail(writing, model.sections.booked, model);
  return {
    subject: subjectOf(model),
    ...headOf(writing, model),
    place: placeOf(writing, model),
    notices: noticesOf(writing, model),
    parts: bodyOf(writing, model),
    footer: footerOf(writing, model),
  };
}

/** First what must be done and what is open; a calm day is a screen. */
function bodyOf(writing: Writing, model: DigestModel): readonly Part[] {
  const { board, day, week, month } = model;
  if (board === null || board.state === "nothing") return [];
  const isPeriod = week !== null || month !== null;
  const context: BoardContext = { board, currency: model.currency, sections: sectionsOf(model), isPeriod };
  const figures = day === null ? [] : dayPart(writing, { ...model, day });
  if (board.act.length === 0 && !isPeriod && !isUnknown(model))
    return [...figures, ...openPart(writing, context), ...rest(writing, context)];
  return [
    ...(week === null ? [] : weekParts(writing, week)),
    ...(month === null ? [] : [...figures, ...monthParts(writing, month)]),
    ...actPart(writing, context),
    ...openPart(writing, context),
    ...(month === null ? figures : []),
    ...watchPart(writing, context),
    ...informationPart(writing, context),
  ];
}

/** The settings' sections, in their order. */
const sectionsOf = ({ order }: DigestModel): readonly SectionSetting[] =>
  order.filter((name): name is SectionSetting & typeof name => (SECTION_SETTINGS as readonly string[]).includes(name));

/** On a calm day: how much there would be to read. */
function rest({ words, attached }: Writing, { board }: BoardContext): readonly Part[] {
  const [watch, information] = [board.watch.length, board.information.length];
  if (watch + information === 0) return [];
  const block: Block = { kind: "lines", lines: [phraseOf(words.list.calmRest({ watch, information, attached }))] };
  return [{ title: words.list.watchHeading, blocks: [block] }];
}
