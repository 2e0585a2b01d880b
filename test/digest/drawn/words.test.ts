import { readdirSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { formatOf } from "../../../shared/digest/drawing/format.ts";
import { wordsOf } from "../../../shared/digest/words/catalogue.ts";
import { pluralsOf } from "../../../shared/digest/words/plurals.ts";

const DIGEST = new URL("../../../shared/digest/", import.meta.url);

const filesUnder = (folder: string): readonly string[] =>
  readdirSync(new URL(folder, DIGEST), { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(".ts"))
    .map((name) => `${folder}${name}`);

/** Where text is drawn, and none may be written. */
const RENDERERS = [...filesUnder("drawing/"), ...filesUnder("frame/"), ...filesUnder("sections/")].filter(
  (name) => !name.endsWith("figures.ts"),
);

/** What of a line's quotes and templates reads like words: not what is within tags, styles, placeholders and comments. */
function sentencesOf(source: string): readonly string[] {
  const code = source
    .replace(/\/\*[\s\S]*?\*\//g, "")
    .replace(/^\s*\/\/.*$/gm, "")
    .replace(/^import .*$/gm, "");
  const texts = [...code.matchAll(/"([^"\n]*)"|`([^`]*)`|'([^'\n]*)'/g)].map(([, a, b, c]) => a ?? b ?? c ?? "");
  return texts
    .map((text) => text.replace(/<[^>]*>?/g, " ").replace(/\$\{[^}]*\}?/g, " "))
    .flatMap((text) => text.match(/\b[A-Za-z’]{2,} [a-z’]{2,}\b.*/g) ?? [])
    .map((text) => text.trim());
}

/** Parts of styles, and of fonts' names, that have two words. */
const NO_SENTENCE = /^(?:px solid|solid transparent|monospace|dark|presentation)/;

test.each(RENDERERS)("%s holds no sentence: words are in the catalogue", (name) => {
  const found = sentencesOf(readFileSync(new URL(name, DIGEST), "utf8")).filter((text) => !NO_SENTENCE.test(text));
  expect(found).toEqual([]);
});

test("that search finds what it looks for", () => {
  expect(sentencesOf('const a = "still open";')).toEqual(["still open"]);
  expect(sentencesOf(`html\`<div>${"$"}{n} more in the file</div>\``)).toEqual(["more in the file"]);
});

const format = formatOf({ locale: "en-GB", timeZone: "Europe/London", date: "2026-11-24" });

const CODE = RENDERERS.map((name) => readFileSync(new URL(name, DIGEST), "utf8")).join("\n");

test.each(Object.entries(wordsOf(format)))("every text of the topic %s is said somewhere", (_, texts) => {
  expect(Object.keys(texts).filter((key) => !new RegExp(`(?:\\.|[{,] *)${key}\\b`).test(CODE))).toEqual([]);
});

test("one is one and more are more, by the language's own rules", () => {
  const { list, card } = wordsOf(format);
  expect([1, 0, 1204].map(list.leads)).toEqual(["1 lead", "0 leads", "1,204 leads"]);
  expect(card.onCampaigns(1)).toBe("on 1 campaign");
  const polish = pluralsOf("pl", format);
  const forms = { one: "lead", few: "leady", many: "leadów", other: "leada" };
  expect([1, 3, 5].map((count) => polish.form(count, forms))).toEqual(["lead", "leady", "leadów"]);
  expect(polish.form(3, { one: "lead", other: "leads" })).toBe("leads");
});
