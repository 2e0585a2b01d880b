import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { buildDigest } from "../../shared/digest/build-digest.ts";
import { isLinkable } from "../../shared/digest/drawing/markup.ts";
import { subjectOf } from "../../shared/digest/frame/headline-words.ts";
import { MAX_HTML_BYTES, renderHtml } from "../../shared/digest/frame/html.ts";
import { renderText } from "../../shared/digest/frame/text.ts";
import type { DigestInput } from "../../shared/digest/input/digest-input.ts";
import { accountOf } from "./account.ts";
import { HOSTILE_NAMES } from "./hostile.ts";
import { contrast, shownTexts, walk } from "./page-walk.ts";
import { withTexts } from "./renamed.ts";
import { snapshot } from "./rows.ts";

const DATE = "2026-11-24";

const ALLOWED: Readonly<Record<string, readonly string[]>> = {
  html: ["lang", "dir"],
  head: [],
  meta: ["charset", "name", "content"],
  title: [],
  style: [],
  body: ["class", "style"],
  div: ["class", "style", "aria-hidden"],
  table: [
    "role",
    "aria-hidden",
    "aria-label",
    "width",
    "height",
    "cellpadding",
    "cellspacing",
    "class",
    "bgcolor",
    "style",
  ],
  tr: [],
  td: ["width", "height", "valign", "align", "class", "bgcolor", "style"],
  th: ["scope", "align", "class", "style"],
  h1: ["style"],
  h2: ["style"],
  p: ["style"],
  b: ["style"],
  bdi: [],
  span: ["class", "style"],
  a: ["href", "class", "style"],
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

  test("a line break in a name starts no line of the text part and no header", () => {
    const model = buildDigest(withTexts(accountOf(DATE, 60), HOSTILE_NAMES));
    const text = renderText(model);
    expect(text.split("\n").filter((line) => /^(Bcc:|line two)/.test(line))).toEqual([]);
    expect(text.replaceAll("\n", "")).not.toMatch(/[\p{Cc}\u202a-\u202e\u2028\u2029]/u);
    expect(subjectOf(model)).not.toMatch(/[\r\n]/);
  });

  test("a name from right to left is shut off from the text around it", () => {
    const model = buildDigest(withTexts(accountOf(DATE, 12), ["حملة الشتاء"]));
    expect(renderHtml(model)).toContain("<bdi>حملة الشتاء</bdi>");
    expect(renderText(model)).toContain("\u2068حملة الشتاء\u2069");
  });
});

describe("the size", () => {
  test.each([25, 500, 10_000])(
    "of the mail for %i campaigns is at most 90 KB, and what is left out is said",
    (size) => {
      const input = size > 500 ? shortHistory(accountOf(DATE, size / 10), 10) : accountOf(DATE, size);
      const html = renderHtml(buildDigest(input));
      expect(Buffer.byteLength(html)).toBeLessThanOrEqual(MAX_HTML_BYTES);
      if (size > 25) expect(html).toMatch(/more in the attached pacing\.csv/);
    },
  );

  test("of a mail whose every name is as long and as wide as can be is kept by showing fewer rows", () => {
    const html = renderHtml(buildDigest(withTexts(accountOf(DATE, 200), ["'".repeat(5000), "\u{1f600}".repeat(5000)])));
    expect(Buffer.byteLength(html)).toBeLessThanOrEqual(MAX_HTML_BYTES);
    expectOwnMarkup(html);
  });

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
});

test("every text has a contrast of at least 4.5 in light and in dark mode", () => {
  const full = accountOf(DATE, 400);
  const stale = { ...full, date: "2026-11-25" };
  const publisher = accountOf(DATE, 60, { audience: "publisher", filter: { publishers: [7] } });
  const texts = [full, stale, publisher].flatMap((input) => shownTexts(renderHtml(buildDigest(input))));
  expect(texts.length).toBeGreaterThan(500);
  const pale = texts.flatMap(({ text, light, dark }) =>
    [light, dark]
      .filter(({ ink, ground }) => contrast(ink, ground) < 4.5)
      .map(({ ink, ground }) => `${ink} on ${ground}: ${text.slice(0, 40)}`),
  );
  expect(pale).toEqual([]);
});

test("states are words beside their colours, data tables have headers, and bars are hidden from screen readers", () => {
  const html = renderHtml(buildDigest(accountOf(DATE, 25)));
  expect(html).toMatch(/At risk, day \d+/);
  const headings: string[] = [];
  walk(html, {
    tag: ({ name, attributes }) => {
      if (name === "h1" || name === "h2") headings.push(name);
      if (name === "table" && attributes.get("aria-label") === undefined)
        expect(attributes.get("role")).toBe("presentation");
      if (name === "th") expect(attributes.get("scope")).toBe("col");
    },
  });
  expect(headings[0]).toBe("h1");
  expect(headings.filter((heading) => heading === "h1")).toHaveLength(1);
});

test("each section names the saved query that gives its figures", () => {
  const html = renderHtml(buildDigest(accountOf(DATE, 60)));
  for (const query of ["changes", "pacing", "publisher-quality", "money", "contracts", "integration-jobs"]) {
    expect(html).toContain(`Saved query: ${query}`);
  }
});

test("numbers, money and dates are written as the digest's locale writes them", () => {
  const html = renderHtml(buildDigest(accountOf(DATE, 60, { locale: "de-DE" })));
  expect(html).toContain('<html lang="en"');
  expect(html).toMatch(/\d\.\d{3},\d{2}\s£/u);
  expect(html).toMatch(/23\. Nov/);
});

test("the same input gives the same bytes", () => {
  const once = buildDigest(accountOf(DATE, 60));
  const again = buildDigest(accountOf(DATE, 60));
  expect(renderHtml(again)).toBe(renderHtml(once));
  expect(renderText(again)).toBe(renderText(once));
});

test("only https addresses of an account are linked", () => {
  expect(isLinkable("https://acme.cvtr.io/")).toBe(true);
  const refused = [
    "http://acme.cvtr.io/",
    "https://acme.cvtr.io.evil.example/",
    "https://evil.example/",
    "javascript:alert(1)",
  ];
  for (const url of [...refused, "https://user@acme.cvtr.io/", "https://acme.cvtr.io:8443/", "acme"]) {
    expect(isLinkable(url)).toBe(false);
  }
});
