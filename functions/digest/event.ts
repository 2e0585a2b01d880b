import * as z from "zod";
import { daySchema, instantSchema, parseEvent } from "../../shared/platform/event.ts";
import { addressSchema } from "../../shared/settings/address.ts";
import { DIGEST_PATTERN, ENTERPRISE_PATTERN } from "../../shared/settings/patterns.ts";

export const digestEventSchema = z.strictObject({
  enterprise: z
    .string()
    .regex(ENTERPRISE_PATTERN, `must match ${ENTERPRISE_PATTERN.source}`)
    .describe("The Convertr account."),
  digest: z.string().regex(DIGEST_PATTERN, `must match ${DIGEST_PATTERN.source}`).describe("A digest of the settings."),
  date: daySchema.optional().describe("A snapshot_date YYYY-MM-DD; today in the enterprise's zone when left out."),
  to: z
    .array(addressSchema)
    .min(1, "must name at least one address")
    .max(50)
    .optional()
    .describe('Sends a "[Test]" mail to these addresses instead; the ledger is not touched.'),
  dryRun: z.boolean().default(false).describe("Renders and stores, sends nothing."),
  force: z.boolean().default(false).describe("Tries failed and unknown recipients again, never sent ones."),
  scheduledTime: instantSchema.optional().describe("Put in by the schedule; the digest's date goes by it."),
});

export type DigestRequest = z.output<typeof digestEventSchema>;

/** @throws InvalidEvent */
export const parseDigestEvent = (event: unknown): DigestRequest => parseEvent(digestEventSchema, event, "digest");
