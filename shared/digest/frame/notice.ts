import type { MailContent } from "../delivery/addressed.ts";
import { html } from "../drawing/markup.ts";
import { page } from "../drawing/page.ts";

/** A short message to the owner as a mail, line by line. */
export function noticeMail({ subject, text }: { readonly subject: string; readonly text: string }): MailContent {
  const lines = text.split("\n").map((line) => html`<p style="margin:0 0 8px">${line}</p>`);
  return { subject, text, html: page({ subject, body: html`${lines}` }).toString(), attachments: [] };
}
