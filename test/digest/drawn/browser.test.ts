import type { Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { renderHtml } from "../../../shared/digest/frame/mail.ts";
import { CHROMIUM, startChromium } from "../../local/preview/chromium.ts";
import { MAILS, wideModel } from "./mails.ts";

/** One for all mails: to open one takes longer than to look at a mail. */
let page: Page;
beforeAll(async () => {
  if (CHROMIUM !== undefined) page = await (await startChromium()).newPage();
}, 60_000);
afterAll(async () => page?.context().browser()?.close());

interface Seen {
  readonly overflow: number;
  /** Words of our own, and of names, that stand on two lines. */
  readonly broken: readonly string[];
}

/** Text of twice its size, as a reader sets it in a mail program. */
const doubled = (html: string): string =>
  html
    .replace(/(font-size|line-height):(\d+)px/g, (_, name, size) => `${name}:${2 * Number(size)}px`)
    .replaceAll("font:15px/20px", "font:30px/40px");

/** Runs in the page, whose types this program does not have. */
const MEASURE = `() => {
  const broken = [];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node !== null; node = walker.nextNode()) {
    for (const word of node.textContent.matchAll(/[A-Za-z0-9£$€−+.,%’]+/g)) {
      const range = document.createRange();
      range.setStart(node, word.index);
      range.setEnd(node, word.index + word[0].length);
      const tops = [...range.getClientRects()].filter((box) => box.width > 0).map((box) => Math.round(box.top));
      if (new Set(tops).size > 1) broken.push(word[0]);
    }
  }
  return { overflow: document.documentElement.scrollWidth - window.innerWidth, broken };
}`;

async function look(html: string, width: number): Promise<Seen> {
  await page.setViewportSize({ width, height: 844 });
  await page.setContent(html);
  return (await page.evaluate(`(${MEASURE})()`)) as Seen;
}

describe.skipIf(CHROMIUM === undefined)(
  `in a browser${CHROMIUM === undefined ? " (skipped: no chromium in PATH or CHROMIUM_PATH)" : ""}`,
  () => {
    test.each(Object.entries(MAILS))(
      "the mail %s scrolls nowhere sideways and breaks no word, at 320 px and at 200 % text",
      async (_, model) => {
        const html = renderHtml(model());
        expect(await look(html, 320)).toEqual({ overflow: 0, broken: [] });
        expect(await look(doubled(html), 390)).toEqual({ overflow: 0, broken: [] });
      },
      60_000,
    );

    test("a name without a blank breaks, and nothing scrolls sideways", async () => {
      const { overflow, broken } = await look(renderHtml(wideModel(20, "W".repeat(160))), 390);
      expect(overflow).toBe(0);
      expect(broken.every((word) => word.startsWith("WWWW"))).toBe(true);
    }, 60_000);
  },
);
