import * as z from "zod";
import { parseEvent } from "../../shared/platform/event.ts";
import {
  enterpriseField,
  isRehearsal,
  listedName,
  reportedDay,
  scheduledTime,
  testRecipients,
} from "../../shared/settings/event-fields.ts";

const digestEventFields = z.strictObject({
  enterprise: enterpriseField,
  digest: listedName.describe("A digest of the settings."),
  member: z
    .int()
    .positive()
    .optional()
    .describe("Of a digest that `to` sends by id: this one alone. A test of such a digest names it."),
  date: reportedDay,
  to: testRecipients.describe('Sends a "[Test]" mail to these addresses instead; the ledger is not touched.'),
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
  scheduledTime: scheduledTime("the digest's date"),
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

/** @throws InvalidEvent */
export const parseDigestEvent = (event: unknown): DigestRequest => parseEvent(digestEventSchema, event, "digest");
