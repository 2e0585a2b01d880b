import type { DigestModel } from "../../model/digest-model.ts";
import type { FindingKind } from "../../model/finding.ts";
import type { Format } from "../../wording/format.ts";
import { headlineText } from "../../wording/headline-words.ts";
import { html, type Markup, NOTHING, named } from "../markup.ts";
import { FILL, INK, type Mood } from "../palette.ts";
import { section, small } from "../pieces.ts";

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

/** What needs action, most consequence first: the part to read when there are twenty seconds. */
export function headlineSection(model: DigestModel, format: Format, limit: number): Markup {
  const shown = model.headlines.slice(0, limit);
  if (shown.length === 0) return NOTHING;
  const rest = model.headlines.length - shown.length;
  return section({
    title: "Needs action",
    body: html`<table role="presentation" width="100%" cellpadding="0" cellspacing="0">${shown.map((line) => {
      const { title, detail, worst } = headlineText(model, line, format);
      const mood = MOODS[line.kind];
      return html`<tr><td width="44" valign="top" style="padding:7px 10px 7px 0"><div class="${INK[mood].name} ${FILL[mood].name}" style="background:${FILL[mood].light};color:${INK[mood].light};font-weight:bold;font-size:15px;line-height:28px;text-align:center;border-radius:6px">${format.count(line.count)}</div></td><td valign="top" class="t" style="padding:7px 0;color:${INK.text.light}"><b>${withoutCount(title)}</b>${
        detail === "" ? NOTHING : html`<div style="font-size:14px;line-height:20px">${detail}</div>`
      }${small(html`${line.count > 1 ? "first: " : ""}${named(worst)}`)}</td></tr>
`;
    })}</table>`,
    more: rest > 0 ? `${format.count(rest)} more kinds of findings below` : undefined,
  });
}

/** The count stands in its own box beside the title. */
function withoutCount(title: string): string {
  const words = title.slice(title.indexOf(" ") + 1);
  return words.charAt(0).toUpperCase() + words.slice(1);
}
