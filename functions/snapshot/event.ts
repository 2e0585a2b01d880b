import * as z from "zod";
import { DATASET_NAMES, DATASETS } from "../../shared/catalog/datasets.ts";
import { daySchema, parseEvent } from "../../shared/platform/event.ts";
import { enterpriseField, scheduledTime } from "../../shared/settings/event-fields.ts";

const snapshotEventFields = z.strictObject({
  enterprise: enterpriseField,
  dataset: z.enum(DATASET_NAMES).describe("What to pull."),
  date: daySchema.optional().describe("Today in the enterprise's zone, YYYY-MM-DD: the API has no past."),
  overwrite: z.boolean().default(false).describe("Replaces a published snapshot of the day."),
  acceptShrunk: z
    .boolean()
    .default(false)
    .describe(
      "Takes the day again, whose far smaller size is right: it is no longer marked as shrunk. Implies overwrite.",
    ),
  dryRun: z.boolean().default(false).describe("Pulls and proves, publishes nothing."),
  look: z
    .boolean()
    .optional()
    .describe("Pulls and proves, and keeps the result beside the history (looks/), for digest with look."),
  scheduledTime: scheduledTime("the day of the snapshot"),
});

/** A look is of this moment, and in the way of nothing. */
const NOT_WITH_LOOK = ["date", "overwrite", "acceptShrunk", "dryRun", "scheduledTime"] as const;

export const snapshotEventSchema = snapshotEventFields
  .superRefine((event, { addIssue }) => {
    if (!event.look) return;
    const wrong = (path: string, message: string) => addIssue({ code: "custom", path: [path], message });
    if (DATASETS[event.dataset].inParts) wrong("look", `does not exist of ${event.dataset}, which are read on and on`);
    for (const name of NOT_WITH_LOOK) {
      if ((event[name] ?? false) !== false) wrong(name, "excludes look, which is of this moment");
    }
  })
  .transform((event) => ({ ...event, overwrite: event.overwrite || event.acceptShrunk }));

export type SnapshotRequest = z.output<typeof snapshotEventSchema>;

/** @throws InvalidEvent */
export const parseSnapshotEvent = (event: unknown): SnapshotRequest =>
  parseEvent(snapshotEventSchema, event, "snapshot");
