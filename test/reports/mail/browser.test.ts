import type { Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { renderReport } from "../../../shared/reports/mail/render.ts";
import { CHROMIUM, startChromium } from "../../local/preview/chromium.ts";
import { REPORT_MAILS } from "./mails.ts";

/** One for all mails: to open one takes longer than to look at a mail. */
let page: Page;
beforeAll(async () => {
  if (CHROMIUM !== undefined) page = await (await startChromium()).newPage();
}, 60_000);
afterAll(async () => page?.context().browser()?.close());

/** Pixels that the mail is wider than its window, and how the cells of its first row lie. */
async function look(html: string, width: number): Promise<{ overflow: number; beside: boolean }> {
  await page.setViewportSize({ width, height: 844 });
  await page.setContent(html);
  const overflow = await page.evaluate<number>("document.documentElement.scrollWidth - window.innerWidth");
  const tops = await page.evaluate<number[]>(
    `[...(document.querySelector('[role="row"]:not(.h)')?.children ?? [])].map((cell) => cell.getBoundingClientRect().top)`,
  );
  return { overflow, beside: new Set(tops).size <= 1 };
}

const withoutStyleBlock = (html: string): string => html.replace(/<style>.*?<\/style>/s, "");

describe.skipIf(CHROMIUM === undefined)(
  `in a browser${CHROMIUM === undefined ? " (skipped: no chromium in PATH or CHROMIUM_PATH)" : ""}`,
  () => {
    test.each(Object.entries(REPORT_MAILS))(
      "the mail %s scrolls nowhere sideways, with and without its style block",
      async (_, mail) => {
        const { html } = renderReport(mail);
        for (const width of [320, 390, 660]) {
          expect([width, (await look(html, width)).overflow]).toEqual([width, 0]);
          expect([width, (await look(withoutStyleBlock(html), width)).overflow]).toEqual([width, 0]);
        }
      },
      60_000,
    );

    test("a wide table is one on a desk, and a line for each cell on a phone or without a style block", async () => {
      const { html } = renderReport(REPORT_MAILS.publisher);
      expect((await look(html, 660)).beside).toBe(true);
      expect((await look(html, 390)).beside).toBe(false);
      expect((await look(withoutStyleBlock(html), 660)).beside).toBe(false);
    }, 60_000);
  },
);
