import type { DigestModel } from "../digest-model.ts";
import type { Format } from "../drawing/format.ts";
import { html, link, type Markup, NOTHING } from "../drawing/markup.ts";
import { FILL, INK } from "../drawing/palette.ts";
import { footerLines } from "./footer-words.ts";
import { titleText } from "./headline-words.ts";
import { bannerTexts, daysTold, windowText } from "./window-words.ts";

export function header(model: DigestModel, format: Format): Markup {
  const host = `${model.enterprise}.cvtr.io`;
  const place = model.view === "publisher" ? html`${host}` : link(`https://${host}/`, host);
  return html`<tr><td class="t c" style="padding:22px 24px 6px;color:${INK.text.light}"><div class="m" style="color:${INK.muted.light};font-size:13px;line-height:18px">${place} · ${model.digest} lead digest</div><h1 style="margin:4px 0 6px;font-size:23px;line-height:30px">${titleText(model)}</h1><div style="font-size:14px;line-height:20px">${daysTold(model, format)}</div><div class="m" style="color:${INK.muted.light};font-size:13px;line-height:18px">${windowText(model, format)}</div></td></tr>
`;
}

const MOST_BANNERS = 8;

export function banners(model: DigestModel, format: Format): Markup {
  if (model.banners.length === 0) return NOTHING;
  const shown = bannerTexts(model.banners, format).slice(0, MOST_BANNERS);
  return html`<tr><td class="c" style="padding:8px 24px 2px">${shown.map(({ tone, title, text }) => {
    const [fill, edge] = tone === "warning" ? [FILL.warning, FILL.warningEdge] : [FILL.note, FILL.noteEdge];
    return html`<table role="presentation" width="100%" cellpadding="0" cellspacing="0" style="margin:0 0 8px"><tr><td width="4" class="${edge.name}" bgcolor="${edge.light}" style="font-size:1px">&nbsp;</td><td class="t ${fill.name}" bgcolor="${fill.light}" style="padding:9px 12px;color:${INK.text.light};font-size:14px;line-height:20px"><b>${title}:</b> ${text}</td></tr></table>`;
  })}</td></tr>
`;
}

/** Said when there is no list to read. */
export function calm(text: string): Markup {
  return html`<tr><td class="t c" style="padding:12px 24px;color:${INK.text.light}"><p style="margin:0;font-size:15px;line-height:22px">${text}</p></td></tr>
`;
}

export function footer(model: DigestModel, format: Format): Markup {
  return html`<tr><td class="m c l" style="padding:16px 24px 22px;color:${INK.muted.light};font-size:13px;line-height:19px">${footerLines(model, format).map((line) => html`<div style="padding-bottom:4px">${line}</div>`)}</td></tr>
`;
}
