import { type MailContent, type MailList, mailsTo, mailsToOwner } from "../../shared/digest/delivery/addressed.ts";
import type { PendingMail } from "../../shared/digest/delivery/deliver.ts";
import { noticeMail } from "../../shared/digest/frame/notice.ts";
import type { OwnerNotice } from "../../shared/digest/frame/owner-notice.ts";
import { type DigestRun, dueAt, namesOfRun } from "./digest-run.ts";

/** One message per recipient of the digest, or per address of a test. */
export const mailsFor = (run: DigestRun, content: MailContent): readonly PendingMail[] =>
  mailsTo(listOf(run, namesOfRun(run).ledger), run.request.to ?? run.digest.to, content);

/** What the owner is told of it. */
export const noticesFor = (run: DigestRun, notice: OwnerNotice): readonly PendingMail[] =>
  mailsToOwner(listOf(run, run.request.digest), noticeMail(notice));

function listOf(run: DigestRun, taggedAs: string): MailList {
  const { request, settings, date, runId } = run;
  return { settings, enterprise: request.enterprise, name: request.digest, taggedAs, date, runId, dueAt: dueAt(run) };
}
