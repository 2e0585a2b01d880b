import type { Format } from "../../drawing/format.ts";
import { counted, LEAD_WORDS } from "../../drawing/words.ts";
import type { Change } from "./figures.ts";

const WORDS: Readonly<Record<Change["kind"], string>> = {
  "campaign-new": "New campaign",
  "campaign-vanished": "Campaign gone",
  "campaign-status": "Status",
  "campaign-paused": "Paused",
  "campaign-resumed": "Resumed",
  "campaign-cap": "Cap",
  "campaign-end": "End date",
  "campaign-price": "Price per lead",
  corrected: "Corrected",
  "contract-new": "New contract",
  "contract-renewed": "Contract renewed",
  "contract-signed": "Contract signed",
  "contract-status": "Contract status",
  "contract-cap": "Contract cap",
  "contract-vanished": "Contract gone",
  "job-new": "New integration job",
  "job-enabled": "Job switched on",
  "job-disabled": "Job switched off",
};

export interface ChangeText {
  /** Whose change; several where it is told of them together. */
  readonly subjects: readonly string[];
  /** How many more it is true of than are named. */
  readonly unnamed: number;
  readonly what: string;
  readonly detail: string;
}

/** From so many on, corrections are told in one line: each is small, together they are worth a look. */
const MANY_CORRECTIONS = 3;
const MOST_NAMES = 3;

/** The changes in words, each with its kind, and from what to what. Many corrections are one. */
export function changeTexts(changes: readonly Change[], format: Format): readonly ChangeText[] {
  const corrected = changes.filter(({ kind }) => kind === "corrected");
  if (corrected.length < MANY_CORRECTIONS) return changes.map((change) => changeText(change, format));
  const position = changes.indexOf(corrected[0] as Change);
  const told = (some: readonly Change[]) => some.map((change) => changeText(change, format));
  const before = told(changes.slice(0, position));
  return [...before, together(corrected, format), ...told(changes.slice(position + corrected.length))];
}

const changeText = (change: Change, format: Format): ChangeText => ({
  subjects: [change.subject],
  unnamed: 0,
  ...kindText(change, format),
});

function together(corrected: readonly Change[], format: Format): ChangeText {
  const most = corrected.toSorted((a, b) => Number(a.from) - Number(b.from)).slice(0, MOST_NAMES);
  const leads = corrected.reduce((sum, { from }) => sum + Math.abs(Number(from)), 0);
  return {
    subjects: most.map(({ subject }) => subject),
    unnamed: corrected.length - most.length,
    what: `${format.count(corrected.length)} corrected`,
    detail: `${counted(format, leads, LEAD_WORDS)} taken back`,
  };
}

/** A status says itself what changed. */
function kindText(change: Change, format: Format): Pick<ChangeText, "what" | "detail"> {
  const detail = detailText(change, format);
  return change.kind === "campaign-status" ? { what: detail, detail: "" } : { what: WORDS[change.kind], detail };
}

function detailText({ kind, from, to, currency }: Change, format: Format): string {
  switch (kind) {
    case "campaign-new":
      return typeof to === "number" ? `${counted(format, to, LEAD_WORDS)} so far` : "";
    case "campaign-vanished":
      return from === null ? "" : `was ${valueText(from, null, format)}`;
    case "campaign-end":
      return `${dayText(from, format)} → ${dayText(to, format)}`;
    case "corrected":
      return `${counted(format, Math.abs(Number(from)), LEAD_WORDS)} taken back; net ${signedText(to, format)}`;
    case "campaign-status":
    case "campaign-cap":
    case "campaign-price":
    case "contract-status":
    case "contract-cap":
      return `${valueText(from, currency, format)} → ${valueText(to, currency, format)}`;
    default:
      return "";
  }
}

function valueText(value: Change["from"], currency: string | null, format: Format): string {
  if (value === null) return "none";
  if (typeof value === "bigint") return format.money(value, currency);
  return typeof value === "number" ? format.count(value) : value;
}

const signedText = (value: Change["to"], format: Format): string =>
  typeof value === "number" ? format.change(value) : "unknown";

const dayText = (value: Change["from"], format: Format): string =>
  typeof value === "string" ? format.day(value) : "no end";
