import { type DeliverDependencies, deliver } from "../../shared/digest/delivery/deliver.ts";
import { type NotMade, ownerNotice } from "../../shared/reports/mail/owner-notice.ts";
import { membersOf } from "../../shared/settings/recipients.ts";
import { deliveryRequest, noticesFor } from "./mails.ts";
import type { ReportRun } from "./report-run.ts";

interface Deps extends DeliverDependencies {
  readonly stopAt?: number;
}

/** Who is told why comes after those whose report it was: what a run keeps of its time for it, in ms. */
export const NOTICE_MS = 15_000;

/**
 * Tells the owner why nobody gets a report, or who of many does not: all in one notice, once a day, owner and report, by a ledger of its
 * own. A run of one member alone has its own, so that it takes no notice from the others'. Never throws.
 * @returns what became of it, as a sentence
 */
export async function tellOwner(
  deps: Deps,
  run: Omit<ReportRun, "sources">,
  why: readonly [NotMade, ...NotMade[]],
): Promise<string> {
  const { request, report, enterprise, date } = run;
  const { title, audience } = report.settings;
  const member = request.member ?? null;
  const notice = ownerNotice(
    {
      ...{ enterprise: request.enterprise, report: report.name, title, audience, date, timeZone: enterprise.timeZone },
      members: membersOf(report.settings).length,
    },
    why,
  );
  const stopAt = deps.stopAt === undefined ? undefined : deps.stopAt + NOTICE_MS;
  const asked = deliveryRequest(run, member, { content: notice.text, stopAt });
  const { recipients } = await deliver(
    deps,
    { ...asked, digest: `owner.${asked.digest}` },
    noticesFor(run, member, notice),
  );
  const isTold = recipients.some(({ state }) => state === "sent" || state === "already-sent");
  return isTold ? "The owner was told." : "The owner could not be told either.";
}
