import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Browser, Frame, Page } from "playwright-core";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { type PreviewServer, servePreview } from "../../../functions/local/preview/serve-preview.ts";
import { buildDigest } from "../../../shared/digest/build-digest.ts";
import { renderHtml } from "../../../shared/digest/frame/mail.ts";
import { createFolderStore } from "../../../shared/snapshot/folder-store.ts";
import { accountOf } from "../../digest/account.ts";
import { HOSTILE_NAMES } from "../../digest/hostile.ts";
import { publishAccount } from "../../digest/published-account.ts";
import { withTexts } from "../../digest/renamed.ts";
import { CHROMIUM, startChromium } from "./chromium.ts";

const PHONE_PX = 390;
const SETTINGS = {
  from: "Lead reports <reports@acme.example>",
  alertsTo: ["ops@acme.example"],
  historyFrom: "2026-01-01",
  enterprises: { acme: { timeZone: "Europe/London", digests: { daily: { to: ["team@acme.example"] } } } },
};

const missing = CHROMIUM === undefined ? "no chromium in PATH or CHROMIUM_PATH" : undefined;
if (missing !== undefined) process.stderr.write(`\npreview-browser.test.ts is skipped: ${missing}\n`);

describe.skipIf(missing !== undefined)(
  `the preview in Chromium${missing === undefined ? "" : ` (skipped: ${missing})`}`,
  { timeout: 120_000 },
  () => {
    let folder: string;
    let settings: string;
    let server: PreviewServer;
    let browser: Browser;
    let page: Page;
    const complaints: string[] = [];

    beforeAll(async () => {
      folder = await mkdtemp(join(tmpdir(), "preview-browser-"));
      settings = join(folder, "settings.json");
      await writeFile(settings, JSON.stringify(SETTINGS));
      await publishAccount(createFolderStore(folder), accountOf("2026-11-24", 25), 10);
      server = await servePreview({ data: folder, settings, port: 0 });
      browser = await startChromium();
      page = await browser.newPage({ colorScheme: "light" });
      page.on("console", (message) => complaints.push(message.text()));
      page.on("pageerror", (error) => complaints.push(error.message));
      page.setDefaultTimeout(60_000);
    }, 120_000);

    afterAll(async () => {
      await browser?.close();
      await server?.close();
      if (folder !== undefined) await rm(folder, { recursive: true });
    });

    beforeEach(async () => {
      await page.emulateMedia({ colorScheme: "light" });
      complaints.length = 0;
      await page.goto(server.url);
    });

    /** The mail's document. The frame is made anew by each click. */
    async function mail(): Promise<Frame> {
      const handle = await page.waitForSelector("iframe");
      const frame = await handle.contentFrame();
      if (frame === null) throw new Error("the frame is empty");
      await frame.waitForSelector("h1");
      return frame;
    }
    const choose = async (label: string | RegExp): Promise<void> => {
      await page.getByRole("link", { name: label, exact: typeof label === "string" }).click();
      await page.waitForLoadState();
    };
    const subject = (hasText: RegExp) => page.locator("#subject", { hasText });
    const ground = async (): Promise<string> =>
      (await mail()).evaluate("getComputedStyle(document.body).backgroundColor");
    /** The reader's own ground. */
    const LIGHT = "rgba(0, 0, 0, 0)";
    const DARK = "rgb(18, 18, 18)";

    test("shows the mail in a frame, and neither page nor mail is complained of", async () => {
      expect(await (await mail()).locator("h1").innerText()).toMatch(/^\d+ to act on today: £/);
      expect(await page.title()).toMatch(/^\d+ to act on, £.* Mon 23 Nov/);
      expect(complaints).toEqual([]);
    });

    test("dark and light are the reader's modes, whatever the browser's own is", async () => {
      expect(await ground()).toBe(LIGHT);
      await choose("Dark");
      expect(await ground()).toBe(DARK);
      await page.emulateMedia({ colorScheme: "dark" });
      expect(await ground()).toBe(DARK);
      await choose("Light");
      expect(await ground()).toBe(LIGHT);
    });

    test("at a phone's width nothing of the mail is cut off or scrolls sideways", async () => {
      await choose("Phone");
      const frame = await mail();
      const widths = await frame.evaluate("[innerWidth, document.documentElement.scrollWidth]");
      expect(widths).toEqual([PHONE_PX, PHONE_PX]);
      const outside = await frame.evaluate(
        "[...document.querySelectorAll('body *')].filter((one) => one.getBoundingClientRect().right > innerWidth + 0.5).map((one) => one.outerHTML.slice(0, 80))",
      );
      expect(outside).toEqual([]);
    });

    test("names that are as long, wide or hostile as can be break no layout, on a desk or a phone", async () => {
      const own = await browser.newPage();
      for (const names of [HOSTILE_NAMES, ["W".repeat(300)], ["漢".repeat(300)]]) {
        await own.setContent(renderHtml(buildDigest(withTexts(accountOf("2026-11-24", 60), names, "all"))));
        for (const width of [PHONE_PX, 800]) {
          await own.setViewportSize({ width, height: 800 });
          expect(await own.evaluate("document.documentElement.scrollWidth")).toBe(width);
          expect(await own.locator("h2").count()).toBeGreaterThan(3);
        }
      }
      await own.close();
    });

    test("text and CSV are a click away, and the way back is the browser's", async () => {
      await choose("Text");
      expect(await page.locator("pre").innerText()).toMatch(/^\d+ to act on today: £.*\n=+\n/);
      await choose(/^CSV/);
      expect(await page.locator(".sheet h2").allInnerTexts()).toContain("pacing.csv");
      expect(await page.locator(".sheet th").allInnerTexts()).toContain("forecast_low");
      await page.goBack();
      await page.waitForSelector("pre");
      await choose("HTML");
      await mail();
    });

    test("another date is shown when it is chosen", async () => {
      await page.getByLabel("date").selectOption("2026-11-20");
      await page.waitForURL(/date=2026-11-20/);
      await mail();
      expect(await page.title()).toMatch(/Thu 19 Nov/);
    });

    test("← and → step through the days in the same view, but not out of a list that is being chosen from", async () => {
      await choose("Text");
      const date = () => page.getByLabel("date").inputValue();
      await page.keyboard.press("ArrowLeft");
      await page.waitForURL(/date=2026-11-23/);
      await page.keyboard.press("ArrowLeft");
      await page.waitForURL(/date=2026-11-22.*show=text/);
      expect(await page.locator("#leaves").innerText()).toMatch(/^not on Sun 22 Nov/);
      await page.keyboard.press("ArrowRight");
      await page.waitForURL(/date=2026-11-23/);
      await page.keyboard.press("Alt+Shift+ArrowRight");
      await page.getByRole("combobox", { name: /^mail/ }).focus();
      await page.keyboard.press("ArrowRight");
      await page.waitForTimeout(300);
      expect(await date()).toBe("2026-11-23");
    });

    test("keys pressed faster than mails are made lead to the day that was meant", async () => {
      for (const expected of ["2026-11-23", "2026-11-22", "2026-11-21"]) {
        await page.keyboard.press("ArrowLeft");
        await page.waitForURL((url) => url.searchParams.get("date") === expected, { waitUntil: "commit" });
        // By then the page listens to keys; its mail is still being made.
        await page.waitForLoadState("domcontentloaded");
      }
      await mail();
      expect(await page.getByLabel("date").inputValue()).toBe("2026-11-21");
      expect(complaints).toEqual([]);
    });

    test("the cards of the last mails are a click away, each with its mail", async () => {
      await choose(/^Cards of \d+ mails$/);
      const rows = page.locator("#tiers tr:has(td)");
      expect(await rows.count()).toBeGreaterThan(5);
      await rows.nth(2).getByRole("link").click();
      await page.waitForURL(/date=2026-11-20.*show=tiers/);
    });

    test("without a style block the mail keeps its sizes, without any style its words, and neither scrolls sideways", async () => {
      await choose("Phone");
      for (const [label, size] of [
        ["No style block", "22px"],
        ["No styles", "32px"],
      ] as const) {
        await choose(label);
        const frame = await mail();
        expect(await frame.evaluate("getComputedStyle(document.querySelector('h1')).fontSize")).toBe(size);
        expect(await frame.evaluate("document.documentElement.scrollWidth")).toBe(PHONE_PX);
        expect(await frame.locator("h1").innerText()).toMatch(/^\d+ to act on today/);
      }
    });

    test("the message is saved under its day, account and digest", async () => {
      const [download] = await Promise.all([page.waitForEvent("download"), page.getByText("Save as .eml").click()]);
      expect(download.suggestedFilename()).toBe("2026-11-24_acme_daily.eml");
      expect(await readFile(await download.path(), "utf8")).toMatch(/^From: .*\r?\nTo: team@acme\.example/m);
    });

    test("no script runs in the mail's frame", async () => {
      const ran = await (await mail()).evaluate(`(() => {
      const script = document.createElement("script");
      script.textContent = "document.title = 'ran'";
      document.body.append(script);
      return document.title;
    })()`);
      expect(ran).not.toBe("ran");
      expect(complaints.join()).toMatch(/blocked|Content Security Policy|sandbox/i);
    });

    test("a change of the settings is on the page without anybody's doing", async () => {
      await choose("Text");
      const german = structuredClone(SETTINGS);
      Object.assign(german.enterprises.acme.digests.daily, { locale: "de-DE" });
      await writeFile(settings, JSON.stringify(german));
      await subject(/\d\.\d{3}\s£/).waitFor();
      await writeFile(settings, JSON.stringify({ ...german, replyTo: "nobody" }));
      await page.getByText("InvalidSettings").waitFor();
      expect(await page.getByRole("alert").innerText()).toMatch(/replyTo: .* \(line 1\)/);
      await writeFile(settings, JSON.stringify(SETTINGS));
      await subject(/£\d+,\d{3}/).waitFor();
    });
  },
);
