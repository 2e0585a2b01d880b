import * as z from "zod";
import { parseEvent } from "../../shared/platform/event.ts";
import {
  enterpriseField,
  listedName,
  reportedDay,
  scheduledTime,
  testRecipients,
} from "../../shared/settings/event-fields.ts";

const reportEventFields = z.strictObject({
  enterprise: enterpriseField,
  report: listedName.describe("A report of the settings."),
  member: z.int().positive().optional().describe("One id of a report that many get; all of them when left out."),
  date: reportedDay,
  to: testRecipients.describe(
    'Sends a "[Test]" mail to these addresses instead; the ledger is not touched. Of many, name the member.',
  ),
  dryRun: z.boolean().default(false).describe("Runs, renders and keeps in a folder of its own; sends nothing."),
  force: z
    .boolean()
    .default(false)
    .describe("Runs again and tries failed and unknown recipients again, never sent ones."),
  wait: z
    .boolean()
    .optional()
    .describe(
      "While the day lacks a snapshot that the report reads: runs nothing and answers deferred. The first schedule says so.",
    ),
  early: z
    .boolean()
    .optional()
    .describe("By hand: does not wait for a missing snapshot that may still come, and answers not-sent at once."),
  scheduledTime: scheduledTime("the report's date"),
});

export const reportEventSchema = reportEventFields.superRefine(({ wait, early }, { addIssue }) => {
  if (wait && early) addIssue({ code: "custom", path: ["early"], message: "excludes wait" });
});

export type ReportRequest = z.output<typeof reportEventSchema>;

/** @throws InvalidEvent */
export const parseReportEvent = (event: unknown): ReportRequest => parseEvent(reportEventSchema, event, "report");
