import * as z from "zod";
import { daySchema, instantSchema, parseEvent } from "../../shared/platform/event.ts";
import { addressSchema, DIGEST_PATTERN, ENTERPRISE_PATTERN } from "../../shared/settings/schema.ts";

export const digestEventSchema = z.strictObject({
  enterprise: z.string().regex(ENTERPRISE_PATTERN, `must match ${ENTERPRISE_PATTERN.source}`),
  digest: z.string().regex(DIGEST_PATTERN, `must match ${DIGEST_PATTERN.source}`),
  /** A snapshot_date; today in the enterprise's zone when left out. */
  date: daySchema.optional(),
  /** Sends a "[Test]" mail to these addresses instead; the ledger is not touched. */
  to: z.array(addressSchema).nonempty("must name at least one address").max(50).optional(),
  /** Renders and stores, sends nothing. */
  dryRun: z.boolean().default(false),
  /** Tries failed and unknown recipients again, never sent ones. */
  force: z.boolean().default(false),
  scheduledTime: instantSchema.optional(),
});

export type DigestRequest = z.output<typeof digestEventSchema>;

/** @throws InvalidEvent */
export const parseDigestEvent = (event: unknown): DigestRequest => parseEvent(digestEventSchema, event, "digest");
