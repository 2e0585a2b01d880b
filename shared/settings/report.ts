import * as z from "zod";
import { AUDIENCES } from "../catalog/audiences.ts";
import { localeProblem } from "./locale.ts";
import { DIGEST_PATTERN } from "./patterns.ts";
import { recipientsSchema } from "./recipients.ts";
import { timeSchema, WEEKDAYS } from "./week.ts";

const line = (most: number) =>
  z
    .string()
    .min(1, "must not be empty")
    .max(most, `must have at most ${most} characters`)
    .regex(/^\P{Cc}+$/u, "must be one line without control characters");
const columnName = line(128).describe("A column of the result.");

export const reportPartSchema = z.strictObject({
  file: z
    .string()
    .regex(/^[^/\\\p{Cc}][^\\\p{Cc}]*\.sql$/u, "must be a path to a .sql file, relative to the settings")
    .refine((path) => !path.split("/").includes(".."), "must lie below the folder of the settings, without ..")
    .optional()
    .describe("A file with one SELECT, its path relative to the settings."),
  query: line(64).optional().describe("Or a saved query, such as pacing."),
  title: line(80).optional().describe("Heading of the part; by its name when left out."),
  with: z
    .record(
      z.string().regex(/^[a-z][a-z0-9_]*$/, "must be small letters, digits and _, a letter first"),
      z.union([z.string(), z.number(), z.boolean()], { error: "must be a text, a number, true or false" }),
    )
    .default({})
    .describe("Constants of your own that the SQL names as :name."),
  chart: z
    .strictObject({ label: columnName, value: columnName })
    .optional()
    .describe("Bars in the mail: the column that names them, and a column of numbers."),
});

export const reportSchema = z.strictObject({
  title: line(120).describe("Heading of the report, and its subject."),
  at: timeSchema.default("07:00").describe("When it is due, in the enterprise's time zone."),
  latest: timeSchema
    .optional()
    .describe(
      "Until when it waits for the day's snapshots. By itself half an hour after `at`, or 20 minutes after the last catch-up.",
    ),
  period: z.enum(["day", "week", "month"]).default("day").describe("What one report tells of: since the one before."),
  days: z
    .array(z.enum(WEEKDAYS))
    .nonempty()
    .default(["MON", "TUE", "WED", "THU", "FRI"])
    .describe("Days of a daily report; a weekly one is due on the first of them, a monthly one on the 1st."),
  locale: z
    .string()
    .refine((text) => localeProblem(text) === undefined, { error: ({ input }) => localeProblem(String(input)) ?? "" })
    .default("en-GB")
    .describe("How numbers and dates are written."),
  audience: z
    .enum(AUDIENCES)
    .default("internal")
    .describe("publisher, advertiser: each id of `to` gets rows of its own alone, of the columns its kind may see."),
  to: recipientsSchema.describe('Addresses; of an audience, by id: {"12": ["lead@pub.example"]}.'),
  send: z
    .enum(["always", "when-rows", "when-empty"])
    .default("always")
    .describe("when-rows: nothing when all parts are empty. when-empty: only then, as a watchdog."),
  attach: z.enum(["xlsx", "csv", "none"]).default("xlsx").describe("What goes along: a workbook, CSV files, nothing."),
  parts: z
    .array(reportPartSchema)
    .nonempty("must have at least one part")
    .max(20)
    .describe("What it is made of, in order."),
});

/** A report's name is a part of keys as a digest's is. */
export const reportsSchema = z
  .record(z.string().regex(DIGEST_PATTERN, `must match ${DIGEST_PATTERN.source}`), reportSchema)
  .default({});

export type ReportSettings = z.output<typeof reportSchema>;
export type ReportPart = z.output<typeof reportPartSchema>;
