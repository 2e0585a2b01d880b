import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { type CellObject, read } from "@e965/xlsx";
import { parse } from "csv-parse/sync";
import type { Email } from "postal-mime";
import { describe, expect } from "vitest";
import { CANARY_PATTERN } from "../../functions/local/simulated-api/records/parts.ts";
import { dayOf } from "../../shared/platform/day.ts";
import { HOSTILE_NAMES } from "../digest/hostile.ts";
import { type DigestAccount, type DigestAccountOptions, openDigestAccount } from "./digest-account.ts";
import { faultTest } from "./fault-test.ts";
import { openFreshAccount, TODAY } from "./job-account.ts";
import { idsTo, patternOf, rowWorld, ZONE } from "./row-world.ts";

const { statistics } = patternOf("campaigns") as { statistics: Record<string, never> };

/** Campaigns with these names, all of them under way, so that each is in the mail. */
function namedWorld(names: readonly string[]) {
  return rowWorld(idsTo(names.length), (id, atMs) => {
    const leads = dayOf(atMs, ZONE) < TODAY ? 10 : 15;
    return {
      name: names[id - 1] ?? "",
      status: "Active",
      startTs: "2026-11-01T00:00:00+00:00",
      endTs: "2026-12-31T23:59:59+00:00",
      statistics: { ...statistics, totalLeads: leads, validLeads: leads, billableLeads: leads },
    };
  });
}

async function mailAbout(names: readonly string[], options: DigestAccountOptions = {}) {
  const opened = await openDigestAccount({ world: namedWorld(names), ...options });
  const answer = await opened.send();
  expect(answer.outcome).toBe("sent");
  const [mail] = await opened.mails();
  if (mail === undefined) throw new Error("no mail");
  const raw = Buffer.from(opened.sent[0]?.raw ?? "").toString("latin1");
  return { mail, raw, answer, opened };
}

/** A sheet of a mail as it is stored beside it. */
async function sheetOf({ account }: DigestAccount, htmlKey: string | null, name: string) {
  const found = await account.store.get(`${htmlKey?.replace(/digest\.html$/, "")}${name}.csv`);
  return parse(Buffer.from(found?.body ?? []), { bom: true, columns: true }) as Record<string, string>[];
}
/** What goes along. */
const attachedTo = (mail: Email): Record<string, string>[] =>
  parse(Buffer.from(mail.attachments[0]?.content as ArrayBuffer), { bom: true, columns: true });
/** Every cell of the workbook that goes along. */
const cellsOf = (mail: Email): CellObject[] =>
  Object.values(read(mail.attachments[0]?.content).Sheets).flatMap((sheet) =>
    Object.entries(sheet).flatMap(([place, cell]) => (place.startsWith("!") ? [] : [cell as CellObject])),
  );
const linksIn = (html: string): string[] =>
  [...html.matchAll(/\b(?:href|src|action|background)\s*=\s*"([^"]*)"/gi)].map(([, link = ""]) => link);

describe("texts", () => {
  faultTest("T16", "in Parquet", async () => {
    const account = await openFreshAccount({ world: namedWorld(HOSTILE_NAMES) });
    await account.publishes();
    const names = (await account.rows()).map(({ name }) => name);
    expect(names).toEqual(HOSTILE_NAMES.map((name) => name.toWellFormed()));
    const stored = await Promise.all((await account.store.list("")).map(({ key }) => account.store.get(key)));
    for (const object of stored) {
      expect(Buffer.from(object?.body ?? []).toString("latin1")).not.toMatch(CANARY_PATTERN);
    }
  });
  faultTest("T16", "in the mail", async () => {
    // SES on loopback refuses long lines and bare line feeds, as SES does.
    const { mail, raw } = await mailAbout(HOSTILE_NAMES);
    expect(raw).toMatch(/^[\t\r\n -~]*$/);
    const shown = `${mail.subject}${mail.text}${mail.html}`;
    // The isolates around a name that runs from right to left are the mail's own.
    expect(shown.match(/[^\P{Cc}\t\n\r]|[\u202a-\u202e\u2066\u2067]/gu) ?? []).toEqual([]);
    expect(shown.isWellFormed()).toBe(true);
    expect(shown).not.toMatch(/canary/i);
  });

  const MARKUP = [
    "<script>alert(1)</script>",
    `"><img src=x onerror=alert(1)>`,
    "javascript:alert(1)",
    'A & B\'s <b>"offer"</b>',
  ];
  faultTest("I06", "", async () => {
    const { mail } = await mailAbout(MARKUP);
    for (const name of MARKUP) expect(mail.text).toContain(name);
    const html = mail.html ?? "";
    for (const tag of ["<script", "<img", "<b>&quot;offer", "onerror=alert(1)>"]) expect(html).not.toContain(tag);
    expect(html).toContain("&lt;script&gt;alert(1)&lt;/script&gt;");
    expect(html).toContain("A &amp; B");
    const links = linksIn(html);
    expect(links.length).toBeGreaterThan(0);
    expect(links.filter((link) => !link.startsWith("https://acme.cvtr.io/"))).toEqual([]);
  });

  const INJECTING = ["Offer\r\nBcc: everybody@elsewhere.example", "Offer\nSubject: won\n\nbody", "Offer\u2028Cc: x"];
  faultTest("I07", "", async () => {
    const { mail, raw } = await mailAbout(INJECTING);
    const head = raw.slice(0, raw.indexOf("\r\n\r\n"));
    expect(head).not.toMatch(/^(Bcc|Cc):/im);
    expect(head.match(/^Subject:/gim)).toHaveLength(1);
    expect(mail.bcc ?? []).toEqual([]);
    expect(mail.to).toMatchObject([{ address: "one@acme.example" }]);
    expect(mail.text).toContain("Offer Bcc: everybody@elsewhere.example");
  });
  for (const address of ["one@acme.example\r\nBcc: x@elsewhere.example", "a@acme.example,b@acme.example", "none"]) {
    faultTest("I07", `a recipient ${JSON.stringify(address)}`, async () => {
      await expect(openDigestAccount({ digest: { to: [address] }, days: 0 })).rejects.toMatchObject({
        name: "InvalidSettings",
      });
      const opened = await openDigestAccount({ days: 0 });
      expect(() => opened.send({ to: [address] })).toThrow(expect.objectContaining({ name: "InvalidEvent" }));
      expect(opened.sent).toEqual([]);
    });
  }

  const FORMULAS = ["=cmd|' /C calc'!A0", "+1+1", "-2+3", "@SUM(A1:A9)", "\t=1+1", "\r=1+1", " =1+1", `"=1+1"`];
  faultTest("I08", "", async () => {
    const { mail, answer, opened } = await mailAbout(FORMULAS, { digest: { attach: "csv" } });
    const sheet = await sheetOf(opened, answer.htmlKey, "pacing");
    const names = sheet.map(({ campaign }) => campaign ?? "");
    for (const row of attachedTo(mail)) for (const cell of Object.values(row)) expect(cell).not.toMatch(/^[=+@\t\r]/);
    expect(names).toHaveLength(FORMULAS.length);
    for (const name of names) expect(name).not.toMatch(/^[=+\-@\t\r]/);
    expect(names).toContain("'=cmd|' /C calc'!A0");
    expect(sheet[0]?.["delivered"]).toBe("15");
    const cells = cellsOf((await mailAbout(FORMULAS)).mail);
    expect(cells.filter(({ f: formula }) => formula !== undefined)).toEqual([]);
    expect(cells.map(({ v: value }) => value)).toContain("=cmd|' /C calc'!A0");
  });
  faultTest("I08", "numbers below zero stay numbers", async () => {
    const world = rowWorld(idsTo(1), (_, atMs) => {
      const leads = dayOf(atMs, ZONE) < TODAY ? 20 : 15;
      const term = { startTs: "2026-11-01T00:00:00+00:00", endTs: "2026-12-31T23:59:59+00:00" };
      return { ...term, status: "Active", statistics: { ...statistics, totalLeads: leads, billableLeads: leads } };
    });
    const opened = await openDigestAccount({ world });
    const { htmlKey } = await opened.send();
    expect((await sheetOf(opened, htmlKey, "pacing"))[0]?.["since_previous"]).toBe("-5");
  });

  const TEMPLATES = [`\${7*7} {{7*7}} <%= 7*7 %> #{7*7}`, `Robert'); DROP TABLE campaigns;--`, "$(id) `id` %s %n"];
  faultTest("I09", "", async () => {
    const { mail, opened } = await mailAbout(TEMPLATES);
    for (const name of TEMPLATES) expect(mail.text).toContain(name);
    expect(`${mail.subject}${mail.text}`).not.toContain("49");
    const rows = await opened.account.rows();
    expect(rows.map(({ name }) => name)).toEqual(TEMPLATES);
  });

  faultTest("I11", "", async () => {
    const names = HOSTILE_NAMES.slice(0, 12);
    const code = `
      import { createPowertoolsLog } from "./shared/platform/logger.ts";
      const log = createPowertoolsLog({ service: "snapshot" });
      for (const name of ${JSON.stringify(names)}) log.warn("x " + name, { key: name, [name]: [name, { name }] });`;
    const child = await promisify(execFile)(process.execPath, ["--input-type=module", "-e", code]);
    const lines = `${child.stdout}${child.stderr}`.trimEnd().split("\n");
    expect(lines.map((line) => JSON.parse(line).key)).toEqual(names);
    for (const line of lines) expect(line).not.toMatch(/\p{Cc}/u);
  });

  faultTest(
    "I12",
    "",
    async () => {
      const names = idsTo(10_000).map((id) => `Campaign number ${id} of a very large account`);
      const { mail, answer, opened } = await mailAbout(names, {
        limits: { pageSize: 100 },
        days: 1,
        digest: { to: ["one@acme.example"] },
      });
      expect(Buffer.byteLength(mail.html ?? "", "utf8")).toBeLessThan(102 * 1024);
      expect(mail.html).toMatch(/\d,\d{3} more/);
      expect(await sheetOf(opened, answer.htmlKey, "pacing")).toHaveLength(10_000);
    },
    90_000,
  );
});
