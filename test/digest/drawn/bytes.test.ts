import { describe, expect, test } from "vitest";
import { buildDigest } from "../../../shared/digest/build-digest.ts";
import { MAX_HTML_BYTES } from "../../../shared/digest/drawing/page.ts";
import { renderHtml } from "../../../shared/digest/frame/mail.ts";
import { accountOf } from "../account.ts";
import { contrast } from "../contrast.ts";
import { HOSTILE_NAMES } from "../hostile.ts";
import { type Tag, walk } from "../page-walk.ts";
import { withTexts } from "../renamed.ts";
import { DATE } from "./cards.ts";
import { MAILS, wideModel } from "./mails.ts";

const PAGES: Readonly<Record<string, () => string>> = {
  ...Object.fromEntries(Object.entries(MAILS).map(([name, model]) => [name, () => renderHtml(model())])),
  "of a whole account": () => renderHtml(buildDigest(accountOf(DATE, 40))),
  "of hostile names": () => renderHtml(buildDigest(withTexts(accountOf(DATE, 40), HOSTILE_NAMES, "all"))),
};

const inlineStyles = (html: string): readonly string[] =>
  [...html.matchAll(/ style="([^"]*)"/g)].map(([, style = ""]) => style);
const styleBlocks = (html: string): readonly string[] =>
  [...html.matchAll(/<style>(.*?)<\/style>/gs)].map(([, text = ""]) => text);

describe.each(Object.entries(PAGES))("the mail %s", (_, page) => {
  const html = page();

  test("has no ground and no colour of text outside its one style block, and no image", () => {
    expect(html).not.toMatch(/bgcolor|<img|<svg|url\(/i);
    for (const style of inlineStyles(html)) {
      expect(style).not.toMatch(/background/);
      expect(style).not.toMatch(/(?:^|;)color:/);
    }
    expect(styleBlocks(html)).toHaveLength(1);
  });

  test("hides no text and holds no line together by force", () => {
    expect(html).not.toMatch(
      /display:none|visibility:|opacity|max-height|text-indent|mso-hide|white-space|nowrap|word-break/,
    );
    expect(html).toContain("overflow-wrap:break-word");
    expect(html.slice(html.indexOf("<body"))).toMatch(/<td[^>]*>\s*<h1/);
  });

  test("has headings in order, its layout tables are none to screen readers, and its article is named", () => {
    const levels: number[] = [];
    const articles: Tag[] = [];
    walk(html, {
      tag: (tag) => {
        const { name, attributes } = tag;
        if (/^h\d$/.test(name)) levels.push(Number(name.slice(1)));
        if (name === "table" && attributes.get("aria-label") === undefined) {
          expect(attributes.get("role")).toBe("presentation");
        }
        if (name === "th") expect(["row", "col"]).toContain(attributes.get("scope"));
        if (attributes.get("role") === "article") articles.push(tag);
      },
    });
    expect(levels[0]).toBe(1);
    expect(levels.filter((level) => level === 1)).toHaveLength(1);
    for (const [at, level] of levels.entries()) expect(level - (levels[at - 1] ?? 0)).toBeLessThanOrEqual(1);
    expect(articles).toHaveLength(1);
    expect(articles[0]?.attributes.get("aria-label")).toBe(/<title>(.*?)<\/title>/s.exec(html)?.[1]);
  });

  test("has edges of 3:1 at least on white and on the dark page, and softened text of 4.5:1", () => {
    const edges = inlineStyles(html).flatMap((style) => style.match(/#[0-9a-f]{6}/g) ?? []);
    const [, ground = ""] = /body\{background:(#[0-9a-f]{6})/.exec(html) ?? [];
    for (const edge of new Set(edges)) {
      expect(Math.min(contrast(edge, "#ffffff"), contrast(edge, ground))).toBeGreaterThanOrEqual(3);
    }
    const [light = "", dark = ""] = [...html.matchAll(/\.m\{color:(#[0-9a-f]{6})\}/g)].map(([, colour = ""]) => colour);
    expect(Math.min(contrast(light, "#ffffff"), contrast(dark, ground))).toBeGreaterThanOrEqual(4.5);
  });

  test("draws bars and trends that screen readers pass over", () => {
    walk(html, {
      text: (text, path) => {
        if (/[▁▂▃▄▅▆▇█]/.test(text)) expect(path.some(({ attributes }) => attributes.has("aria-hidden"))).toBe(true);
      },
    });
  });

  test("parts no sign from its amount", () => {
    expect(html).not.toMatch(/[−±+][£$€]/);
  });
});

test("every name of the account is shut off from the direction of the text around it", () => {
  const names = [
    "Zero Trust Guide – Webinar",
    "Ironbridge Data",
    "Opt-in Avenue",
    "Meridian Content Network",
    "Marketo Push",
  ];
  const html = MAILS["busy"] === undefined ? "" : renderHtml(MAILS["busy"]());
  for (const name of names) {
    const shown = html.slice(html.indexOf("<h2")).split(name).slice(0, -1);
    expect(shown.length).toBeGreaterThan(0);
    for (const before of shown) expect(before.endsWith("<bdi>")).toBe(true);
  }
});

test("every name of a campaign stands with its id, and both links are those of the settings' patterns", () => {
  const html = MAILS["busy"] === undefined ? "" : renderHtml(MAILS["busy"]());
  expect(html).toContain(
    '<a href="https://acme.cvtr.io/campaigns/571"><bdi>Zero Trust Guide – Webinar – France – Q3 2026</bdi></a> (571)',
  );
  expect(html).toContain('<b>Do:</b> Get <a href="https://acme.cvtr.io/contracts/941">contract 941</a> signed');
});

describe("the size", () => {
  test.each([25, 500])(
    "of the mail for %i campaigns is under 60 KB",
    (campaigns) => {
      expect(Buffer.byteLength(renderHtml(buildDigest(accountOf(DATE, campaigns))))).toBeLessThan(60_000);
    },
    120_000,
  );

  test.each(["x", "'", "語", "\u{1f600}"])(
    "of 10,000 cards whose names are as long as can be of %s is under the limit",
    (character) => {
      expect(Buffer.byteLength(renderHtml(wideModel(10_000, character.repeat(160))))).toBeLessThan(MAX_HTML_BYTES);
    },
  );
});
