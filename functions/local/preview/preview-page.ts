import { html, type Markup, NOTHING } from "../../../shared/digest/drawing/markup.ts";
import type { Choices } from "./choices.ts";
import { envelope } from "./envelope.ts";
import type { Preview } from "./preview-of.ts";
import { problem, shown } from "./shown.ts";
import { switches } from "./switches.ts";
import { addressOf, type PreviewView } from "./view.ts";

interface PageParts {
  readonly version: string;
  readonly view: PreviewView;
  readonly preview: Preview;
}

/** The page around a mail: what is shown of which, and the mail itself in a frame that runs no scripts. */
export function previewPage({ version, view, preview }: PageParts): string {
  const { choices, outcome } = preview;
  const chosen: PreviewView = { ...view, asked: choices.chosen };
  const mail = "html" in outcome ? outcome : undefined;
  const title = mail === undefined ? "Nothing to preview" : mail.subject;
  return html`<!DOCTYPE html>
<html lang="en" data-version="${version}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1"><title>${title}</title>
<link rel="stylesheet" href="/preview.css"><script type="module" src="/preview.js"></script></head>
<body><header>${choiceForm(choices, chosen)}${mail === undefined ? NOTHING : switches(mail, chosen)}${mail === undefined ? NOTHING : envelope(mail, chosen)}<p id="busy" role="status"></p></header>
<main class="${view.width}">${"html" in outcome ? shown(outcome, chosen) : problem(outcome)}</main></body></html>
`.toString();
}

function choiceForm({ enterprises, digests, members, dates }: Choices, view: PreviewView): Markup {
  const { asked, ...how } = view;
  const select = (name: keyof PreviewView["asked"], values: readonly string[], label: string = name): Markup => {
    const now = asked[name];
    const all = now === undefined || values.includes(now) ? values : [now, ...values];
    return html`<label>${label} <select name="${name}">${all.map(
      (value) => html`<option${value === now ? html` selected` : NOTHING}>${value}</option>`,
    )}</select></label>`;
  };
  const kept = Object.entries(how).map(([name, value]) => html`<input type="hidden" name="${name}" value="${value}">`);
  return html`<form action="/" method="get"><h1>Mail preview</h1>${select("enterprise", enterprises)}${select("digest", digests, "mail")}${members.length === 0 ? NOTHING : select("member", members, "as member")}${select("date", dates)}${steps(dates, view)}${kept}<button>Show</button></form>`;
}

/** To the day before and the day after: the script has ← and → follow them. @param dates newest first */
function steps(dates: readonly string[], view: PreviewView): Markup {
  const now = view.asked.date ?? "";
  const step = (rel: "prev" | "next", date: string | undefined, label: string, keys: string): Markup =>
    date === undefined
      ? NOTHING
      : html`<a rel="${rel}" aria-keyshortcuts="${keys}" title="${date}, key ${label}" href="${addressOf("/", { ...view, asked: { ...view.asked, date } })}">${label}</a>`;
  const [older, newer] = [dates.find((date) => date < now), dates.findLast((date) => date > now)];
  return html`<span class="steps">${step("prev", older, "←", "ArrowLeft")}${step("next", newer, "→", "ArrowRight")}</span>`;
}
