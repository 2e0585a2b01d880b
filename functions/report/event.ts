import * as z from "zod";
import { daySchema, parseEvent } from "../../shared/platform/event.ts";
import { DIGEST_PATTERN, ENTERPRISE_PATTERN } from "../../shared/settings/patterns.ts";

const reportEventSchema = z.strictObject({
  enterprise: z.string().regex(ENTERPRISE_PATTERN, `must match ${ENTERPRISE_PATTERN.source}`),
  report: z.string().regex(DIGEST_PATTERN, `must match ${DIGEST_PATTERN.source}`),
  /** One id of a report that has many; all of them when left out. */
  member: z.int().positive().optional(),
  date: daySchema.optional(),
  /** Runs and keeps in a folder of its own. */
  dryRun: z.boolean().default(false),
});

export type ReportRequest = z.output<typeof reportEventSchema>;

/** @throws InvalidEvent */
export const parseReportEvent = (event: unknown): ReportRequest => parseEvent(reportEventSchema, event, "report");
