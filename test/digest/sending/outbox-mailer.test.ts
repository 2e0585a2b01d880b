import { mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import PostalMime from "postal-mime";
import { afterEach, beforeEach, expect, test } from "vitest";
import { composeMail } from "../../../shared/digest/delivery/mime.ts";
import { createOutboxMailer } from "../../../shared/digest/delivery/outbox-mailer.ts";
import { tagsOf } from "../../../shared/digest/delivery/tags.ts";

let folder = "";
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "outbox-"));
});
afterEach(async () => {
  await rm(folder, { recursive: true });
});

const RUN = { enterprise: "acme", digest: "daily", date: "2026-11-23", runId: "20261123T070005.123Z", htmlSha256: "" };
async function mailTo(to: string, subject = "Lead digest") {
  const raw = await composeMail({
    ...{ from: "Reports <reports@acme.example>", to: to.includes("/") ? "x@acme.example" : to, subject },
    ...{ html: `<p>£ ${subject}</p>`, text: subject, attachments: [], listId: "daily.acme.acme.example", date: 0 },
  });
  return { from: "reports@acme.example", to, raw, tags: tagsOf(RUN) };
}

test("a mail lies in the outbox as it would have been sent, and its HTML beside it", async () => {
  const written: unknown[] = [];
  const outbox = join(folder, "data", "outbox");
  const mailer = createOutboxMailer({ folder: outbox, onWritten: (files) => written.push(files) });
  const mail = await mailTo("Team@acme.example");
  const outcome = await mailer.send(mail);
  expect(outcome).toEqual({ state: "sent", messageId: expect.stringMatching(/^outbox-[0-9a-f]{32}$/) });
  const base = join(outbox, "2026-11-23_acme_daily_team@acme.example");
  expect(written).toEqual([{ eml: `${base}.eml`, html: `${base}.html` }]);
  expect(new Uint8Array(await readFile(`${base}.eml`))).toEqual(mail.raw);
  expect((await PostalMime.parse(await readFile(`${base}.eml`))).to?.[0]?.address).toBe("Team@acme.example");
  expect((await readFile(`${base}.html`, "utf8")).trimEnd()).toBe("<p>£ Lead digest</p>");
  expect(await readdir(join(outbox, ".aside"))).toEqual([]);
});

test("no mail is written over another, nor over somebody's file, however many are sent at once", async () => {
  const mailer = createOutboxMailer({ folder });
  const base = join(folder, "2026-11-23_acme_daily_a@acme.example");
  await writeFile(`${base}.eml`, "somebody's");
  await writeFile(`${base}_3.html`, "somebody's");
  const subjects = ["one", "two", "three", "four"];
  await Promise.all(subjects.map(async (subject) => mailer.send(await mailTo("a@acme.example", subject))));
  expect(await readFile(`${base}.eml`, "utf8")).toBe("somebody's");
  expect(await readFile(`${base}_3.html`, "utf8")).toBe("somebody's");
  const names = (await readdir(folder)).filter((name) => name.endsWith(".eml")).sort();
  expect(names).toHaveLength(5);
  const pairs = await Promise.all(
    names.slice(1).map(async (name) => {
      const mail = await PostalMime.parse(await readFile(join(folder, name)));
      const html = await readFile(join(folder, name.replace(/eml$/, "html")), "utf8");
      return `${mail.subject}: ${html.trimEnd()}`;
    }),
  );
  expect(pairs.sort()).toEqual(subjects.map((subject) => `${subject}: <p>£ ${subject}</p>`).sort());
});

test("a name cannot lead out of the folder", async () => {
  const mailer = createOutboxMailer({ folder: join(folder, "outbox") });
  const mail = await mailTo("../../x@acme.example");
  await mailer.send({ ...mail, tags: { ...mail.tags, enterprise: "../../acme", date: "..\\.." } });
  expect(await readdir(folder)).toEqual(["outbox"]);
  expect((await readdir(join(folder, "outbox"))).filter((name) => !name.startsWith("."))).toHaveLength(2);
});

test("a folder that cannot be written is a failure, without the address", async () => {
  await writeFile(join(folder, "file"), "");
  const outcome = await createOutboxMailer({ folder: join(folder, "file") }).send(await mailTo("a@acme.example"));
  expect(outcome).toEqual({ state: "failed", reason: expect.stringMatching(/: E(EXIST|NOTDIR)$/) });
});

test("tags hold what the mail service allows", () => {
  expect(tagsOf(RUN)).toEqual({
    ...{ enterprise: "acme", digest: "daily", date: "2026-11-23", run: "20261123T070005-123Z" },
  });
});
