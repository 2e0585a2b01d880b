import type { RecipientResult } from "../../shared/digest/delivery/deliver.ts";
import type { Log } from "../../shared/platform/log.ts";
import type { Metrics } from "../../shared/platform/metrics.ts";
import type { DigestAnswer, MemberAnswer, SentAnswer } from "./answer.ts";

/** Nothing is wrong, so nothing sounds. */
const QUIET: ReadonlySet<DigestAnswer["outcome"]> = new Set(["sent", "already-sent", "empty", "deferred", "dry-run"]);
/** The day's digest is done. */
const DONE: ReadonlySet<DigestAnswer["outcome"]> = new Set(["sent", "already-sent", "empty"]);

/** A mail of the run: the only one, or one of many. */
type Reported = SentAnswer &
  Partial<Pick<MemberAnswer, "member" | "error">> & {
    /** An earlier run of the day withheld the mail too. */
    readonly isRepeated?: boolean;
  };

/**
 * One log line a mail without addresses, and the metrics alarms go by. A run counts what it did itself: what an earlier run of the day
 * reported is not told again.
 * @param mails of a digest of many each of theirs; else the one that the answer tells of
 */
export function reportDigest(
  deps: { readonly log: Log; readonly metrics: Metrics },
  answer: DigestAnswer,
  mails: readonly Reported[] = [answer],
): void {
  const { runId, enterprise, digest, date, outcome } = answer;
  for (const { recipients, subject: _, isRepeated: __, ...line } of mails) {
    const states = { sent: 0, failed: 0, unknown: 0, "already-sent": 0, withheld: 0 };
    for (const { state } of recipients) states[state] += 1;
    const level = QUIET.has(line.outcome) ? "info" : "warn";
    deps.log[level]("digest-run", { ...{ runId, enterprise, digest, date }, ...line, ...states });
  }
  if (outcome === "dry-run" || outcome === "deferred") return;
  if (DONE.has(outcome)) deps.metrics.put("DigestSucceeded", 1, "Count", { enterprise });
  // Without the enterprise, so that one alarm hears of all; the log line names it.
  const isWithheld = mails.some((mail) => mail.outcome === "withheld" && !mail.isRepeated);
  if (isWithheld) deps.metrics.put("DigestsWithheld", 1, "Count");
  const recipients = mails.flatMap((mail) => mail.recipients);
  const own = (state: RecipientResult["state"]): number =>
    recipients.filter((one) => one.state === state && one.earlier !== true).length;
  const counted = { MailsSent: own("sent"), MailsFailed: own("failed"), MailsUnknown: own("unknown") };
  const isNotMade = mails.some((mail) => mail.outcome === "failed" || isWithoutTurn(mail));
  if (isNotMade || counted.MailsFailed + counted.MailsUnknown > 0) deps.metrics.put("DigestNotSent", 1, "Count");
  for (const [name, value] of Object.entries(counted)) deps.metrics.put(name, value, "Count");
}

/** One of many for which the run had no time left. */
const isWithoutTurn = ({ outcome, recipients }: Reported): boolean => outcome === "not-sent" && recipients.length === 0;
