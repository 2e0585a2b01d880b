import { formatOf } from "../../../shared/digest/drawing/format.ts";
import { html, type Markup, NOTHING } from "../../../shared/digest/drawing/markup.ts";
import { MAX_HTML_BYTES } from "../../../shared/digest/drawing/page.ts";
import type { Leaving } from "./leaving.ts";
import type { PreviewedMail } from "./preview-of.ts";
import { hasImages } from "./reader.ts";
import { addressOf, type PreviewView } from "./view.ts";

/** What a mail program shows around the mail, how large it is, and when it would leave. */
export function envelope(mail: PreviewedMail, view: PreviewView): Markup {
  const { subject, preheader, from, to, withheld } = mail;
  const size = `${(Buffer.byteLength(mail.html) / 1000).toFixed(1)} of ${MAX_HTML_BYTES / 1000} KB`;
  const rows = {
    ...{ Subject: subject, Preheader: preheader, From: from, To: to.join(", ") },
    Leaves: leavingText(mail.leaving),
    Attached: mail.attached.length === 0 ? "nothing" : mail.attached.join(", "),
    HTML: `${size}${hasImages(mail.html) ? "" : ", no images: it is the same with images off"}`,
  };
  return html`<dl>${Object.entries(rows).map(([name, value]) => html`<dt>${name}</dt><dd id="${name.toLowerCase()}">${value}</dd>`)}</dl>${
    withheld === undefined
      ? NOTHING
      : html`<div class="warning" role="status">The recipients would get nothing. ${withheld} <a href="${addressOf("/", { ...view, show: "owner" })}">What the owner is told</a></div>`
  }`;
}

function leavingText(leaving: Leaving): string {
  if (leaving.kind === "retired") return "never: the enterprise is retired";
  const { weekday } = formatOf({ locale: "en-GB", timeZone: leaving.zone, date: leaving.day });
  return leaving.kind === "leaves"
    ? `${weekday(leaving.day)}, ${leaving.at}, by ${leaving.latest} where snapshots are late (${leaving.zone})`
    : `not on ${weekday(leaving.day)}, when none is due; the next on ${weekday(leaving.next)}, ${leaving.at} (${leaving.zone})`;
}
