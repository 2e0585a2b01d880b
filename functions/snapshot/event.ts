import * as z from "zod/mini";
import { DATASET_NAMES } from "../../shared/catalog/datasets.ts";
import { daySchema, instantSchema, parseEvent } from "../../shared/platform/event.ts";
import { ENTERPRISE_PATTERN } from "../../shared/settings/names.ts";

export const snapshotEventSchema = z.strictObject({
  enterprise: z
    .string()
    .check(z.regex(ENTERPRISE_PATTERN, `must match ${ENTERPRISE_PATTERN.source}`), z.describe("The Convertr account.")),
  dataset: z.enum(DATASET_NAMES).check(z.describe("What to pull.")),
  date: z.optional(daySchema).check(z.describe("Today in the enterprise's zone, YYYY-MM-DD: the API has no past.")),
  overwrite: z._default(z.boolean(), false).check(z.describe("Replaces a published snapshot of the day.")),
  dryRun: z._default(z.boolean(), false).check(z.describe("Pulls and proves, publishes nothing.")),
  scheduledTime: z
    .optional(instantSchema)
    .check(z.describe("Put in by the schedule; the day of the snapshot goes by it.")),
});

export type SnapshotRequest = z.output<typeof snapshotEventSchema>;

/** @throws InvalidEvent */
export const parseSnapshotEvent = (event: unknown): SnapshotRequest =>
  parseEvent(snapshotEventSchema, event, "snapshot");
