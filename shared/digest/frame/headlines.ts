import type { DigestModel } from "../digest-model.ts";
import type { Format } from "../drawing/format.ts";
import { html, type Markup, NOTHING, named } from "../drawing/markup.ts";
import { FILL, INK, type Mood } from "../drawing/palette.ts";
import { sectionRow, small } from "../drawing/pieces.ts";
import { joined } from "../drawing/words.ts";
import type { FindingKind } from "../model/finding.ts";
import { headlineText } from "./headline-words.ts";

const MOODS: Readonly<Record<FindingKind, Mood>> = {
  "job-failing": "risk",
  "at-risk": "risk",
  silent: "risk",
  "paused-behind": "behind",
  "starting-unsigned": "behind",
  "negative-margin": "risk",
  "invalid-rate": "behind",
  "ended-short": "calm",
  behind: "behind",
  "contract-ending": "behind",
  "contract-unsigned": "calm",
  "contract-reached": "calm",
  overcommitted: "calm",
  "job-disabled": "calm",
};

/** Kinds of finding that get a line of their own; the others are named below. */
const MOST_KINDS = 5;

/** What needs action, most consequence first: the part to read when there are twenty seconds. */
export function headlinesRow(model: DigestModel, format: Format): Markup {
  const shown = model.headlines.slice(0, MOST_KINDS);
  if (shown.length === 0) return NOTHING;
  const rest = model.headlines.slice(MOST_KINDS).map((line) => headlineText(model, line, format).title);
  return sectionRow({
    title: "Needs action",
    body: html`<table role="presentation" width="100%" cellpadding="0" cellspacing="0">${shown.map((line) => {
      const { title, detail, worst, worstDetail } = headlineText(model, line, format);
      const mood = MOODS[line.kind];
      return html`<tr><td width="40" valign="top" style="padding:6px 12px 6px 0"><div class="${INK[mood].name} ${FILL[mood].name}" style="background:${FILL[mood].light};color:${INK[mood].light};font-weight:bold;font-size:16px;line-height:32px;text-align:center;border-radius:6px">${format.count(line.count)}</div></td><td valign="top" class="t" style="padding:4px 0 8px;color:${INK.text.light}"><b>${withoutCount(title)}</b>${detail === "" ? NOTHING : html`<div style="font-size:14px;line-height:19px">${detail}</div>`}${small(html`${line.count > 1 ? "First: " : ""}${named(worst)}${worstDetail === "" ? "" : ` (${worstDetail})`}`)}</td></tr>
`;
    })}</table>`,
    more: rest.length > 0 ? `Also: ${joined(rest)}.` : undefined,
  });
}

/** The count stands in its own box beside the title. */
function withoutCount(title: string): string {
  const words = title.slice(title.indexOf(" ") + 1);
  return words.charAt(0).toUpperCase() + words.slice(1);
}
