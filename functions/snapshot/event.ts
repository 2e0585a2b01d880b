import * as z from "zod";
import { DATASET_NAMES } from "../../shared/catalog/datasets.ts";
import { daySchema, instantSchema, parseEvent } from "../../shared/platform/event.ts";
import { ENTERPRISE_PATTERN } from "../../shared/settings/schema.ts";

export const snapshotEventSchema = z.strictObject({
  enterprise: z.string().regex(ENTERPRISE_PATTERN, `must match ${ENTERPRISE_PATTERN.source}`),
  dataset: z.enum(DATASET_NAMES),
  /** Today in the enterprise's zone: the API has no past. */
  date: daySchema.optional(),
  /** Replaces a published snapshot of the day. */
  overwrite: z.boolean().default(false),
  /** Pulls and proves, publishes nothing. */
  dryRun: z.boolean().default(false),
  /** Put in by the schedule; the day of the snapshot goes by it. */
  scheduledTime: instantSchema.optional(),
});

export type SnapshotRequest = z.output<typeof snapshotEventSchema>;

/** @throws InvalidEvent */
export const parseSnapshotEvent = (event: unknown): SnapshotRequest =>
  parseEvent(snapshotEventSchema, event, "snapshot");
