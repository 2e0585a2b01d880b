import { cp, readdir, readFile, rm } from "node:fs/promises";
import { request } from "node:http";
import { networkInterfaces } from "node:os";
import { dirname, join } from "node:path";
import PostalMime from "postal-mime";
import { describe, expect, test } from "vitest";
import { parseDigestEvent } from "../../../functions/digest/event.ts";
import { sendDigest } from "../../../functions/digest/job.ts";
import { localDigestDependencies } from "../../../functions/local/dependencies.ts";
import { previewOf } from "../../../functions/local/preview/preview-of.ts";
import { servePreview } from "../../../functions/local/preview/serve-preview.ts";
import { parseSettings } from "../../../shared/settings/settings.ts";
import { DATE, previewForAll, SETTINGS } from "./preview-world.ts";

const world = previewForAll();
const { get, page } = world;

describe("the page", () => {
  test("offers what the folder and the settings hold, and shows the newest mail of the first", async () => {
    const html = await page("/");
    expect(html).toContain('<select name="enterprise"><option selected>acme</option><option>quiet</option></select>');
    expect(html).toContain(
      '<select name="digest"><option selected>daily</option><option>unfit</option><option>weekly</option>',
    );
    expect(html).toContain(`<option selected>${DATE}</option><option>2026-11-23</option>`);
    expect(html).toMatch(/<dd id="subject">\d+ to act on, £[\d,]+: .* Mon 23 Nov/);
    expect(html).toContain('<dd id="to">team@acme.example</dd>');
    expect(html).toMatch(/<dd id="html">\d+\.\d of 90 KB, no images: it is the same with images off<\/dd>/);
  });

  test("shows a report as each member gets it, and the SQL as it is run, with a button that copies it", async () => {
    const own = "/?enterprise=acme&digest=report.own";
    const first = await page(own);
    expect(first).toContain("<option selected>report.own</option></select>");
    expect(first).toContain('as member <select name="member"><option selected>5</option><option>6</option></select>');
    expect(first).toMatch(/<dd id="subject">Own contracts, Mon 23 Nov: \d+ rows?<\/dd>/);
    expect(await page(`${own}&member=6`)).toContain('<dd id="to">six@pub.example</dd>');
    const sql = await page(`${own}&member=6&show=sql`);
    expect(sql).toMatch(/<button type="button" data-copies>Copy<\/button>.*<pre>WITH publisher_contracts AS/s);
    expect(sql).toContain("publisher_id = 6");
    expect(await page(`${own}&date=2001-01-01`)).toContain("has no snapshot of publisher-contracts");
  });

  test("shows the mail of the date and digest that are asked for", async () => {
    expect(await page("/?enterprise=acme&digest=daily&date=2026-11-23")).toMatch(/<dd id="subject">.* 20–22 Nov/);
  });

  test("shows the very mail that the job makes, and the same text and tables", async () => {
    const work = join(world.folder, "job");
    await cp(join(world.folder, "snapshots"), join(work, "snapshots"), { recursive: true });
    const deps = localDigestDependencies({ data: work, settings: parseSettings(SETTINGS, "test") });
    const asked = parseDigestEvent({ enterprise: "acme", digest: "daily", date: DATE, dryRun: true });
    const { htmlKey } = await sendDigest(deps, asked);
    if (htmlKey === null) throw new Error("no mail was made");
    const stored = (name: string) => readFile(join(work, dirname(htmlKey), name), "utf8");
    const bodyOf = (html: string) => html.slice(html.indexOf("<body"));
    expect(bodyOf(await page("/mail"))).toBe(bodyOf(await stored("digest.html")));
    const pre = /<pre>(.*)<\/pre>/s.exec(await page("/?show=text"))?.[1] ?? "";
    expect(pre).toBe(escaped(await stored("digest.txt")));
    const sheet = await get("/sheets/pacing.csv");
    expect(sheet.headers.get("content-type")).toBe("text/csv; charset=utf-8");
    expect(Buffer.from(await sheet.arrayBuffer())).toEqual(await readFile(join(work, dirname(htmlKey), "pacing.csv")));
    await rm(work, { recursive: true });
  });

  test("shows each CSV file as a table, with a link to save it", async () => {
    const html = await page("/?show=csv");
    expect(html).toContain('<th scope="col">on_schedule_index</th>');
    expect(html).toMatch(/<a href="\/sheets\/pacing\.csv\?[^"]*" download="pacing\.csv">/);
    expect(html).toContain("<td>O’Hara &amp; Sons &lt;EMEA&gt;</td>");
  });

  test("says that the recipients would get nothing, why, and what the owner is told", async () => {
    const html = await page("/?digest=unfit");
    expect(html).toContain("The recipients would get nothing. Withheld: filter.campaigns names 99999");
    expect(await page("/?digest=unfit&show=owner")).toContain("not sent\n\nThe digest &quot;unfit&quot; of acme");
  });

  test("tells when a mail really leaves, and of a day without one when the next does", async () => {
    const leaves = async (query: string) => /<dd id="leaves">(.*?)<\/dd>/.exec(await page(query))?.[1];
    expect(await leaves("/")).toBe("Tue 24 Nov, 07:00, by 07:30 where snapshots are late (Europe/London)");
    expect(await leaves("/?date=2026-11-21")).toBe(
      "not on Sat 21 Nov, when none is due; the next on Mon 23 Nov, 07:00 (Europe/London)",
    );
    expect(await leaves("/?digest=weekly")).toBe(
      "not on Tue 24 Nov, when none is due; the next on Wed 25 Nov, 08:30 (Europe/London)",
    );
  });

  test("steps to the day before and the day after, in the same view, and no further than there are days", async () => {
    const steps = async (date: string) => {
      const html = await page(`/?date=${date}&show=text`);
      return [...html.matchAll(/<a rel="(\w+)" [^>]*date=([\d-]+)&amp;show=text/g)].map(([, rel, to]) => [rel, to]);
    };
    expect(await steps(DATE)).toEqual([["prev", "2026-11-23"]]);
    expect(await steps("2026-11-20")).toEqual([
      ["prev", "2026-11-19"],
      ["next", "2026-11-21"],
    ]);
    expect(await steps("2026-11-15")).toEqual([["next", "2026-11-16"]]);
    expect(await steps("2026-12-24")).toEqual([["prev", DATE]]);
  });

  test("counts the cards that the settings at hand would have sent, mail by mail, each a click away", async () => {
    const rowsOf = (of: string) => [
      ...of.matchAll(/date=([\d-]+)&amp;show=tiers[^"]*">\1<\/a><\/th>((?:<td>\d+<\/td>)+)/g),
    ];
    const html = await page("/?show=tiers");
    const [, cards, mails] = /<b>(\d+)<\/b> cards told whole in (\d+) mails/.exec(html) ?? [];
    const rows = rowsOf(html);
    expect(rows).toHaveLength(Number(mails));
    expect(rows.map(([, date]) => date)).toEqual(
      rows
        .map(([, date]) => date)
        .toSorted()
        .toReversed(),
    );
    const counts = rows.map(([, , cells = ""]) => [...cells.matchAll(/\d+/g)].map(Number));
    expect(counts.reduce((sum, [of = 0]) => sum + of, 0)).toBe(Number(cards));
    for (const [all = 0, fresh = 0, changed = 0, reminders = 0] of counts)
      expect(fresh + changed + reminders).toBe(all);
    const own = Number(/<dd id="subject">(\d+) to act on/.exec(html)?.[1]);
    expect(counts[0]?.[0]).toBe(own);
    // What a row says of a mail is what that mail's own page says of it.
    const [, before = "", cells] = rows[1] ?? [];
    expect(rowsOf(await page(`/?show=tiers&date=${before}`))[0]?.[2]).toBe(cells);
  });

  test("shows the mail of each whom a digest of many goes to, the first by itself", async () => {
    const first = await page("/?digest=partners");
    expect(first).toMatch(/<select name="member"><option selected>5<\/option><option>6<\/option>/);
    expect(first).toContain("five@partner.example");
    const second = await page("/?digest=partners&member=6");
    expect(second).toContain("six@partner.example");
    expect(second).not.toContain("five@partner.example");
    expect(await page("/mail?digest=partners&member=6")).toContain("(6)");
    // Whom another digest goes to is nobody of this one.
    expect(await page("/?digest=partners&member=99")).toContain("five@partner.example");
    expect(await page("/?digest=daily&member=6")).not.toContain('name="member"');
  });

  test("counts fewer cards where the settings ask for more at stake, and has no counts of a publisher's mail", async () => {
    const cards = async (query: string) => Number(/<b>(\d+)<\/b> cards told whole/.exec(await page(query))?.[1]);
    expect(await cards("/?show=tiers&digest=lofty")).toBeLessThan(await cards("/?show=tiers"));
    const publisher = await page("/?show=tiers&digest=publisher");
    expect(publisher).toContain("A mail without tiers");
    expect(publisher).not.toMatch(/>Cards of \d+ mails</);
  });

  test("saves the whole message as .eml, byte for byte as it would be handed over, with what goes along", async () => {
    const response = await get("/mail.eml");
    expect(response.headers.get("content-type")).toBe("message/rfc822");
    expect(await page("/")).toMatch(/href="\/mail\.eml\?[^"]*" download="2026-11-24_acme_daily\.eml"/);
    const mail = await PostalMime.parse(await response.arrayBuffer());
    expect(mail.to).toMatchObject([{ address: "team@acme.example" }]);
    const html = await page("/");
    const [subject, attached] = ["subject", "attached"].map(
      (id) => new RegExp(`<dd id="${id}">(.*?)</dd>`).exec(html)?.[1],
    );
    expect(escaped(mail.subject ?? "")).toBe(subject);
    expect(mail.attachments.map(({ filename }) => filename).join(", ")).toBe(attached);
    expect((mail.html ?? "").trimEnd()).toContain((await page("/mail")).split("<body")[1]?.slice(0, 400));
    expect((await get("/mail.eml?digest=nope")).status).toBe(404);
  });

  test("offers of the switches those that do something to what is shown", async () => {
    const labels = async (show: string) =>
      [...(await page(`/?show=${show}`)).matchAll(/<a href="[^"]*"(?: aria-current="true")?>([^<]+)<\/a>/g)].map(
        ([, label]) => label,
      );
    const own = ["Light", "Dark", "All styles", "No style block", "No styles", "Desk", "Phone"];
    expect(await labels("html")).toEqual(expect.arrayContaining(own));
    for (const show of ["csv", "tiers"]) for (const label of own) expect(await labels(show)).not.toContain(label);
    expect(await labels("text")).toEqual(expect.arrayContaining(["Desk", "Phone"]));
    for (const label of own.slice(0, 5)) expect(await labels("text")).not.toContain(label);
    expect(await labels("html")).not.toContain("No images");
  });

  test("shows the mail as programs do that drop the style block, or all styles", async () => {
    const [all, inline, none] = await Promise.all(
      ["all", "inline", "none"].map((styles) => page(`/mail?styles=${styles}`)),
    );
    expect(all).toMatch(/<style>.*style="/s);
    expect(inline).not.toContain("<style>");
    expect(inline).toContain(' style="');
    expect(none).not.toMatch(/<style>| style="| class="/);
    const words = (html = "") => html.replace(/^.*<body[^>]*>/s, "").replace(/<[^>]*>/g, " ");
    expect(words(none)).toBe(words(all));
  });

  test("leaves nothing behind: no mail, no rendering, no ledger", async () => {
    await page("/");
    const left = (await readdir(world.folder)).filter((name) => name !== ".store").sort();
    expect(left).toEqual(["own.sql", "settings.json", "snapshots"]);
  });
});

describe("what cannot be shown is told", () => {
  test.each([
    ["a digest that the settings do not hold", { digest: "nope" }, "It has: daily, unfit, weekly"],
    ["an enterprise without a snapshot", { enterprise: "quiet" }, "npm run reports -- snapshot --enterprise quiet"],
    [
      "an enterprise that is nowhere",
      { enterprise: "elsewhere" },
      "the settings hold no such enterprise (enterprise elsewhere)",
    ],
    ["a day before all snapshots", { date: "2025-01-05" }, "there is no snapshot from 2024-"],
    ["a day that is none", { date: "2026-02-30" }, "date: must be a calendar day YYYY-MM-DD"],
    ["a name that would leave the folder", { enterprise: "../../etc" }, "enterprise: "],
  ])("for %s", async (_, asked, words) => {
    const { choices, outcome } = await previewOf({ data: world.folder, settings: world.settings, asked });
    expect(outcome).toMatchObject({ message: expect.stringContaining(words) });
    expect(choices.enterprises).toContain("acme");
  });

  test("with the choices that there are, on a page that is none of a mail", async () => {
    const response = await get("/?digest=nope");
    expect(response.status).toBe(404);
    const html = await response.text();
    expect(html).toContain("<b>UnknownDigest</b>");
    expect(html).toContain("<option selected>nope</option><option>daily</option>");
  });

  test("when the port is taken", async () => {
    const port = Number(new URL(world.server.url).port);
    await expect(servePreview({ data: world.folder, settings: world.settings, port })).rejects.toThrow(
      /listens there already/,
    );
  });
});

describe("nothing gets out", () => {
  test("the frame runs no script and loads nothing, and neither does the mail opened by itself", async () => {
    expect(await page("/")).toContain('sandbox="allow-popups"');
    const policy = (await get("/mail")).headers.get("content-security-policy");
    expect(policy).toContain("default-src 'none'");
    expect(policy).toContain("sandbox allow-popups;");
    expect(policy).not.toContain("script");
  });

  test("our own page runs our own script alone", async () => {
    const policy = (await get("/")).headers.get("content-security-policy");
    expect(policy).toContain("default-src 'none'; style-src 'self'; script-src 'self'");
  });

  test("another name for this machine is refused, as a page of somebody else's would use one", async () => {
    const { port } = new URL(world.server.url);
    const status = await new Promise((resolve, reject) => {
      const headers = { host: `rebound.example:${port}` };
      request(world.server.url, { headers }, (response) => resolve(response.resume().statusCode))
        .on("error", reject)
        .end();
    });
    expect(status).toBe(403);
  });

  test("it listens on 127.0.0.1 alone", async () => {
    const outside = Object.values(networkInterfaces()).flatMap((all) => all ?? []);
    const addresses = outside.filter(({ internal, family }) => !internal && family === "IPv4");
    for (const { address } of addresses) {
      await expect(fetch(`http://${address}:${new URL(world.server.url).port}/`)).rejects.toThrow();
    }
    expect(new URL(world.server.url).hostname).toBe("127.0.0.1");
  });
});

const escaped = (text: string): string =>
  text
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll('"', "&quot;")
    .replaceAll("'", "&#39;");
