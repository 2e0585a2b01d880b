import { parse } from "csv-parse/sync";
import { html, type Markup, NOTHING } from "../../../shared/digest/drawing/markup.ts";
import { MAX_HTML_BYTES } from "../../../shared/digest/frame/mail.ts";
import type { Choices, Preview, PreviewedMail, PreviewProblem } from "./preview-of.ts";
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
<body><header>${choiceForm(choices, chosen)}${mail === undefined ? NOTHING : switches(mail, chosen)}${mail === undefined ? NOTHING : envelope(mail, chosen)}</header>
<main class="${view.width}">${"html" in outcome ? shown(outcome, chosen) : problem(outcome)}</main></body></html>
`.toString();
}

function choiceForm({ enterprises, digests, dates }: Choices, { asked, show, theme, width }: PreviewView): Markup {
  const select = (name: keyof PreviewView["asked"], values: readonly string[]): Markup => {
    const now = asked[name];
    const all = now === undefined || values.includes(now) ? values : [now, ...values];
    return html`<label>${name} <select name="${name}">${all.map(
      (value) => html`<option${value === now ? html` selected` : NOTHING}>${value}</option>`,
    )}</select></label>`;
  };
  const kept = Object.entries({ show, theme, width }).map(
    ([name, value]) => html`<input type="hidden" name="${name}" value="${value}">`,
  );
  return html`<form action="/" method="get"><h1>Digest preview</h1>${select("enterprise", enterprises)}${select("digest", digests)}${select("date", dates)}${kept}<button>Show</button></form>`;
}

function switches(mail: PreviewedMail, view: PreviewView): Markup {
  const choice = (label: string, changed: Partial<PreviewView>): Markup => {
    const now = Object.entries(changed).every(([name, value]) => view[name as keyof PreviewView] === value);
    const current = now ? html` aria-current="true"` : NOTHING;
    return html`<a href="${addressOf("/", { ...view, ...changed })}"${current}>${label}</a>`;
  };
  const owner = mail.notice === undefined ? NOTHING : choice("Owner’s notice", { show: "owner" });
  return html`<nav aria-label="View"><span class="switch">${choice("HTML", { show: "html" })}${choice("Text", { show: "text" })}${choice(`CSV (${mail.sheets.length})`, { show: "csv" })}${owner}</span><span class="switch">${choice("Light", { theme: "light" })}${choice("Dark", { theme: "dark" })}</span><span class="switch">${choice("Desk", { width: "desk" })}${choice("Phone", { width: "phone" })}</span><a href="${addressOf("/", view)}&amp;fresh=1">Render again</a></nav>`;
}

function envelope({ subject, preheader, from, to, html: body, withheld }: PreviewedMail, view: PreviewView): Markup {
  const size = `${(Buffer.byteLength(body) / 1000).toFixed(1)} of ${MAX_HTML_BYTES / 1000} KB`;
  const rows = { Subject: subject, Preheader: preheader, From: from, To: to.join(", "), HTML: size };
  return html`<dl>${Object.entries(rows).map(([name, value]) => html`<dt>${name}</dt><dd id="${name.toLowerCase()}">${value}</dd>`)}</dl>${
    withheld === undefined
      ? NOTHING
      : html`<div class="warning" role="status">The recipients would get nothing. ${withheld} <a href="${addressOf("/", { ...view, show: "owner" })}">What the owner is told</a></div>`
  }`;
}

function shown(mail: PreviewedMail, view: PreviewView): Markup {
  switch (view.show) {
    case "html":
      return html`<iframe title="The mail" sandbox="allow-popups" src="${addressOf("/mail", view)}"></iframe>`;
    case "text":
      return html`<pre>${mail.text}</pre>`;
    case "owner":
      return html`<pre>${mail.notice === undefined ? "Nothing: the mail goes out as it is." : `${mail.notice.subject}\n\n${mail.notice.text}`}</pre>`;
    case "csv":
      return html`${mail.attached ? NOTHING : html`<p>Stored, not attached: attach is none.</p>`}${mail.sheets.map((sheet) => sheetTable(sheet, view))}`;
  }
}

function sheetTable({ name, content }: PreviewedMail["sheets"][number], view: PreviewView): Markup {
  const [head = [], ...rows] = parse(content, { bom: true }) as string[][];
  return html`<div class="sheet"><h2>${name}</h2> <a href="${addressOf(`/sheets/${name}`, view)}" download="${name}">Save</a> <span class="muted">${rows.length} rows</span><table><tr>${head.map((cell) => html`<th scope="col">${cell}</th>`)}</tr>${rows.map((row) => html`<tr>${row.map((cell) => html`<td>${cell}</td>`)}</tr>`)}</table></div>`;
}

/** Problems of settings come several in a sentence; each gets its line. */
function problem({ name, message }: PreviewProblem): Markup {
  return html`<div class="problem" role="alert"><b>${name}</b>
${message.split("; ").join(";\n")}</div>`;
}
