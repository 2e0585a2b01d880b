import * as z from "zod";

const actFrom = z
  .strictObject({
    amount: z
      .string()
      .regex(/^\d{1,14}(?:\.\d{1,4})?$/, 'must be an amount in quotes such as "500" or "99.50"')
      .default("500")
      .describe("In the base currency, in quotes: leads short or stuck, at the campaign's price."),
    leads: z.int().nonnegative().default(20).describe("The same where a campaign has no price, in leads."),
  })
  .prefault({});

const share = z.number().min(0).max(10);

/** From when something is worth telling, and from when it is worth acting on. */
export const thresholdsSchema = z
  .strictObject({
    atRiskBelow: share
      .default(0.85)
      .describe('A forecast (or, early, the index) below this share of the cap is "At risk".'),
    behindBelow: share.default(0.97).describe('Below this share of the cap it is "Behind".'),
    aheadAbove: share.default(1.1).describe('Above this share of the cap it is "Ahead".'),
    invalidRatePoints: z
      .number()
      .positive()
      .max(100)
      .default(5)
      .describe("Points by which a publisher's invalid rate must exceed its own 28-day rate."),
    invalidRateMinLeads: z
      .int()
      .positive()
      .default(20)
      .describe("Leads a publisher must have sent in the window before its rate is judged."),
    contractEndsWithinDays: z
      .int()
      .nonnegative()
      .max(366)
      .default(7)
      .describe("A contract that ends within this many days below its target is listed."),
    silentWeekdays: z
      .int()
      .positive()
      .max(100)
      .default(2)
      .describe(
        "An active, unfinished campaign without a lead for this many whole days from Monday to Friday is silent.",
      ),
    jobFailedShare: z
      .number()
      .positive()
      .max(1)
      .default(0.1)
      .describe("An integration job that fails at least this share of the leads that reach it is failing."),
    marginBelow: z
      .number()
      .min(-1)
      .max(1)
      .default(0)
      .describe("A campaign whose margin is below this share of its revenue is listed; 0 lists those that lose money."),
    actFrom: actFrom.describe("What must be at stake before a campaign is told among those to act on today."),
  })
  .refine(
    (t) => t.atRiskBelow <= t.behindBelow && t.behindBelow <= t.aheadAbove,
    "atRiskBelow, behindBelow and aheadAbove must not fall",
  )
  .prefault({});
