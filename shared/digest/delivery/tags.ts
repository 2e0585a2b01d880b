import type { DeliveryRun } from "./ledger.ts";

/** Message tags of a digest's mails: the mail service's events carry them, the outbox names its files by them. */
export function tagsOf({
  enterprise,
  digest,
  date,
  runId,
}: Omit<DeliveryRun, "htmlSha256">): Readonly<Record<string, string>> {
  const tags = { enterprise, digest, date, run: runId };
  // SES takes letters, digits, underscore and hyphen only.
  return Object.fromEntries(Object.entries(tags).map(([name, value]) => [name, value.replace(/[^A-Za-z0-9_-]/g, "-")]));
}
