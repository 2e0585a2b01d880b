import type { PendingMail } from "../../shared/digest/delivery/deliver.ts";
import { composeMail, listIdOf } from "../../shared/digest/delivery/mime.ts";
import { tagsOf } from "../../shared/digest/delivery/tags.ts";
import { noticeHtml } from "../../shared/digest/frame/notice.ts";
import type { OwnerNotice } from "../../shared/digest/frame/owner-notice.ts";
import { bareAddress, isAddress } from "../../shared/settings/address.ts";
import { type DigestRun, dueAt, namesOfRun } from "./digest-run.ts";
import type { Rendering } from "./rendering.ts";

type Content = Pick<Rendering, "subject" | "html" | "text" | "attachments">;

/** One message per recipient of the digest, or per address of a test. */
export function mailsFor(run: DigestRun, rendering: Content): readonly PendingMail[] {
  const { ledger } = namesOfRun(run);
  return (run.request.to ?? run.digest.to).map((to) => pendingMail(run, { to, digest: ledger }, rendering));
}

/** What the owner is told, one message per address of `alertsTo`; endpoints take no mail. */
export function noticesFor(run: DigestRun, { subject, text }: OwnerNotice): readonly PendingMail[] {
  const content: Content = { subject, text, html: noticeHtml(subject, text), attachments: [] };
  const { digest } = run.request;
  return run.settings.alertsTo.filter(isAddress).map((to) => pendingMail(run, { to, digest }, content));
}

/** @param of.digest as the tags of the mail name it */
function pendingMail(
  run: DigestRun,
  { to, digest: tagged }: { readonly to: string; readonly digest: string },
  content: Content,
): PendingMail {
  const { request, settings, date } = run;
  const names = { enterprise: request.enterprise, digest: request.digest };
  const compose: PendingMail["compose"] = async () => ({
    from: bareAddress(settings.from),
    to,
    tags: tagsOf({ ...names, digest: tagged, date, runId: run.runId }),
    raw: await composeMail({
      ...content,
      from: settings.from,
      replyTo: settings.replyTo,
      to,
      listId: listIdOf({ ...names, from: settings.from }),
      date: dueAt(run),
    }),
  });
  return { to, compose };
}
