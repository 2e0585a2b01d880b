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

/** A name of the account, shut off from the direction of the text around it. */
export const named = (name: string): Markup => html`<bdi>${name}</bdi>`;

const LINKED_HOSTS = [/^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.cvtr\.io$/];

/** A link to a known https host; anything else stays text. */
export function link(url: string, text: string): Markup {
  return isLinkable(url) ? html`<a href="${url}" class="a" style="color:#1650c4">${text}</a>` : html`${text}`;
}

export function isLinkable(url: string): boolean {
  if (!URL.canParse(url)) return false;
  const { protocol, hostname, username, password, port } = new URL(url);
  const plain = username === "" && password === "" && port === "";
  return protocol === "https:" && plain && LINKED_HOSTS.some((host) => host.test(hostname));
}
