import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { buildDigest } from "../../shared/digest/build-digest.ts";
import { MAX_HTML_BYTES } from "../../shared/digest/drawing/page.ts";
import { renderHtml, renderText } from "../../shared/digest/frame/mail.ts";
import type { DigestInput } from "../../shared/digest/input/digest-input.ts";
import { accountOf } from "./account.ts";
import { HOSTILE_NAMES } from "./hostile.ts";
import { walk } from "./page-walk.ts";
import { withTexts } from "./renamed.ts";
import { snapshot } from "./rows.ts";

const DATE = "2026-11-24";

const ALLOWED: Readonly<Record<string, readonly string[]>> = {
  html: ["lang", "dir"],
  head: [],
  meta: ["charset", "name", "content"],
  title: [],
  style: [],
  body: ["style"],
  div: ["class", "style", "role", "aria-label", "lang"],
  table: ["role", "aria-hidden", "aria-label", "width", "cellpadding", "cellspacing", "style"],
  tr: [],
  td: ["width", "height", "valign", "align", "class", "style"],
  th: ["scope", "align", "style"],
  h1: ["style"],
  h2: ["style"],
  h3: ["style"],
  p: ["style"],
  ul: ["style"],
  li: ["style"],
  b: ["style"],
  br: [],
  bdi: [],
  span: ["class", "style", "aria-hidden"],
  a: ["href"],
};

/** Only the tags and attributes of the templates; every link an https one of the account. */
function expectOwnMarkup(html: string): void {
  walk(html, {
    tag: ({ name, attributes }) => {
      const allowed = ALLOWED[name];
      if (allowed === undefined) throw new Error(`<${name}> is none of ours`);
      for (const attribute of attributes.keys())
        if (!allowed.includes(attribute)) throw new Error(`${name} ${attribute}`);
      const href = attributes.get("href");
      if (href !== undefined) expect(href).toBe("https://acme.cvtr.io/");
    },
  });
}

describe("whatever the account's names are", () => {
  test("hostile ones reach the HTML only as text, and the mail stays in its limit", () => {
    const html = renderHtml(buildDigest(withTexts(accountOf(DATE, 60), HOSTILE_NAMES, "all")));
    expectOwnMarkup(html);
    expect(html).not.toContain("<script");
    expect(html.replaceAll("\n", "")).not.toMatch(/[\p{Cc}\u200e\u200f\u202a-\u202e\u2028\u2029]/u);
    expect(html.isWellFormed()).toBe(true);
    expect(Buffer.byteLength(html)).toBeLessThanOrEqual(MAX_HTML_BYTES);
  });

  test("no text of the model is markup in the HTML", () => {
    const account = accountOf(DATE, 12);
    const piece = fc.oneof(fc.string(), fc.string({ unit: "binary" }), fc.constantFrom(...HOSTILE_NAMES.slice(0, -2)));
    const marked = piece.map((text) => `<x-${text.slice(0, 20)} onclick="${text}">`);
    fc.assert(
      fc.property(fc.array(marked, { minLength: 1, maxLength: 8 }), (texts) => {
        const html = renderHtml(buildDigest(withTexts(account, texts, "all")));
        expectOwnMarkup(html);
        expect(html).not.toContain("<x-");
      }),
      { numRuns: 40 },
    );
  });

  test("a name from right to left is shut off from the text around it", () => {
    const model = buildDigest(withTexts(accountOf(DATE, 12), ["حملة الشتاء"]));
    expect(renderHtml(model)).toContain("<bdi>حملة الشتاء</bdi>");
    expect(renderText(model)).toContain("\u2068حملة الشتاء\u2069");
  });
});

test("a mail of 10,000 campaigns is under the limit, and what is left out is said", () => {
  const html = renderHtml(buildDigest(shortHistory(accountOf(DATE, 1000), 10)));
  expect(Buffer.byteLength(html)).toBeLessThan(MAX_HTML_BYTES);
  expect(html).toMatch(/more, £[\d,]+, in the attachment/);
}, 300_000);

/** `times` as many rows with other ids, over the last days only: what 10,000 campaigns need of memory in a test. */
function shortHistory(input: DigestInput, times: number): DigestInput {
  const many = <R extends { readonly id: number }>(rows: readonly R[]): R[] =>
    Array.from({ length: times }, (_, copy) => rows.map((row) => ({ ...row, id: row.id + copy * 100_000 }))).flat();
  const wide = <R extends { readonly id: number }>(data: {
    history: readonly { info: { date: string }; rows: readonly R[] }[];
  }) => {
    const history = data.history.slice(-4).map(({ info, rows }) => snapshot(info.date, many(rows)));
    return { history, newest: history.at(-1), base: history.at(-2), skipped: [] };
  };
  return {
    ...input,
    campaigns: wide(input.campaigns) as unknown as DigestInput["campaigns"],
    contracts: wide(input.contracts) as unknown as DigestInput["contracts"],
    jobs: wide(input.jobs) as unknown as DigestInput["jobs"],
  };
}

test("the footer names the saved queries that give the same figures", () => {
  const html = renderHtml(buildDigest(accountOf(DATE, 60)));
  const queries = "changes, pacing, publisher-quality, money, contracts, integration-jobs";
  expect(html).toContain(`Saved queries with the same figures: ${queries}.`);
});

test("numbers and money are written by the digest's locale; the page is English", () => {
  const html = renderHtml(buildDigest(accountOf(DATE, 60, { locale: "de-DE" })));
  expect(html).toContain('<html lang="en"');
  expect(html).toMatch(/\d\.\d{3}\s£ · /u);
  expect(html).toMatch(/23 Nov/);
});

test("the same input gives the same bytes", () => {
  const once = buildDigest(accountOf(DATE, 60));
  const again = buildDigest(accountOf(DATE, 60));
  expect(renderHtml(again)).toBe(renderHtml(once));
  expect(renderText(again)).toBe(renderText(once));
});
