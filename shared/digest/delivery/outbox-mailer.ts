import { createHash } from "node:crypto";
import { link, mkdir, rm } from "node:fs/promises";
import { join } from "node:path";
import PostalMime from "postal-mime";
import { codeOf, writeAside } from "../../snapshot/folder-store-files.ts";
import type { Mailer, OutgoingMail } from "./mailer.ts";

export interface OutboxOptions {
  /** Where the mails go, such as `.reports/outbox`. */
  readonly folder: string;
  /** Told where each mail lies. */
  readonly onWritten?: (files: { readonly eml: string; readonly html: string }) => void;
}

/**
 * A mailer that posts nothing: each mail becomes an `.eml` file as it would have been sent, and beside it the HTML part to
 * open in a browser. A name that is taken is never written over; the next mail to it gets a number.
 */
export function createOutboxMailer({ folder, onWritten }: OutboxOptions): Mailer {
  return {
    send: async (mail) => {
      try {
        const { html } = await PostalMime.parse(mail.raw);
        const files = await writeBoth(folder, { name: nameOf(mail), eml: mail.raw, html: html ?? "" });
        onWritten?.(files);
        return {
          state: "sent",
          messageId: `outbox-${createHash("sha256").update(mail.raw).digest("hex").slice(0, 32)}`,
        };
      } catch (error) {
        return { state: "failed", reason: `the outbox folder could not take the mail: ${codeOf(error)}` };
      }
    },
  };
}

/** `2026-11-23_acme_daily_team@acme.example`, of the mail's tags as far as it has them. */
function nameOf({ tags, to }: OutgoingMail): string {
  const parts = [tags["date"], tags["enterprise"], tags["digest"], to.toLowerCase()];
  return parts
    .filter((part) => part !== undefined)
    .map((part) => part.replace(/[^A-Za-z0-9@._+-]/g, "-").replace(/^\.+/, ""))
    .join("_")
    .slice(0, 200);
}

interface MailFiles {
  readonly name: string;
  readonly eml: Uint8Array;
  readonly html: string;
}

async function writeBoth(folder: string, { name, eml, html }: MailFiles): Promise<{ eml: string; html: string }> {
  await mkdir(folder, { recursive: true });
  const aside = join(folder, ".aside");
  const fresh = [await writeAside(aside, eml), await writeAside(aside, new TextEncoder().encode(html))] as const;
  try {
    for (let number = 1; ; number++) {
      const base = join(folder, number === 1 ? name : `${name}_${number}`);
      const files = { eml: `${base}.eml`, html: `${base}.html` };
      if (await linkedNew(fresh[0], files.eml)) {
        if (await linkedNew(fresh[1], files.html)) return files;
        await rm(files.eml);
      }
    }
  } finally {
    for (const path of fresh) await rm(path, { force: true });
  }
}

async function linkedNew(from: string, to: string): Promise<boolean> {
  try {
    await link(from, to);
    return true;
  } catch (error) {
    if (codeOf(error) === "EEXIST") return false;
    throw error;
  }
}
