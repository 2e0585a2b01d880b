import { existsSync, readFileSync } from "node:fs";
import { dirname, extname, join, normalize } from "node:path";
import { anchorsOf, headingsOf } from "./pages.ts";

/** A page, perhaps with an anchor, perhaps with a heading in quotes or the id of a fault behind it. */
const CITATION = /(?<![\w/.-])((?:[\w.-]+\/)*[\w-]+\.md)\b(?:#([\w-]+))?(?:, (?:"([^"]+)"|([AITWX]\d\d)\b))?/g;
const COMMENT = /^\s*(?:\/\/|\/?\*|--).*|(?<=\s)\/\/ .*/gm;
/** Where a citation is wrapped, with the marks that comments go on with. */
const LINE_BREAK = /\s*\n\s*(?:\/\/|\*(?!\/)|--)?\s*/g;
/** Ways to cite that name no page of the repository by its path. */
const OTHER_FORMS = [
  /§ ?\d/,
  /\bdesign: "/i,
  /\.md, part \d/,
  /\bfaults? [AITWX]\d\d\b/,
  /\bdecision \d+ of\b/,
] as const;
/** What a page shows as it is: blocks and pieces of code. */
const VERBATIM = /^```[\s\S]*?^```|`[^`\n]*`/gm;
/** A link of a page: `[text](target)`. */
const LINK = /\[([^\]]*)\]\(([^)\s]+)\)/g;

/** What a file cites and is not there, in words. Paths are from the repository's root. */
export function brokenCitations(file: string, text: string): string[] {
  const isPage = extname(file) === ".md";
  const readable = (part: string) => part.replaceAll('\\"', '"').replace(LINE_BREAK, " ");
  const whole = readable(isPage ? text.replace(LINK, "$1") : text);
  // Code makes pages too, and those cite each other by name; a comment says where the page lies.
  const beside = (page: string) => [page, join("docs", page), join(dirname(file), page)];
  const places = (page: string) => beside(page).map(normalize);
  const comments = isPage ? "" : readable([...text.matchAll(COMMENT)].map(([comment]) => comment).join("\n"));
  return [
    ...broken(whole, places),
    ...broken(comments, (page) => [page]),
    ...OTHER_FORMS.filter((form) => form.test(isPage ? whole : comments)).map((form) => `a citation like ${form}`),
  ];
}

function broken(text: string, placesOf: (page: string) => readonly string[]): string[] {
  return [...text.matchAll(CITATION)].flatMap(([cited, name = "", anchor, heading, fault]) => {
    const page = placesOf(name).find((place) => existsSync(place));
    if (page === undefined) return [`${cited}: no such page`];
    if (anchor !== undefined && !anchorsOf(page).includes(anchor)) return [`${cited}: no such anchor`];
    if (heading !== undefined && !headingsOf(page).includes(heading)) return [`${cited}: no such heading`];
    if (fault !== undefined && !readFileSync(page, "utf8").includes(`\n| ${fault} |`))
      return [`${cited}: no such fault`];
    return [];
  });
}

/** Links of a page that lead nowhere, and those to a decision under another number. */
export function brokenLinks(page: string, text: string): string[] {
  return [...text.replace(VERBATIM, "").matchAll(LINK)].flatMap(([link, words = "", target = ""]) => {
    if (/^(?:https?|mailto):/.test(target)) return [];
    const [path = "", anchor] = target.split("#");
    const place = path === "" ? page : normalize(join(dirname(page), path));
    if (!existsSync(place)) return [`${link}: nothing is there`];
    if (anchor !== undefined && !anchorsOf(place).includes(anchor)) return [`${link}: no such anchor`];
    const [, said] = /^decision (\d+)$/.exec(words) ?? [];
    const [, numbered] = /\/(\d{4})-/.exec(`/${path}`) ?? [];
    if (said !== undefined && Number(said) !== Number(numbered)) return [`${link}: another number`];
    return [];
  });
}
