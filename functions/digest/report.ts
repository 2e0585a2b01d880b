import type { RecipientResult } from "../../shared/digest/delivery/deliver.ts";
import type { Log } from "../../shared/platform/log.ts";
import type { Metrics } from "../../shared/platform/metrics.ts";
import type { DigestAnswer } from "./answer.ts";

/** Nothing is wrong, so nothing sounds. */
const QUIET: ReadonlySet<DigestAnswer["outcome"]> = new Set(["sent", "already-sent", "empty", "deferred", "dry-run"]);
/** The day's digest is done. */
const DONE: ReadonlySet<DigestAnswer["outcome"]> = new Set(["sent", "already-sent", "empty"]);

/**
 * One log line a run without addresses, and the metrics alarms go by. A run counts what it did itself: what an earlier run of the day
 * reported is not told again.
 * @param isRepeated an earlier run of the day withheld the mail too
 */
export function reportDigest(
  deps: { readonly log: Log; readonly metrics: Metrics },
  answer: DigestAnswer,
  { isRepeated = false }: { readonly isRepeated?: boolean } = {},
): void {
  const { recipients, subject: _, ...line } = answer;
  const { enterprise, outcome } = answer;
  const states = { sent: 0, failed: 0, unknown: 0, "already-sent": 0, withheld: 0 };
  for (const { state } of recipients) states[state] += 1;
  deps.log[QUIET.has(outcome) ? "info" : "warn"]("digest-run", { ...line, ...states });
  if (outcome === "dry-run" || outcome === "deferred") return;
  if (DONE.has(outcome)) deps.metrics.put("DigestSucceeded", 1, "Count", { enterprise });
  // Without the enterprise, so that one alarm hears of all; the log line names it.
  if (outcome === "withheld" && !isRepeated) deps.metrics.put("DigestsWithheld", 1, "Count");
  const own = (state: RecipientResult["state"]): number =>
    recipients.filter((one) => one.state === state && one.earlier !== true).length;
  const counted = { MailsSent: own("sent"), MailsFailed: own("failed"), MailsUnknown: own("unknown") };
  if (counted.MailsFailed + counted.MailsUnknown > 0) deps.metrics.put("DigestNotSent", 1, "Count");
  for (const [name, value] of Object.entries(counted)) deps.metrics.put(name, value, "Count");
}
