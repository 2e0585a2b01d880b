import { createHash } from "node:crypto";
import type { DeliveryRequest, PendingMail } from "../../shared/digest/delivery/deliver.ts";
import { composeMail, listIdOf } from "../../shared/digest/delivery/mime.ts";
import { tagsOf } from "../../shared/digest/delivery/tags.ts";
import { noticeHtml } from "../../shared/digest/frame/notice.ts";
import { instantAt } from "../../shared/platform/day.ts";
import { ledgerName } from "../../shared/reports/ledger-name.ts";
import type { OwnerNotice } from "../../shared/reports/mail/owner-notice.ts";
import { bareAddress, isAddress } from "../../shared/settings/address.ts";
import { recipientsOf } from "../../shared/settings/recipients.ts";
import type { Rendering } from "./rendering.ts";
import type { ReportRun } from "./report-run.ts";

type Run = Omit<ReportRun, "sources">;
type Content = Pick<Rendering, "subject" | "html" | "text" | "attachments">;

/** One message per recipient of the member's list, or per address of a test. */
export function mailsFor(run: Run, member: number | null, content: Content): readonly PendingMail[] {
  const to = run.request.to ?? recipientsOf(run.report.settings, member);
  return to.map((address) => pendingMail(run, member, { to: address, content }));
}

/** What the owner is told, one message per address of `alertsTo`; endpoints take no mail. */
export function noticesFor(run: Run, member: number | null, { subject, text }: OwnerNotice): readonly PendingMail[] {
  const content: Content = { subject, text, html: noticeHtml(subject, text), attachments: [] };
  return run.settings.alertsTo.filter(isAddress).map((to) => pendingMail(run, member, { to, content }));
}

function pendingMail(
  { request, settings, enterprise, report, date, runId }: Run,
  member: number | null,
  { to, content }: { readonly to: string; readonly content: Content },
): PendingMail {
  const names = { enterprise: request.enterprise, digest: ledgerName(report.name, member) };
  const compose: PendingMail["compose"] = async () => ({
    from: bareAddress(settings.from),
    to,
    tags: tagsOf({ ...names, date, runId }),
    raw: await composeMail({
      ...content,
      from: settings.from,
      replyTo: settings.replyTo,
      to,
      listId: listIdOf({ ...names, from: settings.from }),
      // The hour it is due, not the hour it is made: the same day renders to the same bytes again.
      date: instantAt(date, report.settings.at, enterprise.timeZone),
    }),
  });
  return { to, compose };
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
