import { html, type Markup, NOTHING } from "./markup.ts";

const FONT = "Arial,Helvetica,sans-serif";
const WIDTH = 600;

interface Page {
  readonly subject: string;
  readonly body: Markup;
  /** More rules for the one style block. @default none */
  readonly style?: Markup;
}

/** Gmail clips a mail at about 102 KB; 90 leaves room for what it adds. */
export const MAX_HTML_BYTES = 90_000;

// Tables of fixed layout are as wide as there is room: a name without a blank breaks only where it must, and no other word does. Comments with `mso` give Outlook on Windows, which knows no max-width, a table of fixed width.

/** The document around a mail: one column, the reader's own colours; the words are English whatever the locale of the numbers. */
export function page({ subject, body, style = NOTHING }: Page): Markup {
  return html`<!DOCTYPE html>
<html lang="en" dir="ltr"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1"><meta name="color-scheme" content="light dark"><meta name="supported-color-schemes" content="light dark"><meta name="format-detection" content="telephone=no,date=no,address=no,email=no"><title>${subject}</title>
<style>${STYLE}${style}</style></head>
<body style="margin:0;font:15px/20px ${FONT};overflow-wrap:break-word"><div role="article" aria-label="${subject}" lang="en">
<table role="presentation" width="100%" cellpadding="0" cellspacing="0" style="table-layout:fixed"><tr><td align="center"><!--[if mso]><table role="presentation" width="${WIDTH}"><tr><td><![endif]--><table role="presentation" width="100%" cellpadding="0" cellspacing="0" style="table-layout:fixed;max-width:${WIDTH}px;text-align:left"><tr><td style="padding:10px 16px;font:15px/20px ${FONT}">
${body}
</td></tr></table><!--[if mso]></td></tr></table><![endif]--></td></tr></table></div></body></html>
`;
}

/** The condition of the dark rules. */
export const DARK_QUERY = "(prefers-color-scheme:dark)";

/** All that is coloured: secondary text, and the dark page. Without it the reader's own colours hold. */
const STYLE = html`body,table,td,th{font-family:${FONT}}.m{color:#4a5363}@media ${DARK_QUERY}{:root{color-scheme:dark}body{background:#121212;color:#f1f3f6}.m{color:#b4bcc9}}`;
