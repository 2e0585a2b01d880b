import * as z from "zod";
import { daySchema, instantSchema, parseEvent } from "../../shared/platform/event.ts";
import { addressSchema } from "../../shared/settings/address.ts";
import { DIGEST_PATTERN, ENTERPRISE_PATTERN } from "../../shared/settings/patterns.ts";

const reportEventFields = z.strictObject({
  enterprise: z
    .string()
    .regex(ENTERPRISE_PATTERN, `must match ${ENTERPRISE_PATTERN.source}`)
    .describe("The Convertr account."),
  report: z.string().regex(DIGEST_PATTERN, `must match ${DIGEST_PATTERN.source}`).describe("A report of the settings."),
  member: z.int().positive().optional().describe("One id of a report that many get; all of them when left out."),
  date: daySchema.optional().describe("A snapshot_date YYYY-MM-DD; today in the enterprise's zone when left out."),
  to: z
    .array(addressSchema)
    .min(1, "must name at least one address")
    .max(50)
    .optional()
    .describe('Sends a "[Test]" mail to these addresses instead; the ledger is not touched. Of many, name the member.'),
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
  scheduledTime: instantSchema.optional().describe("Put in by the schedule; the report's date goes by it."),
});

export const reportEventSchema = reportEventFields.superRefine(({ wait, early }, { addIssue }) => {
  if (wait && early) addIssue({ code: "custom", path: ["early"], message: "excludes wait" });
});

export type ReportRequest = z.output<typeof reportEventSchema>;

/** Nothing of it reaches the list or the ledger. */
export const isRehearsal = ({ dryRun, to }: Pick<ReportRequest, "dryRun" | "to">): boolean =>
  dryRun || to !== undefined;

/** @throws InvalidEvent */
export const parseReportEvent = (event: unknown): ReportRequest => parseEvent(reportEventSchema, event, "report");
