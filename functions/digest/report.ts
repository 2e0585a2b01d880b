import type { Log } from "../../shared/platform/log.ts";
import type { Metrics } from "../../shared/platform/metrics.ts";
import type { DigestAnswer } from "./answer.ts";

const GOOD: ReadonlySet<DigestAnswer["outcome"]> = new Set(["sent", "already-sent"]);

/** One log line a run without addresses, and the metrics alarms go by. */
export function reportDigest(deps: { readonly log: Log; readonly metrics: Metrics }, answer: DigestAnswer): void {
  const { recipients, subject: _, ...line } = answer;
  const states = { sent: 0, failed: 0, unknown: 0, "already-sent": 0 };
  for (const { state } of recipients) states[state] += 1;
  deps.log[GOOD.has(answer.outcome) || answer.outcome === "dry-run" ? "info" : "warn"]("digest-run", {
    ...line,
    ...states,
  });
  if (answer.outcome === "dry-run") return;
  if (GOOD.has(answer.outcome)) deps.metrics.put("DigestSucceeded", 1, "Count", { enterprise: answer.enterprise });
  // Without the enterprise, so that one alarm hears of all; the log line names it.
  else deps.metrics.put("DigestNotSent", 1, "Count");
  deps.metrics.put("MailsSent", states.sent, "Count");
  deps.metrics.put("MailsFailed", states.failed, "Count");
  deps.metrics.put("MailsUnknown", states.unknown, "Count");
}
