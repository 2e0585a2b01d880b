import type { Bit, Phrase } from "./phrase.ts";

const RIGHT_TO_LEFT = /[\p{Script=Hebrew}\p{Script=Arabic}\p{Script=Syriac}\p{Script=Thaana}\p{Script=Nko}]/u;

/** A name that runs from right to left, shut off from the text around it. */
const isolated = (name: string): string => (RIGHT_TO_LEFT.test(name) ? `\u2068${name}\u2069` : name);

/** What Intl and line breaking need, and a plain mail had better not hold. */
export const plain = (line: string): string => line.replace(/[\u00a0\u202f\u2009]/g, " ").replaceAll("\u2060", "");

/** A phrase as plain text in one line, without its addresses. */
export const textOf = (phrase: Phrase): string => plain(phrase.map(bitOf).join("")).trim();

function bitOf(bit: Bit): string {
  if (typeof bit === "string") return bit;
  switch (bit.kind) {
    case "strong":
    case "soft":
      return bit.of.map(bitOf).join("");
    case "name":
      return `${isolated(bit.name)}${bit.id === null ? "" : ` (${bit.id})`}`;
    case "link":
      return bit.text;
  }
}

/** Addresses of what a phrase links, each once. */
export function addressesOf(phrase: Phrase): readonly string[] {
  const found = phrase.flatMap((bit) => {
    if (typeof bit === "string") return [];
    if ("of" in bit) return addressesOf(bit.of);
    return bit.href === undefined ? [] : [bit.href];
  });
  return [...new Set(found)];
}

/** A heading with its underline, after a blank line. */
export const headed = (title: string): readonly string[] => ["", title, "-".repeat([...title].length)];

/** Phrases as lines, the addresses of all of them below, each on a line of its own. */
export function linesOf(phrases: readonly Phrase[]): readonly string[] {
  const addresses = new Set(phrases.flatMap(addressesOf));
  return [...phrases.map(textOf).filter((line) => line !== ""), ...addresses];
}

/** Items of a list, each with the address of its first name below it. */
export const listed = (items: readonly Phrase[]): readonly string[] =>
  items.flatMap((item) => [
    `- ${textOf(item)}`,
    ...addressesOf(item)
      .slice(0, 1)
      .map((address) => `  ${address}`),
  ]);
