import * as z from "zod";
import { daySchema, instantSchema, parseEvent } from "../../shared/platform/event.ts";
import { addressSchema } from "../../shared/settings/address.ts";
import { DIGEST_PATTERN, ENTERPRISE_PATTERN } from "../../shared/settings/patterns.ts";

const digestEventFields = z.strictObject({
  enterprise: z
    .string()
    .regex(ENTERPRISE_PATTERN, `must match ${ENTERPRISE_PATTERN.source}`)
    .describe("The Convertr account."),
  digest: z.string().regex(DIGEST_PATTERN, `must match ${DIGEST_PATTERN.source}`).describe("A digest of the settings."),
  member: z
    .int()
    .positive()
    .optional()
    .describe("Of a digest that `to` sends by id: this one alone. A test of such a digest names it."),
  date: daySchema.optional().describe("A snapshot_date YYYY-MM-DD; today in the enterprise's zone when left out."),
  to: z
    .array(addressSchema)
    .min(1, "must name at least one address")
    .max(50)
    .optional()
    .describe('Sends a "[Test]" mail to these addresses instead; the ledger is not touched.'),
  dryRun: z.boolean().default(false).describe("Renders and stores, sends nothing."),
  force: z.boolean().default(false).describe("Tries failed and unknown recipients again, never sent ones."),
  wait: z
    .boolean()
    .optional()
    .describe(
      "While the day lacks a snapshot that the mail needs: sends nothing and answers deferred. The first schedule says so.",
    ),
  early: z
    .boolean()
    .optional()
    .describe("By hand, before the day's snapshots are due: sends what there is to the list, and uses up the day."),
  look: z
    .boolean()
    .optional()
    .describe("Of the newest look of the day (snapshot with look) in place of its snapshot; only with to or dryRun."),
  scheduledTime: instantSchema.optional().describe("Put in by the schedule; the digest's date goes by it."),
});

/** A look is of this moment and is shown to whoever asked, never to the list. */
const NOT_WITH_LOOK = ["date", "force", "wait", "early", "scheduledTime"] as const;

export const digestEventSchema = digestEventFields.superRefine((event, { addIssue }) => {
  const wrong = (path: string, message: string) => addIssue({ code: "custom", path: [path], message });
  if (event.wait && event.early) wrong("early", "excludes wait");
  if (!event.look) return;
  if (!isRehearsal(event)) wrong("look", "needs to or dryRun: a look is never sent to the list");
  for (const name of NOT_WITH_LOOK) {
    if ((event[name] ?? false) !== false) wrong(name, "excludes look, which is of this moment");
  }
});

export type DigestRequest = z.output<typeof digestEventSchema>;

/** Nothing of it reaches the list or the ledger. */
export const isRehearsal = ({ dryRun, to }: Pick<DigestRequest, "dryRun" | "to">): boolean =>
  dryRun || to !== undefined;

/** @throws InvalidEvent */
export const parseDigestEvent = (event: unknown): DigestRequest => parseEvent(digestEventSchema, event, "digest");
