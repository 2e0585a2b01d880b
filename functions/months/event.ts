import * as z from "zod";
import { MONTHLY_DATASETS } from "../../shared/catalog/months.ts";
import { instantSchema, parseEvent } from "../../shared/platform/event.ts";
import { isMonth } from "../../shared/platform/month.ts";
import { enterpriseField } from "../../shared/settings/event-fields.ts";

export const monthsEventSchema = z.strictObject({
  enterprise: enterpriseField.optional().describe("One Convertr account; every one of the settings when left out."),
  dataset: z.enum(MONTHLY_DATASETS).optional().describe("One dataset; all that have months when left out."),
  month: z
    .string()
    .refine(isMonth, "must be a month YYYY-MM")
    .optional()
    .describe(
      "Compares a month that is there with its days, and makes it anew where they differ; every missing one when left out.",
    ),
  dryRun: z.boolean().default(false).describe("Makes and verifies, writes nothing."),
  scheduledTime: instantSchema.optional().describe("Every schedule sends it; nothing hangs on it."),
});

export type MonthsRequest = z.output<typeof monthsEventSchema>;

/** @throws InvalidEvent */
export const parseMonthsEvent = (event: unknown): MonthsRequest => parseEvent(monthsEventSchema, event, "months");
