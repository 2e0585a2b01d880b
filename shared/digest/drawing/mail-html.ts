import { blockHtml, heading, line, mainHeading, noticeHtml, softLine } from "./blocks.ts";
import type { MailParts } from "./mail-parts.ts";
import { html } from "./markup.ts";
import { page } from "./page.ts";
import { htmlOf } from "./phrase/html.ts";
import { ROWS_STYLE } from "./rows/rows.ts";

/** A mail as HTML. */
export function mailHtml({ subject, title, lead, place, notices, parts, footer }: MailParts): string {
  const body = html`${mainHeading(title)}
${line(lead)}${softLine(place)}${notices.map(noticeHtml)}${parts.map(
  (part) => html`${heading(part.title)}${part.blocks.map(blockHtml)}`,
)}
<div class="m" style="margin:18px 0 0;font-size:13px;line-height:18px">${footer.map((said) => html`<p style="margin:0 0 4px">${htmlOf(said)}</p>`)}</div>`;
  const hasRows = parts.some(({ blocks }) => blocks.some(({ kind }) => kind === "rows"));
  return page({ subject, body, ...(hasRows ? { style: ROWS_STYLE } : {}) }).toString();
}
