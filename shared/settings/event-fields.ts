import * as z from "zod";
import { daySchema, instantSchema } from "../platform/event.ts";
import { addressSchema } from "./address.ts";
import { DIGEST_PATTERN, ENTERPRISE_PATTERN } from "./patterns.ts";

// Fields that the events of several functions have alike.

const matching = (pattern: RegExp) => z.string().regex(pattern, `must match ${pattern.source}`);

export const enterpriseField = matching(ENTERPRISE_PATTERN).describe("The Convertr account.");

/** A digest's name, or a report's. */
export const listedName = matching(DIGEST_PATTERN);

export const reportedDay = daySchema
  .optional()
  .describe("A snapshot_date YYYY-MM-DD; today in the enterprise's zone when left out.");

export const testRecipients = z.array(addressSchema).min(1, "must name at least one address").max(50).optional();

/** @param what has its day from it */
export const scheduledTime = (what: string) =>
  instantSchema.optional().describe(`Put in by the schedule; ${what} goes by it.`);

/** Nothing of it reaches the list or the ledger. */
export const isRehearsal = ({
  dryRun,
  to,
}: {
  readonly dryRun: boolean;
  readonly to?: readonly string[] | undefined;
}): boolean => dryRun || to !== undefined;
