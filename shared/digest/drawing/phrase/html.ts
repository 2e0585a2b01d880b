import { isPlainHttps } from "../links.ts";
import { html, type Markup, type Piece } from "../markup.ts";
import type { Bit, Phrase } from "./phrase.ts";

/** A name of the account, shut off from the direction of the text around it. */
const named = (name: string): Markup => html`<bdi>${name}</bdi>`;

/** A link to a plain https address; anything else stays text. */
function link(href: string | undefined, content: Piece): Markup {
  return href !== undefined && isPlainHttps(href) ? html`<a href="${href}">${content}</a>` : html`${content}`;
}

/** A phrase as HTML. Secondary text is a class: without the style block it reads like the rest. */
export const htmlOf = (phrase: Phrase): Markup => html`${phrase.map(bitOf)}`;

function bitOf(bit: Bit): Markup {
  if (typeof bit === "string") return html`${bit}`;
  switch (bit.kind) {
    case "strong":
      return html`<b>${bit.of.map(bitOf)}</b>`;
    case "soft":
      return html`<span class="m">${bit.of.map(bitOf)}</span>`;
    case "name":
      return html`${link(bit.href, named(bit.name))}${bit.id === null ? "" : ` (${bit.id})`}`;
    case "link":
      return link(bit.href, bit.text);
  }
}
