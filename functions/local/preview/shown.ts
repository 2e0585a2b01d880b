import { html, type Markup, NOTHING } from "../../../shared/digest/drawing/markup.ts";
import type { PreviewedMail, PreviewedSheet, PreviewProblem } from "./preview-of.ts";
import { tiersTable } from "./tiers-table.ts";
import { addressOf, type PreviewView } from "./view.ts";

/** The mail, or what else of it is asked for. */
export function shown(mail: PreviewedMail, view: PreviewView): Markup {
  switch (view.show) {
    case "html":
      return html`<iframe title="The mail" sandbox="allow-popups" src="${addressOf("/mail", view)}"></iframe>`;
    case "text":
      return html`<pre>${mail.text}</pre>`;
    case "sql":
      return html`${mail.sql.map(
        ({ name, sql }) =>
          html`<div class="sheet"><h2>${name}</h2> <button type="button" data-copies>Copy</button> <span class="muted">as it is run; in Athena too</span><pre>${sql}</pre></div>`,
      )}`;
    case "owner":
      return html`<pre>${mail.notice === undefined ? "Nothing: the mail goes out as it is." : `${mail.notice.subject}\n\n${mail.notice.text}`}</pre>`;
    case "tiers":
      return mail.tiers === null
        ? html`<p>A mail without tiers: a publisher’s or advertiser’s, or one without a snapshot of campaigns.</p>`
        : tiersTable(mail.tiers, view);
    case "csv":
      return html`${mail.attached.length > 0 ? NOTHING : html`<p>Stored, not attached: attach is none.</p>`}${mail.sheets.map((sheet) => sheetTable(sheet, view))}`;
  }
}

function sheetTable({ name, table: [head = [], ...shown], rows }: PreviewedSheet, view: PreviewView): Markup {
  const count = rows > shown.length ? `the first ${shown.length} of ${rows} rows` : `${rows} rows`;
  return html`<div class="sheet"><h2>${name}</h2> <a href="${addressOf(`/sheets/${name}`, view)}" download="${name}">Save</a> <span class="muted">${count}</span><table><tr>${head.map((cell) => html`<th scope="col">${cell}</th>`)}</tr>${shown.map((row) => html`<tr>${row.map((cell) => html`<td>${cell}</td>`)}</tr>`)}</table></div>`;
}

/** Problems of settings come several in a sentence; each gets its line. */
export function problem({ name, message }: PreviewProblem): Markup {
  return html`<div class="problem" role="alert"><b>${name}</b>
${message.split("; ").join(";\n")}</div>`;
}
