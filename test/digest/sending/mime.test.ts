import fc from "fast-check";
import PostalMime from "postal-mime";
import { describe, expect, test } from "vitest";
import { composeMail, listIdOf, type MailToCompose } from "../../../shared/digest/delivery/mime.ts";
import { MAX_MAIL_BYTES } from "../../../shared/digest/delivery/mime-limit.ts";

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
const MAIL: MailToCompose = {
  from: "Lead reports <reports@acme.example>",
  replyTo: "owner+leads@acme.example",
  to: "team@acme.example",
  subject: "Lead digest 22 Nov: 5 at risk, 1,204 delivered (+86)",
  html: "<!doctype html><html><body><p>£1,204 · 5 at risk</p></body></html>",
  text: "£1,204\n\n  Campaign        Delivered \n  A               12\n-- \nend\n",
  attachments: [
    { filename: "campaigns.csv", contentType: "text/csv; charset=utf-8", content: bytes("name,leads\r\nÉ,1\r\n") },
    { filename: "contracts.csv", contentType: "text/csv; charset=utf-8", content: bytes("a,b\r\n") },
  ],
  listId: "daily.acme.acme.example",
  date: Date.UTC(2026, 10, 23, 7),
};
const parse = async (mail: Partial<MailToCompose>) => PostalMime.parse(await composeMail({ ...MAIL, ...mail }));
const header = (mail: { headers: { key: string; value: string }[] }, key: string): string[] =>
  mail.headers.filter((entry) => entry.key === key).map(({ value }) => value);
const linesOf = (raw: Uint8Array): string[] => Buffer.from(raw).toString("latin1").split("\r\n");

describe("a composed mail", () => {
  test("is read back by another parser as it was: headers, text, HTML and attachments", async () => {
    const mail = await parse({});
    expect(mail.from).toEqual({ name: "Lead reports", address: "reports@acme.example" });
    expect(mail.to).toEqual([{ name: "", address: "team@acme.example" }]);
    expect(mail.replyTo).toEqual([{ name: "", address: "owner+leads@acme.example" }]);
    expect(mail.subject).toBe(MAIL.subject);
    expect(mail.date).toBe("2026-11-23T07:00:00.000Z");
    expect(mail.html?.trimEnd()).toBe(MAIL.html);
    expect(mail.text?.trimEnd()).toBe(MAIL.text.trimEnd());
    const files = mail.attachments.map(({ filename, mimeType, disposition, content }) => ({
      ...{ filename, mimeType, disposition, text: new TextDecoder().decode(content as ArrayBuffer) },
    }));
    expect(files).toEqual([
      { filename: "campaigns.csv", mimeType: "text/csv", disposition: "attachment", text: "name,leads\r\nÉ,1\r\n" },
      { filename: "contracts.csv", mimeType: "text/csv", disposition: "attachment", text: "a,b\r\n" },
    ]);
  });

  test("says that nobody typed it, which list it is of, and how to leave: by mail, with the plus sign escaped", async () => {
    const mail = await parse({});
    expect(header(mail, "auto-submitted")).toEqual(["auto-generated"]);
    expect(header(mail, "list-id")).toEqual(["<daily.acme.acme.example>"]);
    expect(header(mail, "list-unsubscribe")).toEqual([
      "<mailto:owner%2Bleads@acme.example?subject=Unsubscribe%20from%20daily.acme.acme.example>",
    ]);
    const names = mail.headers.map(({ key }) => key);
    expect(names).not.toContain("list-unsubscribe-post");
    expect(names.filter((name) => /^x-ses/.test(name))).toEqual([]);
    expect(new Set(names).size).toBe(names.length);
  });

  test("goes to the sender when no reply address is set", async () => {
    const { replyTo: _, ...rest } = MAIL;
    const mail = await PostalMime.parse(await composeMail(rest));
    expect(mail.replyTo?.[0]).toMatchObject({ address: "reports@acme.example" });
    expect(header(mail, "list-unsubscribe")[0]).toMatch(/^<mailto:reports@acme\.example\?/);
  });

  test("has the same bytes for the same input, and another id and boundary for any other", async () => {
    const first = await composeMail(MAIL);
    expect(Buffer.compare(first, await composeMail({ ...MAIL }))).toBe(0);
    const ids = new Set([(await PostalMime.parse(first)).messageId]);
    const changes = [{ to: "b@acme.example" }, { text: "x" }, { date: MAIL.date + 1000 }, { attachments: [] }];
    for (const change of changes) ids.add((await parse(change)).messageId);
    expect(ids.size).toBe(5);
    expect([...ids].every((id) => /^<[0-9a-f]{32}@acme\.example>$/.test(id ?? ""))).toBe(true);
  });

  test("does not depend on what an object holds beside its mail, such as the figures behind it", async () => {
    const beside: MailToCompose & { readonly figures: readonly number[] } = { ...MAIL, figures: [1, 2, 3] };
    expect(Buffer.from(await composeMail(beside)).equals(await composeMail(MAIL))).toBe(true);
  });

  test("takes no control or direction mark into subject and sender, and cuts a long subject between graphemes", async () => {
    const mail = await parse({
      subject: "A\r\nBcc: x@evil.example\u202e\u0007 \u{1f469}\u200d\u{1f4bb}".padEnd(400, "\u{1f469}\u200d\u{1f4bb}"),
      from: 'Name"\u0000, Other <reports@acme.example>',
    });
    expect(mail.subject).toMatch(/^A Bcc: x@evil\.example \u{1f469}\u200d\u{1f4bb}.*\u{1f469}\u200d\u{1f4bb}…$/u);
    expect(mail.subject?.length).toBeLessThanOrEqual(180);
    expect(mail.bcc).toBeUndefined();
    expect(mail.from).toEqual({ name: "Name , Other", address: "reports@acme.example" });
  });

  test("whatever the texts hold, adds no header and no part, loses no text, and has no long or bare line", async () => {
    const awkward = fc.oneof(
      fc.string({ unit: "binary", maxLength: 300 }),
      fc.constantFrom("\r\nBcc: a@b.example\r\n\r\n", "\r", "\n.\n", "--_NmP", "=?UTF-8?Q?x?=", "\ud800", "=20\t \n"),
      fc.integer({ min: 990, max: 4000 }).map((length) => "x".repeat(length)),
    );
    const names = (await parse({})).headers.map(({ key }) => key);
    await fc.assert(
      fc.asyncProperty(awkward, awkward, awkward, awkward, async (subject, name, text, html) => {
        const from = `N ${name.replace(/[\p{Cc}<>]/gu, " ")} <reports@acme.example>`;
        const raw = await composeMail({
          ...MAIL,
          subject: `s${subject}`,
          from,
          text: `t${text}`,
          html: `<p>${html}</p>`,
        });
        const lines = linesOf(raw);
        expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(998);
        expect(lines.some((line) => /[\r\n\0]/.test(line))).toBe(false);
        const mail = await PostalMime.parse(raw);
        expect(mail.headers.map(({ key }) => key)).toEqual(names);
        expect(mail.attachments).toHaveLength(2);
        const plain = (value: string | undefined) =>
          value
            ?.toWellFormed()
            .replace(/\r\n?|\n/g, "\n")
            .trimEnd();
        expect(plain(mail.text)).toBe(plain(`t${text}`));
        expect(plain(mail.html)).toBe(plain(`<p>${html}</p>`));
      }),
      { numRuns: 150 },
    );
  });

  test.each([
    ["a recipient with a line break", { to: "a@acme.example\r\nBcc: b@evil.example" }],
    ["two recipients in one", { to: "a@acme.example, b@evil.example" }],
    ["a recipient that is no address", { to: "team" }],
    ["an address longer than mail allows", { to: `${"a".repeat(250)}@acme.example` }],
    ["a reply address that is none", { replyTo: "owner" }],
    ["a list id with a line break", { listId: "a.b\r\nX: y" }],
    [
      "a file name with a path",
      { attachments: [{ filename: "../a.csv", contentType: "text/csv", content: bytes("") }] },
    ],
    [
      "a file name with a quote",
      { attachments: [{ filename: 'a".csv', contentType: "text/csv", content: bytes("") }] },
    ],
  ])("is refused, without repeating the address: %s", async (_, change) => {
    const composing = composeMail({ ...MAIL, ...change });
    await expect(composing).rejects.toMatchObject({ name: "SendFailed", retryable: false });
    await expect(composing).rejects.not.toThrow(/evil|@|\r|\n/);
  });

  test("the list id is made of digest, enterprise and the sender's domain", () => {
    expect(listIdOf({ digest: "daily", enterprise: "acme", from: "Reports <r@mail.acme.example>" })).toBe(
      "daily.acme.mail.acme.example",
    );
  });
});

describe("a mail over 10 MB", () => {
  const csv = (filename: string, megabytes: number) => ({
    ...{ filename, contentType: "text/csv", content: new Uint8Array(megabytes * 1024 * 1024).fill(65) },
  });

  test("loses its largest attachments until it fits, and says which in both parts", async () => {
    const attachments = [csv("campaigns.csv", 6), csv("contracts.csv", 1), csv("jobs.csv", 3)];
    const raw = await composeMail({ ...MAIL, attachments });
    expect(raw.length).toBeLessThanOrEqual(MAX_MAIL_BYTES);
    const mail = await PostalMime.parse(raw);
    expect(mail.attachments.map(({ filename }) => filename)).toEqual(["contracts.csv", "jobs.csv"]);
    expect(mail.text).toContain("stored with what was sent: campaigns.csv (6 MB)");
    expect(mail.html).toMatch(/campaigns\.csv \(6 MB\)<\/p><\/body><\/html>\s*$/);
  });

  test("without attachments is refused", async () => {
    await expect(composeMail({ ...MAIL, text: "x".repeat(11 * 1024 * 1024) })).rejects.toMatchObject({
      ...{ name: "SendFailed", retryable: false },
    });
  });
});
