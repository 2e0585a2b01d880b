import { type DeliverDependencies, deliver } from "../../shared/digest/delivery/deliver.ts";
import { type NotMade, ownerNotice } from "../../shared/reports/mail/owner-notice.ts";
import { deliveryRequest, noticesFor } from "./mails.ts";
import type { ReportRun } from "./report-run.ts";

interface Deps extends DeliverDependencies {
  readonly stopAt?: number;
}

/**
 * Tells the owner why nobody gets a report: once a day, owner and member, by a ledger of its own. Never throws.
 * @returns what became of it, as a sentence
 */
export async function tellOwner(
  deps: Deps,
  run: Omit<ReportRun, "sources">,
  member: number | null,
  why: NotMade,
): Promise<string> {
  const { request, report, enterprise, date } = run;
  const { title, audience } = report.settings;
  const notice = ownerNotice(
    {
      enterprise: request.enterprise,
      report: report.name,
      title,
      audience,
      member,
      timeZone: enterprise.timeZone,
      date,
    },
    why,
  );
  const asked = deliveryRequest(run, member, { content: notice.text, stopAt: deps.stopAt });
  const { recipients } = await deliver(
    deps,
    { ...asked, digest: `owner.${asked.digest}` },
    noticesFor(run, member, notice),
  );
  const isTold = recipients.some(({ state }) => state === "sent" || state === "already-sent");
  return isTold ? "The owner was told." : "The owner could not be told either.";
}
