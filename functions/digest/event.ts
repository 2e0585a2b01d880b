import * as z from "zod/mini";
import { daySchema, instantSchema, parseEvent } from "../../shared/platform/event.ts";
import { ADDRESS_PATTERN, MUST_BE_ADDRESS } from "../../shared/settings/address.ts";
import { DIGEST_PATTERN, ENTERPRISE_PATTERN } from "../../shared/settings/names.ts";

export const digestEventSchema = z.strictObject({
  enterprise: z
    .string()
    .check(z.regex(ENTERPRISE_PATTERN, `must match ${ENTERPRISE_PATTERN.source}`), z.describe("The Convertr account.")),
  digest: z
    .string()
    .check(z.regex(DIGEST_PATTERN, `must match ${DIGEST_PATTERN.source}`), z.describe("A digest of the settings.")),
  date: z
    .optional(daySchema)
    .check(z.describe("A snapshot_date YYYY-MM-DD; today in the enterprise's zone when left out.")),
  to: z
    .optional(
      z
        .array(z.string().check(z.regex(ADDRESS_PATTERN, MUST_BE_ADDRESS)))
        .check(z.minLength(1, "must name at least one address"), z.maxLength(50)),
    )
    .check(z.describe('Sends a "[Test]" mail to these addresses instead; the ledger is not touched.')),
  dryRun: z._default(z.boolean(), false).check(z.describe("Renders and stores, sends nothing.")),
  force: z
    ._default(z.boolean(), false)
    .check(z.describe("Tries failed and unknown recipients again, never sent ones.")),
  scheduledTime: z.optional(instantSchema).check(z.describe("Put in by the schedule; the digest's date goes by it.")),
});

export type DigestRequest = z.output<typeof digestEventSchema>;

/** @throws InvalidEvent */
export const parseDigestEvent = (event: unknown): DigestRequest => parseEvent(digestEventSchema, event, "digest");
