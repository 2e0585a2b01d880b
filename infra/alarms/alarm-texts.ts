import { type Names, namesOf } from "../../shared/settings/names.ts";

/** `page`: a day is lost, or a mail, unless somebody acts at once. `notice`: something heals by itself, or costs nothing before the morning. */
export type Severity = "page" | "notice";

/** What is said to whoever is woken: in the alarm's mail, on the dashboard and in docs/operations.md, from this one place. */
export interface AlarmText {
  /** Whether somebody is woken, or it can wait until the morning. Who is told of which is a setting. */
  readonly severity: Severity;
  /** What has happened, in full sentences. */
  readonly means: string;
  /** The first three things to look at, in their order. */
  readonly checks: readonly [string, string, string];
}

const LOG = (job: string, line: string) =>
  `The log /aws/lambda/convertr-reports-${job} at that time: its line ${line} names the enterprise, the error and the remedy`;
const DOCTOR = "npm run reports -- doctor --aws --enterprise E, which names what is wrong and what to do";

export const ALARM_TEXTS = {
  "overdue-snapshots": {
    severity: "page",
    means:
      "A day's snapshot is missing although its time and its catch-up have passed, or the hourly watch itself is silent. The API has no past: after midnight of the enterprise's zone that day is lost.",
    checks: [
      "The last line watch in the log /aws/lambda/convertr-reports-watch: it names enterprise, dataset and hours. No line for two hours: doctor's line schedules, npm run reports -- events, then the Throttles of convertr-reports-watch",
      DOCTOR,
      "When the cause is gone, take it by hand before midnight: invoke convertr-reports-snapshot (docs/invoke.md)",
    ],
  },
  "overdue-digests": {
    severity: "page",
    means:
      "A mail that is due was not sent, or a run died between claiming a mail and hearing of it; or the hourly watch is silent.",
    checks: [
      "The last line watch in the log /aws/lambda/convertr-reports-watch: it names the digest, its date, and how many claims are unsettled. No line for two hours: as for overdue-snapshots",
      "The lines digest-run and the error's own in the log /aws/lambda/convertr-reports-digest at its times: why it was not sent; no line at all: npm run reports -- events",
      'Send it by hand: invoke convertr-reports-digest with that "date", and "force": true when claims are unsettled (docs/invoke.md)',
    ],
  },
  "overdue-reports": {
    severity: "page",
    means:
      "A report of the settings' own that is due did not go to everybody on its list, and no run has said why it sends none; or a run died between claiming a mail and hearing of it.",
    checks: [
      "The last line watch in the log /aws/lambda/convertr-reports-watch: overdueReports names the report, its members that lack it, and how many claims are unsettled",
      "The lines report-run and report-member in the log /aws/lambda/convertr-reports-report: what failed; where the day's snapshot is missing overdue-snapshots comes first",
      'When it is mended: invoke convertr-reports-report for that date, with "force": true when claims are unsettled; who has the mail gets no second one (docs/invoke.md)',
    ],
  },
  "password-expired": {
    severity: "page",
    means: "Convertr refuses a service user because the password has expired. Every pull of that enterprise fails.",
    checks: [
      LOG("snapshot", "snapshot-run"),
      'With rotatePassword: aws secretsmanager rotate-secret --secret-id convertr-reports/E, which changes an expired password too; else set a new one in Convertr and put it into the secret (docs/operations.md, "Rotate the password")',
      "Take the day's snapshots by hand before midnight (docs/invoke.md)",
    ],
  },
  "old-passwords": {
    severity: "notice",
    means:
      "A service user's password is within ten days of its maximum age (passwordMaxAgeDays in the settings), by the date at which it was put into the secret.",
    checks: [
      "The last line watch in the log /aws/lambda/convertr-reports-watch: oldPasswords names the enterprise and the days",
      'Set a new password in Convertr and put it into the secret (docs/operations.md, "Rotate the password")',
      "If Convertr's policy allows more days, correct passwordMaxAgeDays in the settings and deploy",
    ],
  },
  "overdue-months": {
    severity: "notice",
    means:
      "One of the two newest months closed four days ago or more, has days and no object of its own. With months: true in the settings its rows will be missing from SQL, without an error, once its days are older than 40 to 71 days.",
    checks: [
      "The last line watch in the log /aws/lambda/convertr-reports-watch: overdueMonths names enterprise, dataset and month",
      "The lines month and months-run in the log /aws/lambda/convertr-reports-months: why it was not made, or that the time was over",
      'Mend the day that they name (docs/operations.md, "Months"), then invoke convertr-reports-months with {}; until then ask the table that ends in _days',
    ],
  },
  "snapshot-errors": {
    severity: "notice",
    means:
      "A run of the snapshot function failed. It published nothing and yesterday's snapshot stands; the catch-up an hour later often heals it.",
    checks: [
      LOG("snapshot", "snapshot-run"),
      "Whether the catch-up run has published since: then nothing is left to do",
      DOCTOR,
    ],
  },
  "digest-errors": {
    severity: "notice",
    means: "A run of the digest function failed before it could answer. Nobody has a mail twice; some may have none.",
    checks: [
      LOG("digest", "digest-run (or the error's own)"),
      "For NoSnapshot: why there is none in all the days that it reads (snapshot-errors, overdue-snapshots)",
      'Invoke convertr-reports-digest again with that "date"; who has the mail already does not get it twice (docs/invoke.md)',
    ],
  },
  "watch-errors": {
    severity: "notice",
    means: "The hourly watch failed, so nobody looks for what is missing until it runs again.",
    checks: [
      LOG("watch", "of the error"),
      "Whether the next hour's run has succeeded: then nothing is left to do",
      "invoke watch '{}' (docs/invoke.md), and read its error",
    ],
  },
  "rotation-errors": {
    severity: "notice",
    means:
      "Changing a service user's password failed. The account stays reachable, by the old password or the one that lies ready in the secret; Secrets Manager tries again.",
    checks: [
      LOG("rotation", "rotation-step"),
      "npm run reports -- doctor --aws --enterprise E: whether login passes, and whether the rotation has ended since",
      'For AuthFailed, PasswordRefused and SecretChanged: docs/operations.md, "When a rotation fails"',
    ],
  },
  "months-errors": {
    severity: "notice",
    means:
      "A run of the months function failed before it could answer. Months that it had made stand; the others are made by the next run.",
    checks: [
      LOG("months", "of the error"),
      "Whether the next run has succeeded: then nothing is left to do",
      'Invoke convertr-reports-months with {"dryRun": true}: what is missing, and whether it can be made (docs/invoke.md)',
    ],
  },
  "months-failed": {
    severity: "notice",
    means:
      "A month could not be made: a day of it cannot be read, or the month did not read back as its days. Nothing of it was written; the days are as they were.",
    checks: [
      LOG("months", "month with the outcome failed"),
      'For NoSnapshot: restore that day (docs/operations.md, "Restore an older version of a snapshot"); the next run makes the month',
      "For StoreFailed: report it with the line; nobody is harmed, for the month is not there",
    ],
  },
  "report-errors": {
    severity: "notice",
    means:
      "A run of the report function failed before it could answer. Nobody has a mail twice; some may have none until the report's later run, at its latest.",
    checks: [
      LOG("report", "report-run (or the error's own)"),
      "Whether the report's later run has sent it since: then nothing is left to do",
      "Invoke convertr-reports-report again; who has the mail already does not get it twice (docs/invoke.md)",
    ],
  },
  "snapshot-throttles": {
    severity: "notice",
    means:
      "Lambda refused to start a snapshot because the account's functions were all busy. It tries again for an hour.",
    checks: [
      "The Lambda console's ConcurrentExecutions: which function of the account takes the whole quota",
      "Whether failed-events follows: then the event was given up and the snapshot is to be taken by hand",
      "Ask for more concurrency at Service Quotas, or move the enterprises' snapshotAt apart",
    ],
  },
  "digest-throttles": {
    severity: "notice",
    means:
      "Lambda refused to start a digest because the account's functions were all busy. It tries again for an hour.",
    checks: [
      "The Lambda console's ConcurrentExecutions: which function of the account takes the whole quota",
      "Whether failed-events follows: then the event was given up and the digest is to be sent by hand",
      "Ask for more concurrency at Service Quotas, or move the digests' times apart",
    ],
  },
  "report-throttles": {
    severity: "notice",
    means:
      "Lambda refused to start a report because the account's functions were all busy. It tries again for an hour.",
    checks: [
      "The Lambda console's ConcurrentExecutions: which function of the account takes the whole quota",
      "Whether failed-events follows: then the event was given up and the report is to be sent by hand",
      "Ask for more concurrency at Service Quotas, or move the reports' times apart",
    ],
  },
  "snapshot-slow": {
    severity: "notice",
    means: "A snapshot took over 80 % of the function's time. Soon one will not finish, and publish nothing.",
    checks: [
      "The line snapshot-run of that run: requests, retries, pages and durationMs tell whether the API was slow or the account has grown",
      "The line convertr-pull beside it: throttledMs and retriesBy tell how often Convertr said to wait",
      "Raise the enterprise's concurrency (at most 9), or have other integrations of the account ask less at that hour",
    ],
  },
  "digest-slow": {
    severity: "notice",
    means: "A digest took over 80 % of the function's time. Soon some recipients will get none.",
    checks: [
      "How many recipients it has, and whether SES told to slow down (the log's lines of that run)",
      "Whether the history has grown past what one run reads: rows of the newest snapshots",
      "Split the digest by filter into several, each with its own recipients",
    ],
  },
  "report-slow": {
    severity: "notice",
    means: "A report took over 80 % of the function's time. Soon some of its members will get none.",
    checks: [
      "Athena's console, workgroup convertr-reports, recent queries: whether they queue or run for long",
      "How many members and parts the report has, and whether others are due at the same minute: an account's queries share one quota",
      "Move the reports' times apart, or split the report by its members into several",
    ],
  },
  "snapshots-shrunk": {
    severity: "notice",
    means:
      "A snapshot was published with under half the rows of the one it was compared with, as when the service user has lost rights. The list gets no digest until the rows are back.",
    checks: [
      "The line snapshot-run of that run in the log /aws/lambda/convertr-reports-snapshot: enterprise, dataset and rows",
      "What the service user may see in Convertr: its role, and the campaigns it is let into",
      'When it is mended: take the snapshot again with "overwrite": true (docs/invoke.md)',
    ],
  },
  "snapshots-degraded": {
    severity: "notice",
    means:
      "A snapshot was published in which values became null because they did not fit, or rows without a usable id were left out.",
    checks: [
      "The line snapshot-run of that run in the log /aws/lambda/convertr-reports-snapshot: enterprise, dataset, and in nulled and left_out the columns, how many, and the first ids",
      "Those records in Convertr: npm run reports -- api COLLECTION ID shows one",
      "If Convertr means the new values: the column's type in shared/catalog/datasets (CONTRIBUTING.md, A column)",
    ],
  },
  "schema-drift": {
    severity: "notice",
    means:
      "Convertr sends fields that the catalog does not know, or no longer sends some that it does. The snapshot was published; unknown fields are not stored. It sounds each morning until the fields are named.",
    checks: [
      "The line snapshot-run of that run in the log /aws/lambda/convertr-reports-snapshot: enterprise, dataset, and in drift the names of the fields",
      "Whether a field that is missing had a column that the mail or a query uses",
      "Name each new field in the dataset's descriptor, as a column or as not stored (CONTRIBUTING.md, A column)",
    ],
  },
  "undelivered-events": {
    severity: "notice",
    means:
      "EventBridge Scheduler could not hand an event to Lambda for an hour and laid it aside in the queue convertr-reports-undelivered.",
    checks: [
      "The message in the queue: its body is the event, its attributes ERROR_CODE and ERROR_MESSAGE say why",
      "Whether somebody changed the function or the scheduler's role: Detect drift, on the stack in the CloudFormation console",
      'npm run reports -- events lists it, with whether it has healed since; --replay ID or --discard ID ends it (docs/operations.md, "Queues")',
    ],
  },
  "failed-events": {
    severity: "notice",
    means: "A function failed on an event. The event and its error lie in the queue convertr-reports-failed.",
    checks: [
      "npm run reports -- events: the event, its error with the remedy, and whether it has healed since",
      "For one that has not healed: mend what the error names, then npm run reports -- events --replay ID",
      'For one that has: npm run reports -- events --discard ID (docs/operations.md, "Queues")',
    ],
  },
  "lost-events": {
    severity: "notice",
    means:
      "A function failed on an event, and the event could not be put into the queue convertr-reports-failed either: nobody can replay it.",
    checks: [
      "The function's log at that time: the error's own line, and its line -run or -refused, if it came to that",
      "Whether somebody changed the queue or the function's role: Detect drift, on the stack in the CloudFormation console",
      "npm run reports -- doctor --aws --enterprise E: what is missing since; invoke for it by hand (docs/invoke.md)",
    ],
  },
  "digests-withheld": {
    severity: "notice",
    means:
      "A digest was kept from its list, since its numbers would have misled: a snapshot is missing, too old or shrunk, or its filter names nothing that exists. The owner was told why by mail.",
    checks: [
      "The line digest-run in the log /aws/lambda/convertr-reports-digest: its reason",
      "For snapshots: snapshots-shrunk, snapshot-errors; for a filter: the digest's settings",
      "When it is mended: invoke convertr-reports-digest for that date; who has the mail gets no second one (docs/invoke.md)",
    ],
  },
  "digest-not-sent": {
    severity: "notice",
    means: "A digest did not reach everybody on its list: mails failed, or nobody knows whether they went out.",
    checks: [
      LOG("digest", "digest-run"),
      "For failed mails see mails-failed, for unknown ones mails-unknown",
      "Whether the digest's later run, at its latest, has sent them since: what failed for a reason that passes is tried again then",
    ],
  },
  "report-not-sent": {
    severity: "notice",
    means: "A report was made, and did not reach everybody on its list: SES refused mails, or gave no answer to them.",
    checks: [
      LOG("report", "report-member"),
      "Whether the report's later run, at its latest, has sent them since: what failed for a reason that passes is tried again then",
      'Invoke convertr-reports-report with that "date" and "force": true once it is mended, or when a mail that is unknown has not arrived (docs/invoke.md)',
    ],
  },
  "reports-failed": {
    severity: "notice",
    means:
      "A report, or what one of its members was to get, could not be made: a query failed, gave too many rows or rows of somebody else, or the day's snapshots never came or would mislead. Nobody on its list got it; the owner was told why by mail.",
    checks: [
      LOG("report", "report-member (or report-run)"),
      "For NoSnapshot: snapshot-errors, overdue-snapshots, snapshots-shrunk; else the SQL as it was run, below reports/ in the bucket: paste it into Athena, in the workgroup convertr-reports",
      'When it is mended, and deployed where it was the .sql file: invoke convertr-reports-report for that date, with "member" for one alone (docs/invoke.md)',
    ],
  },
  "mails-failed": {
    severity: "notice",
    means: "SES refused a mail. That recipient has no mail; the others have theirs.",
    checks: [
      "The line digest-run (or report-member) in the log of that time: enterprise, digest and date; the lines digest-delivery beside it say why",
      "Whether SES still is in the sandbox, paused or over its quota: doctor, lines SES identity and SES account",
      'Once it is mended: invoke convertr-reports-digest (or -report) with that "date" and "force": true; its answer names each address (docs/invoke.md)',
    ],
  },
  "mails-unknown": {
    severity: "notice",
    means: "SES gave no answer to a mail, so nobody knows whether it went out. It is not sent again by itself.",
    checks: [
      "The line digest-run (or report-member) in the log of that time: enterprise, digest and date",
      'Invoke convertr-reports-digest (or -report) with that "date", without force: the answer names each address with its state, and tries nobody who is unknown (docs/invoke.md)',
      'Ask them whether it has arrived; if not, invoke it again with "force": true',
    ],
  },
  bounces: {
    severity: "notice",
    means:
      "A mail could not be delivered. SES does not send to an address that bounced for good until it is taken off the suppression list.",
    checks: [
      "The notification of the bounce in this topic: it names the address and the reason",
      "Whether the address is right; correct or remove it in the settings and deploy",
      "If the mailbox is well again: remove it from the suppression list in the SES console",
    ],
  },
  complaints: {
    severity: "notice",
    means: "A recipient has marked a mail as spam. Above 0.1 % SES puts the account under review.",
    checks: [
      "The notification of the complaint in this topic: it names the address",
      "Remove the address from the settings and deploy; do not write to it again",
      "The account's reputation in the SES console",
    ],
  },
} as const satisfies Readonly<Record<string, AlarmText>>;

export type AlarmId = keyof typeof ALARM_TEXTS;
export const ALARM_IDS = Object.keys(ALARM_TEXTS) as readonly AlarmId[];

/** What is said of an alarm in one deployment: the texts above call everything by the names of the one that has no name of its own. */
export function alarmText(id: AlarmId, { prefix }: Names): AlarmText {
  const renamed = (text: string) => text.replaceAll(namesOf(undefined).prefix, prefix);
  const { severity, means, checks } = ALARM_TEXTS[id];
  const [first, second, third] = checks;
  return { severity, means: renamed(means), checks: [renamed(first), renamed(second), renamed(third)] };
}

/** The text of an alarm's mail, which begins with PAGE or NOTICE. CloudWatch takes 1,024 characters. */
export function alarmDescription(id: AlarmId, names: Names): string {
  const { severity, means, checks } = alarmText(id, names);
  const first = checks.map((check, index) => `${index + 1}. ${check}.`).join("\n");
  return `${severity.toUpperCase()}: ${means}\n\nFirst:\n${first}\n\nRunbook: docs/operations.md#${id}`;
}
