import type { LinkKind, Links } from "../../settings/links.ts";

/** What the placeholders of a pattern are filled with: the account's name, and the integer ids of the row at hand. */
export type LinkIds = Readonly<{ enterprise: string } & Partial<Record<LinkKind, number | null>>>;

/** Addresses of one mail's audience. */
export type Linker = (kind: LinkKind, ids: Omit<LinkIds, "enterprise">) => string | undefined;

const PLACEHOLDER = /\{([^{}]*)\}/g;
const ENTERPRISE = /^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/;

/**
 * The address of one thing. Patterns are checked when the settings are read; what would still not be a plain https address is no link.
 * @returns undefined without a pattern, and where the row does not know an id that the pattern asks for
 */
export function linkOf(patterns: Links, kind: LinkKind, ids: LinkIds): string | undefined {
  const pattern = patterns[kind];
  if (pattern === undefined) return undefined;
  let known = true;
  const address = pattern.replace(PLACEHOLDER, (_, name: string) => {
    const text = textOf(name, ids);
    known &&= text !== undefined;
    return text ?? "";
  });
  return known && isPlainHttps(address) ? address : undefined;
}

export const linkerOf =
  (patterns: Links, enterprise: string): Linker =>
  (kind, ids) =>
    linkOf(patterns, kind, { ...ids, enterprise });

function textOf(name: string, ids: LinkIds): string | undefined {
  if (name === "enterprise") return ENTERPRISE.test(ids.enterprise) ? ids.enterprise : undefined;
  const id = Object.hasOwn(ids, name) ? ids[name as LinkKind] : undefined;
  return Number.isSafeInteger(id) ? String(id) : undefined;
}

/** An https address without a password in it. */
export function isPlainHttps(address: string): boolean {
  if (!URL.canParse(address)) return false;
  const { protocol, username, password } = new URL(address);
  return protocol === "https:" && username === "" && password === "";
}
