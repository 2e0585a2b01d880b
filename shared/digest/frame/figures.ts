import type { DigestModel } from "../digest-model.ts";
import type { Format } from "../drawing/format.ts";
import { html, type Markup, NOTHING } from "../drawing/markup.ts";
import { FILL, INK } from "../drawing/palette.ts";
import type { TrendDay } from "../model/totals.ts";
import { topFiguresOf, trendText } from "./figure-words.ts";

/** The few figures that tell how the day was, and the days before it. */
export function figuresRow(model: DigestModel, format: Format): Markup {
  const figures = topFiguresOf(model, format);
  if (figures.length === 0) return NOTHING;
  const width = Math.floor(100 / figures.length);
  return html`<tr><td class="t c" style="padding:14px 24px 4px;color:${INK.text.light}"><table role="presentation" width="100%" cellpadding="0" cellspacing="0"><tr>${figures.map(
    ({ label, value, change }) =>
      html`<td width="${width}%" valign="top" class="h" style="padding:0 8px 10px 0"><div class="m" style="color:${INK.muted.light};font-size:13px;line-height:18px">${label}</div><div class="t" style="color:${INK.text.light};font-size:20px;line-height:28px;font-weight:bold">${value}</div><div class="m" style="color:${INK.muted.light};font-size:13px;line-height:18px">${change}</div></td>`,
  )}</tr></table>${trend(model, format)}</td></tr>
`;
}

const HEIGHT = 44;

function trend(model: DigestModel, format: Format): Markup {
  const days = model.totals?.trend ?? [];
  if (days.length < 3) return NOTHING;
  const perDay = ({ leads, days: spanned }: TrendDay): number => Math.max(leads / spanned, 0);
  const most = Math.max(...days.map(perDay), 1);
  const width = Math.floor(100 / days.length);
  const bars = days.map((day, position) => {
    const height = Math.max(Math.round((perDay(day) / most) * HEIGHT), 1);
    const fill = position === days.length - 1 ? FILL.aheadBar : FILL.calmBar;
    return html`<td width="${width}%" valign="bottom" style="padding:0 2px 0 0"><table role="presentation" width="100%" cellpadding="0" cellspacing="0"><tr><td height="${height}" class="${fill.name}" bgcolor="${fill.light}" style="font-size:1px;line-height:${height}px">&nbsp;</td></tr></table></td>`;
  });
  return html`<div class="m" style="color:${INK.muted.light};font-size:13px;line-height:18px;padding:2px 0 6px">${trendText(model, format)}</div><table role="presentation" aria-hidden="true" width="100%" height="${HEIGHT}" cellpadding="0" cellspacing="0"><tr>${bars}</tr></table>`;
}
