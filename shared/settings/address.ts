import * as z from "zod";

const ATOM = "[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+";
const LABEL = "[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?";
const LONGEST_LOCAL_PART = 64;
const LONGEST = 254;

/** A bare 7-bit address, as RFC 5321 bounds it; SES refuses a whole message for one badly formed address. */
const ADDRESS_PATTERN = new RegExp(
  `^(?=.{3,${LONGEST}}$)(?=[^@]{1,${LONGEST_LOCAL_PART}}@)${ATOM}(?:\\.${ATOM})*@(?:${LABEL}\\.)+(?=[A-Za-z0-9-]*[A-Za-z])${LABEL}$`,
);

export const isAddress = (text: string): boolean => ADDRESS_PATTERN.test(text);

/** `Lead reports <reports@acme.example>` → `reports@acme.example`. */
export function bareAddress(text: string): string {
  return /<([^<>]+)>$/.exec(text)?.[1] ?? text.trim();
}

/** What a setting or an event says of a person's address. */
export const addressSchema = z.string().regex(ADDRESS_PATTERN, {
  error: ({ input }) => `must be an e-mail address such as team@acme.example${mendedBy(input)}`,
});

/**
 * What is wrong with an address, where that is not plain to see, and what mends it: to be set behind a sentence.
 * @returns empty when nothing more can be said
 */
export function mendedBy(input: unknown): string {
  if (typeof input !== "string") return "";
  const at = input.lastIndexOf("@");
  const local = input.slice(0, at);
  const domain = input.slice(at + 1);
  if (at < 1 || domain === "") return "";
  if (/[^\x20-\x7e]/.test(domain)) {
    const ascii = asciiDomain(domain);
    return ascii === undefined ? "" : `: write its domain in punycode, as ${ascii}`;
  }
  if (local.length > LONGEST_LOCAL_PART) return `: before the @ stand ${LONGEST_LOCAL_PART} characters at most`;
  if (input.length > LONGEST) return `: it has ${LONGEST} characters at most`;
  if (/^\.|\.\.|\.$/.test(local)) return ": before the @ a dot stands between other characters only, and alone";
  if (/\.\d+$/.test(domain)) return ": it has the name of a domain, not the address of a machine";
  return "";
}

/** @returns undefined for what is no domain in any script */
function asciiDomain(domain: string): string | undefined {
  const host = URL.parse(`http://${domain}/`)?.hostname;
  return host !== undefined && isAddress(`a@${host}`) ? host : undefined;
}
