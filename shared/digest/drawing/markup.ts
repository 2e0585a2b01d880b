import { html as escapingTemplate } from "hono/html";

/** Finished HTML. Only `html` makes it. */
export type Markup = Exclude<ReturnType<typeof escapingTemplate>, Promise<unknown>>;

/** What a template may hold: text, which is escaped, finished markup, lists of both, or nothing. */
export type Piece = string | number | Markup | readonly Piece[] | null | undefined | false;

/**
 * The one door to HTML: the template's own characters pass as they are, every string put into it is escaped for text and for
 * attributes in quotes. Nothing else in this project makes markup.
 */
export function html(strings: TemplateStringsArray, ...values: readonly Piece[]): Markup {
  return escapingTemplate(strings, ...values) as Markup;
}

export const NOTHING: Markup = html``;
