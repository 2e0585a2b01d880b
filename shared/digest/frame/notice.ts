import { html } from "../drawing/markup.ts";
import { page } from "../drawing/page.ts";

/** A short message to the owner as HTML, line by line. */
export function noticeHtml(subject: string, text: string): string {
  const lines = text.split("\n").map((line) => html`<p style="margin:0 0 8px">${line}</p>`);
  return page({ subject, body: html`${lines}` }).toString();
}
