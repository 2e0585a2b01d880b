import { DATASETS } from "../../catalog/datasets.ts";
import type { DigestModel } from "../digest-model.ts";
import { type Format, formatOf } from "../drawing/format.ts";
import { COUNTER_WORDS, counted, findingWords, joined, LEAD_WORDS, streakText } from "../drawing/words.ts";
import type { Finding, Headline } from "../model/finding.ts";
import { comparedText } from "./figure-words.ts";

export interface HeadlineText {
  /** `5 campaigns at risk of missing their cap` */
  readonly title: string;
  /** `2,310 leads short, worth £23,100 · 2 new · 1 recovered` */
  readonly detail: string;
  /** The finding of most consequence: its name, and what else to say of it. */
  readonly worst: string;
  readonly worstDetail: string;
}

const LEADS_WORDS: Partial<Readonly<Record<Finding["kind"], string>>> = {
  "job-failing": "failed",
  "at-risk": "short at this rate",
  behind: "short at this rate",
  silent: "still to deliver",
  "paused-behind": "still to deliver",
  "starting-unsigned": "to deliver",
  "invalid-rate": "invalid above the usual",
  "ended-short": "short",
  "contract-ending": "short",
  "contract-unsigned": "not yet deliverable",
};

export function headlineText(model: DigestModel, line: Headline, format: Format = formatOf(model)): HeadlineText {
  const { kind, worst } = line;
  return {
    title: counted(format, line.count, findingWords(kind, model.view)),
    detail: joined([
      amountText(model, line, format),
      line.fresh > 0 && line.count > 1 && `${format.count(line.fresh)} new`,
      line.resolved > 0 && `${format.count(line.resolved)} recovered`,
    ]),
    worst: worst.subject,
    worstDetail: line.count === 1 ? streakText(worst.streak) : shareOf(worst, format),
  };
}

/** How much of its kind's leads the first finding is about. */
function shareOf({ kind, leads, streak }: Finding, format: Format): string {
  const counts = leads !== null && leads > 0 && LEADS_WORDS[kind] !== undefined;
  return [counts ? counted(format, leads, LEAD_WORDS) : "", streakText(streak)]
    .filter((text) => text !== "")
    .join(", ");
}

function amountText(model: DigestModel, { kind, leads, stake }: Headline, format: Format): string | null {
  const money = stake === null || stake === 0n ? null : format.roundMoney(stake, model.currency);
  if (kind === "negative-margin") return money === null ? null : `${money} lost`;
  const what = LEADS_WORDS[kind];
  if (leads === null || leads === 0 || what === undefined) return null;
  return `${counted(format, leads, LEAD_WORDS)} ${what}${money === null ? "" : `, worth ${money}`}`;
}

/** The one line that a phone shows first. */
export function titleText(model: DigestModel): string {
  const format = formatOf(model);
  const [first] = model.headlines;
  if (model.window === null) return "No snapshot to tell of";
  if (model.matchesNothing) return "Nothing matches this digest's filter";
  if (first === undefined) return "Nothing needs action";
  if (model.view === "publisher" && first.kind === "invalid-rate") return "Your invalid rate is above its usual";
  return counted(format, first.count, findingWords(first.kind, model.view));
}

const SUBJECT_WORDS: Partial<Readonly<Record<Finding["kind"], string>>> = {
  "at-risk": "at risk",
  behind: "behind",
  silent: "silent",
};

/**
 * The subject, different each day so that mail programs do not thread the mails.
 * @param options.test marks a mail that somebody asked for; `look` one of numbers that are in no snapshot
 */
export function subjectOf(
  model: DigestModel,
  options: { readonly test?: boolean; readonly look?: boolean } = {},
): string {
  const format = formatOf(model);
  const marks = `${options.look === true ? "[Look] " : ""}${options.test === true ? "[Test] " : ""}${model.incomplete ? "[Incomplete] " : ""}`;
  const name = model.digest === "daily" ? "" : ` ${model.digest}`;
  const { window } = model;
  const days = format.days(window?.firstDay ?? model.date, window?.lastDay ?? model.date);
  const parts = [findingPart(model, format), deliveredPart(model, format)].filter((part) => part !== null);
  return `${marks}Lead digest${name} ${days}: ${parts.length === 0 ? titleText(model) : parts.join(", ")}`;
}

function findingPart(model: DigestModel, format: Format): string | null {
  const line = model.headlines.find(({ kind }) => SUBJECT_WORDS[kind] !== undefined) ?? model.headlines[0];
  if (line === undefined) return model.matchesNothing ? "nothing matches" : "nothing needs action";
  const words = SUBJECT_WORDS[line.kind];
  return words === undefined
    ? counted(format, line.count, findingWords(line.kind, model.view))
    : `${format.count(line.count)} ${words}`;
}

function deliveredPart(model: DigestModel, format: Format): string | null {
  const now = model.totals?.now?.capLeads ?? model.sections.own?.capLeads ?? null;
  if (now === null || model.matchesNothing) return null;
  const before = model.totals?.previous ?? null;
  const change = before === null ? "" : ` (${comparedText(before, format)})`;
  return `${format.count(now)} ${COUNTER_WORDS[model.capCounter]}${change}`;
}

/** What follows the subject in the inbox: the findings, in order. */
export function preheaderText(model: DigestModel): string {
  const format = formatOf(model);
  const lines = model.headlines.slice(0, 3).map((line) => {
    const { title, worst } = headlineText(model, line, format);
    return `${title}: ${worst}`;
  });
  const stale = model.sources.filter(({ newest }) => newest !== null && newest.date < model.date);
  const old = stale.map(({ dataset }) => `${DATASETS[dataset].words} are of an older day`);
  return [...old, ...lines].join("; ");
}
