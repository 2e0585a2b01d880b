import { html, type Markup, NOTHING } from "../../../shared/digest/drawing/markup.ts";
import type { PreviewedMail } from "./preview-of.ts";
import { hasImages } from "./reader.ts";
import { addressOf, type PreviewView } from "./view.ts";

/** What can be changed of a view: only what does something to what is shown. */
export function switches(mail: PreviewedMail, view: PreviewView): Markup {
  const choice = (label: string, changed: Partial<PreviewView>): Markup => {
    const now = Object.entries(changed).every(([name, value]) => view[name as keyof PreviewView] === value);
    const current = now ? html` aria-current="true"` : NOTHING;
    return html`<a href="${addressOf("/", { ...view, ...changed })}"${current}>${label}</a>`;
  };
  const group = (...choices: readonly Markup[]): Markup => html`<span class="switch">${choices}</span>`;
  const { show } = view;
  const isMail = show === "html";
  return html`<nav aria-label="View">${group(
    choice("HTML", { show: "html" }),
    choice("Text", { show: "text" }),
    choice(`CSV (${mail.sheets.length})`, { show: "csv" }),
    mail.sql.length === 0 ? NOTHING : choice(`SQL (${mail.sql.length})`, { show: "sql" }),
    mail.tiers === null ? NOTHING : choice(`Cards of ${mail.tiers.mails.length} mails`, { show: "tiers" }),
    mail.notice === undefined ? NOTHING : choice("Owner’s notice", { show: "owner" }),
  )}${isMail ? group(choice("Light", { theme: "light" }), choice("Dark", { theme: "dark" })) : NOTHING}${
    isMail
      ? group(
          choice("All styles", { styles: "all" }),
          choice("No style block", { styles: "inline" }),
          choice("No styles", { styles: "none" }),
        )
      : NOTHING
  }${isMail && hasImages(mail.html) ? group(choice("Images", { images: "on" }), choice("No images", { images: "off" })) : NOTHING}${
    isMail || show === "text" || show === "owner"
      ? group(choice("Desk", { width: "desk" }), choice("Phone", { width: "phone" }))
      : NOTHING
  }<a href="${addressOf("/mail.eml", view)}" download="${emlName(view)}">Save as .eml</a><a href="${addressOf("/", view)}&amp;fresh=1">Render again</a></nav>`;
}

const emlName = ({ asked: { date, enterprise, digest, member } }: PreviewView): string =>
  `${[date, enterprise, digest, member].filter((part) => part !== undefined).join("_")}.eml`;
