import { html, type Markup } from "../drawing/markup.ts";
import { darkRules, FILL, INK } from "../drawing/palette.ts";

const FONT = "-apple-system,'Segoe UI',Roboto,Helvetica,Arial,sans-serif";
const WIDTH = 640;

interface Page {
  readonly title: string;
  /** What an inbox shows after the subject. */
  readonly preheader: string;
  readonly language: string;
  readonly body: Markup;
}

// Two style blocks: Gmail drops a whole block when it dislikes one rule of it. The second selector of the dark block is
// Outlook.com's. Comments with `mso` give Outlook on Windows, which knows no max-width, a table of fixed width.

/** The document around the rows of the mail. */
export function page({ title, preheader, language, body }: Page): Markup {
  return html`<!DOCTYPE html>
<html lang="${englishIn(language)}" dir="ltr"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1"><meta name="color-scheme" content="light dark"><meta name="supported-color-schemes" content="light dark"><meta name="format-detection" content="telephone=no,date=no,address=no,email=no"><title>${title}</title>
<style>@media (max-width:560px){.c{padding-left:16px!important;padding-right:16px!important}.h{display:inline-block!important;width:50%!important;box-sizing:border-box}.o{padding:0!important}}</style>
<style>${DARK}</style></head>
<body class="p" style="margin:0;padding:0;background:${FILL.page.light}"><div style="display:none;max-height:0;overflow:hidden;font-size:1px;line-height:1px;color:${FILL.page.light}" aria-hidden="true">${preheader}</div>
<table role="presentation" width="100%" cellpadding="0" cellspacing="0" class="p" bgcolor="${FILL.page.light}"><tr><td class="o" align="center" style="padding:20px 8px"><!--[if mso]><table role="presentation" width="${WIDTH}" cellpadding="0" cellspacing="0"><tr><td><![endif]--><table role="presentation" width="100%" cellpadding="0" cellspacing="0" class="s t" bgcolor="${FILL.card.light}" style="max-width:${WIDTH}px;text-align:left;color:${INK.text.light};font-family:${FONT};font-size:15px;line-height:21px;word-break:break-word">
${body}</table><!--[if mso]></td></tr></table><![endif]--></td></tr></table></body></html>
`;
}

/** The words are English whatever the locale of the numbers. */
function englishIn(locale: string): string {
  return locale.startsWith("en") ? locale : "en";
}

/** The condition of the dark rules. */
export const DARK_QUERY = "(prefers-color-scheme:dark)";

const DARK = html`:root{color-scheme:light dark}@media ${DARK_QUERY}{${darkRules()}}${darkRules("[data-ogsc] ")}`;
