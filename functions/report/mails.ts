import { createHash } from "node:crypto";
import { type MailContent, type MailList, mailsTo, mailsToOwner } from "../../shared/digest/delivery/addressed.ts";
import type { DeliveryRequest, PendingMail } from "../../shared/digest/delivery/deliver.ts";
import { noticeMail } from "../../shared/digest/frame/notice.ts";
import { instantAt } from "../../shared/platform/day.ts";
import { ledgerName } from "../../shared/reports/ledger-name.ts";
import type { OwnerNotice } from "../../shared/reports/mail/owner-notice.ts";
import { recipientsOf } from "../../shared/settings/recipients.ts";
import type { ReportRun } from "./report-run.ts";

type Run = Omit<ReportRun, "sources">;

/** One message per recipient of the member's list, or per address of a test. */
export const mailsFor = (run: Run, member: number | null, content: MailContent): readonly PendingMail[] =>
  mailsTo(listOf(run, member), run.request.to ?? recipientsOf(run.report.settings, member), content);

/** What the owner is told of it. */
export const noticesFor = (run: Run, member: number | null, notice: OwnerNotice): readonly PendingMail[] =>
  mailsToOwner(listOf(run, member), noticeMail(notice));

function listOf({ request, settings, enterprise, report, date, runId }: Run, member: number | null): MailList {
  const name = ledgerName(report.name, member);
  const dueAt = instantAt(date, report.settings.at, enterprise.timeZone);
  return { settings, enterprise: request.enterprise, name, taggedAs: name, date, runId, dueAt };
}

/** @param content what the ledger keeps the hash of */
export const deliveryRequest = (
  { request, report, date, runId }: Run,
  member: number | null,
  { content, stopAt }: { readonly content: string; readonly stopAt?: number | undefined },
): DeliveryRequest => ({
  ...{ enterprise: request.enterprise, digest: ledgerName(report.name, member), date, runId },
  htmlSha256: createHash("sha256").update(content).digest("hex"),
  force: request.force,
  test: request.to !== undefined,
  ...(stopAt === undefined ? {} : { stopAt }),
});
