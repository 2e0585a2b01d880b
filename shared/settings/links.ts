import * as z from "zod";

/** What a mail names and can link to a page of its own. */
export const LINK_KINDS = ["campaign", "contract", "publisher", "advertiser", "job"] as const;
export type LinkKind = (typeof LINK_KINDS)[number];

/** Ids that a row of each kind has, and that its address may hold beside `{enterprise}`. */
const IDS_OF = {
  campaign: ["campaign", "advertiser"],
  contract: ["contract", "campaign", "publisher", "advertiser"],
  publisher: ["publisher"],
  advertiser: ["advertiser"],
  job: ["job", "campaign"],
} as const satisfies Readonly<Record<LinkKind, readonly LinkKind[]>>;

/** A publisher's rows are its contracts: of a campaign or an advertiser it knows no more than they tell. */
const IDS_OF_PUBLISHERS = {
  campaign: ["campaign", "contract", "publisher"],
  contract: ["contract", "campaign", "publisher"],
  publisher: ["publisher"],
} as const satisfies { readonly [K in LinkKind]?: readonly LinkKind[] };

/** An advertiser's rows are its campaigns. */
const IDS_OF_ADVERTISERS = {
  campaign: ["campaign", "advertiser"],
  advertiser: ["advertiser"],
} as const satisfies { readonly [K in LinkKind]?: readonly LinkKind[] };

/** Patterns of addresses, such as `https://{enterprise}.cvtr.io/campaigns/{campaign}`. */
export type Links = { readonly [K in LinkKind]?: string | undefined };

const LONGEST = 500;
const PLACEHOLDER = /\{([^{}]*)\}/g;
const OUTSIDE_URLS = /[^\x21-\x7e]|["'<>\\^`|]/;

/** What is wrong with a pattern whose row has these ids, as a sentence's predicate; undefined when nothing is. */
function linkProblem(pattern: string, ids: readonly string[]): string | undefined {
  const known = new Set(["enterprise", ...ids]);
  const example = `such as https://{enterprise}.cvtr.io/page/{${ids[0]}}`;
  const named = [...pattern.matchAll(PLACEHOLDER)].map(([, name = ""]) => name);
  const unknown = named.find((name) => !known.has(name));
  if (unknown !== undefined) {
    return `must not hold {${unknown.slice(0, 40)}}: it may hold ${[...known].map((name) => `{${name}}`).join(", ")}`;
  }
  if (/[{}]/.test(pattern.replaceAll(PLACEHOLDER, ""))) return `must hold braces in pairs only, ${example}`;
  if (!pattern.startsWith("https://")) return `must begin with https://, ${example}`;
  if (pattern.length > LONGEST) return `must have ${LONGEST} characters at most`;
  if (OUTSIDE_URLS.test(pattern.replaceAll(PLACEHOLDER, ""))) {
    return "must be written as in a browser's address line: no blanks, quotes or letters beyond ASCII (write them as %20 and the like)";
  }
  if (!named.some((name) => ids.includes(name))) return `must hold {${ids[0]}}, or all rows would lead to one page`;
  const filled = URL.parse(
    pattern.replaceAll(PLACEHOLDER, (_, name: string) => (name === "enterprise" ? "acme" : "1")),
  );
  const host = /^https:\/\/([^/?#]*)/.exec(pattern)?.[1] ?? "";
  if (filled === null || host === "" || host.includes("@"))
    return `must be an address with a host and without a user name, ${example}`;
  return named.some((name) => name !== "enterprise" && host.includes(`{${name}}`))
    ? "must hold no id before the first slash: all pages lie on one host"
    : undefined;
}

const pattern = (kind: LinkKind, ids: readonly string[]) =>
  z
    .string()
    .refine((text) => linkProblem(text, ids) === undefined, {
      error: ({ input }) => linkProblem(String(input), ids) ?? "",
    })
    .optional()
    .describe(
      `Address of a page about one ${kind === "job" ? "integration job" : kind}; may hold {enterprise}, ${ids.map((id) => `{${id}}`).join(", ")}.`,
    );

/** For the team's mails. */
export const linksSchema = z
  .strictObject({
    campaign: pattern("campaign", IDS_OF.campaign),
    contract: pattern("contract", IDS_OF.contract),
    publisher: pattern("publisher", IDS_OF.publisher),
    advertiser: pattern("advertiser", IDS_OF.advertiser),
    job: pattern("job", IDS_OF.job),
  })
  .prefault({});

/** For mails to publishers, which know other pages. */
export const publisherLinksSchema = z
  .strictObject({
    campaign: pattern("campaign", IDS_OF_PUBLISHERS.campaign),
    contract: pattern("contract", IDS_OF_PUBLISHERS.contract),
    publisher: pattern("publisher", IDS_OF_PUBLISHERS.publisher),
  })
  .prefault({});

/** For mails to advertisers. */
export const advertiserLinksSchema = z
  .strictObject({
    campaign: pattern("campaign", IDS_OF_ADVERTISERS.campaign),
    advertiser: pattern("advertiser", IDS_OF_ADVERTISERS.advertiser),
  })
  .prefault({});
