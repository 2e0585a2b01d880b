import * as z from "zod";
import { AUDIENCES } from "../catalog/audiences.ts";
import {
  DATASET_NAMES,
  DATASETS,
  DEFAULT_DATASETS,
  type DigestDatasetName,
  namesInWords,
  OPT_IN_DATASETS,
} from "../catalog/datasets.ts";
import { isTimeZone } from "../platform/day.ts";
import { daySchema } from "../platform/event.ts";
import { addressSchema, bareAddress, isAddress, mendedBy } from "./address.ts";
import { advertiserLinksSchema, linksSchema, publisherLinksSchema } from "./links.ts";
import { localeProblem } from "./locale.ts";
import { DIGEST_PATTERN, ENTERPRISE_PATTERN, HTTPS_ENDPOINT_PATTERN, KEY_ARN_PATTERN } from "./patterns.ts";
import { recipientsSchema } from "./recipients.ts";
import { reportsSchema } from "./report.ts";
import { spreadMinutes, spreadOut } from "./spread.ts";
import { thresholdsSchema } from "./thresholds.ts";
import { timeSchema as time, WEEKDAYS } from "./week.ts";

/** Sections that a digest of the team may ask for, in the order they have by themselves, each with the dataset without which it has nothing to tell. */
export const DATASET_OF_SECTION = {
  pacing: "campaigns",
  quality: "publisher-contracts",
  money: "campaigns",
  contracts: "publisher-contracts",
  integrations: "integration-jobs",
} as const satisfies Readonly<Record<string, DigestDatasetName>>;
export type SectionSetting = keyof typeof DATASET_OF_SECTION;
export const SECTION_SETTINGS = Object.keys(DATASET_OF_SECTION) as readonly SectionSetting[];
export const CAP_COUNTERS = ["billableLeads", "validLeads", "deliveredLeads"] as const;
export type CapCounter = (typeof CAP_COUNTERS)[number];

/** `Name <address>` or a bare address; no control characters can reach a header. */
const mailbox = z
  .string()
  .regex(/^[^\p{Cc}<>]*<[^<>]+>$|^[^\p{Cc}<>\s]+$/u, "must be an address, or a name and an <address>")
  .refine((text) => isAddress(bareAddress(text)), {
    error: ({ input }) =>
      `must hold an e-mail address such as reports@acme.example${mendedBy(bareAddress(String(input)))}`,
  });
/** Where SNS sends what an alarm says. */
const recipient = z.string().refine((text) => isAddress(text) || HTTPS_ENDPOINT_PATTERN.test(text), {
  error: ({ input }) =>
    `must be an e-mail address or an https endpoint such as https://events.example/convertr${mendedBy(input)}`,
});
const idsOf = (what: string) => z.array(z.int().positive()).default([]).describe(`Ids of ${what}; all when empty.`);
/** `Leads`, as a sentence begins with them. */
const OPT_IN_WORDS = namesInWords(
  OPT_IN_DATASETS.map((name) => DATASETS[name].words),
  "and",
).replace(/^[a-z]/, (first) => first.toUpperCase());
const filter = z
  .strictObject({
    advertisers: idsOf("advertisers"),
    publishers: idsOf("publishers"),
    campaigns: idsOf("campaigns"),
    accountManagers: idsOf("account managers, as Convertr's users have them"),
    campaignManagers: idsOf("campaign managers, as Convertr's users have them"),
  })
  .prefault({});

/** Without the default of `sections`, which hangs on the audience. */
export const digestFields = z.strictObject({
  at: time.default("07:00").describe("When the mail leaves, in the enterprise's time zone."),
  latest: time
    .optional()
    .describe(
      "Until when the mail waits for the day's snapshots; then it leaves with what there is, and says so. By itself half an hour after `at`, or 20 minutes after the last catch-up.",
    ),
  period: z.enum(["day", "week", "month"]).default("day").describe("What one mail tells of: since the mail before."),
  days: z
    .array(z.enum(WEEKDAYS))
    .nonempty()
    .default(["MON", "TUE", "WED", "THU", "FRI"])
    .describe("Days of a daily mail; a weekly one leaves on the first of them, a monthly one on the 1st."),
  to: recipientsSchema.describe(
    'Each address gets a mail of its own. Of an audience also by id, {"12": ["lead@pub.example"]}: one digest for each.',
  ),
  audience: z
    .enum(AUDIENCES)
    .default("internal")
    .describe(
      "publisher: its own contracts, leads and earnings. advertiser: its own campaigns, accepted leads and spend. Of each the columns in docs/data-dictionary.md alone.",
    ),
  sections: z
    .array(z.enum(SECTION_SETTINGS))
    .nonempty()
    .optional()
    .describe(
      "Of the team's mail, in their order; all when left out. A publisher's or advertiser's mail has one form.",
    ),
  filter: filter.describe("Which campaigns and contracts the mail tells of."),
  capCounter: z.enum(CAP_COUNTERS).default("billableLeads").describe("The counter that delivers against the cap."),
  attach: z
    .enum(["xlsx", "csv", "none"], { error: "must be xlsx, csv or none" })
    .default("xlsx")
    .describe(
      "What goes along: xlsx, a workbook with a sheet of each table; csv, the table of all that is open; none.",
    ),
  whenCalm: z
    .enum(["short", "skip"])
    .default("short")
    .describe(
      "A day with nothing new to act on: a short mail, or none. The first mail of a week always leaves, so that silence never looks like failure.",
    ),
  locale: z
    .string()
    .refine((text) => localeProblem(text) === undefined, { error: ({ input }) => localeProblem(String(input)) ?? "" })
    .default("en-GB")
    .describe("How numbers and dates are written."),
  thresholds: thresholdsSchema.describe("From when something is worth telling."),
});

const digest = digestFields.transform((fields) => ({
  ...fields,
  sections: fields.audience === "internal" ? (fields.sections ?? [...SECTION_SETTINGS]) : undefined,
}));

export const enterpriseSchema = z.strictObject({
  timeZone: z
    .string()
    .refine(isTimeZone, "must be a zone of the IANA database such as Europe/London")
    .describe("IANA zone, such as Europe/London. Its days are the days of all dates."),
  snapshotAt: time.default("05:00").describe("When the first dataset is taken; the others follow 20 minutes apart."),
  baseCurrency: z
    .string()
    .regex(/^[A-Z]{3}$/, "must be an ISO 4217 code such as GBP")
    .nullable()
    .default(null)
    .describe("ISO code of the base currency, when the API does not tell."),
  passwordMaxAgeDays: z
    .int()
    .positive()
    .default(90)
    .describe("Days after which Convertr makes the service user's password expire; told of before."),
  rotatePassword: z
    .boolean()
    .default(false)
    .describe("Secrets Manager changes the service user's password by itself, at half of passwordMaxAgeDays."),
  retired: z.boolean().default(false).describe("Keeps an enterprise's history queryable without schedules."),
  datasets: z
    .array(z.enum(DATASET_NAMES))
    .nonempty()
    .default([...DEFAULT_DATASETS])
    .describe(`What is taken each day. ${OPT_IN_WORDS} are collected only where they are named here.`),
  links: linksSchema.describe(
    "Pages that the team's mails link to, by patterns of their addresses; none when left out.",
  ),
  publisherLinks: publisherLinksSchema.describe("The same for mails to publishers, who know other pages."),
  advertiserLinks: advertiserLinksSchema.describe("The same for mails to advertisers."),
  concurrency: z.int().min(1).max(9).default(8).describe("Requests in flight; Convertr asks for fewer than ten."),
  digests: z
    .record(z.string().regex(DIGEST_PATTERN, `must match ${DIGEST_PATTERN.source}`), digest)
    .default({})
    .describe("The mails, by name."),
  reports: reportsSchema.describe("Reports of your own SQL, by name (docs/reports.md). Checked at synth."),
});

const bucketName = z.string().regex(/^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/, "must be a bucket name");
interface ExistingBucket {
  readonly name: string;
  readonly kmsKeyArn?: string;
}
const existingBucket = z.union(
  [
    bucketName.transform((name): ExistingBucket => ({ name })),
    z.strictObject({
      name: bucketName.describe("Name of the bucket."),
      kmsKeyArn: z
        .string()
        .regex(KEY_ARN_PATTERN, "must be the ARN of a key, arn:aws:kms:REGION:ACCOUNT:key/ID: an alias grants nothing")
        .optional()
        .describe("The customer's KMS key that the bucket encrypts with, if it does."),
    }),
  ],
  { error: "must be a bucket's name, or a name with a kmsKeyArn" },
);

const settingsFields = z.strictObject({
  $schema: z.string().optional().describe("Where editors find what may be written here."),
  deployment: z
    .string()
    .regex(/^[a-z][a-z0-9]{0,15}$/, "must be up to 16 small letters and digits, a letter first")
    .refine((name) => name !== "enterprises", 'must not be "enterprises", which stacks are named by')
    .optional()
    .describe("Name of this deployment, such as staging; part of every name, so that several stand side by side."),
  aws: z
    .strictObject({
      account: z
        .string()
        .regex(/^\d{12}$/, "must be twelve digits, in quotes")
        .describe("The account, twelve digits."),
      region: z
        .string()
        .regex(/^[a-z]{2}(?:-[a-z]+)+-\d$/, "must be a region such as eu-west-1")
        .describe("The region."),
    })
    .optional()
    .describe("The only account and region to deploy to; whichever the credentials are for when left out."),
  from: mailbox.describe(
    "Sender of all mails, such as Lead reports <reports@acme.example>. Its domain is verified at SES.",
  ),
  replyTo: addressSchema
    .optional()
    .describe("Where answers to the mails go: the owner, told too when a mail is withheld."),
  alertsTo: z
    .array(recipient)
    .nonempty("must name at least one address")
    .refine((all) => all.length === 0 || all.some(isAddress), "must name an e-mail address beside the endpoints")
    .describe(
      "Who is woken: addresses or https endpoints, each confirms once. The addresses get mails that are withheld, too.",
    ),
  noticesTo: z
    .array(recipient)
    .nonempty("must name at least one address or endpoint")
    .optional()
    .describe("Who is told of what can wait until the morning; those of alertsTo when left out."),
  chat: z
    .strictObject({
      slackWorkspaceId: z
        .string()
        .regex(/^T[A-Z0-9]{5,}$/, "must be a Slack workspace's id such as T0123ABCD")
        .describe("Id of the workspace, authorised once in the console of Amazon Q Developer in chat applications."),
      slackChannelId: z
        .string()
        .regex(/^[CG][A-Z0-9]{5,}$/, "must be a Slack channel's id such as C0123ABCD, not its name")
        .describe("Id of the channel."),
    })
    .optional()
    .describe("A Slack channel that shows every alarm as well."),
  historyFrom: daySchema.describe("First day of the history, YYYY-MM-DD; earlier dates are refused. Never changes."),
  identity: z
    .enum(["create", "existing"])
    .default("create")
    .describe("Whether the deployment makes the sender's domain an identity of SES, or finds a verified one there."),
  existingBucket: existingBucket
    .nullable()
    .default(null)
    .describe("A bucket to use as it is, instead of one that the stack makes: its name, or name and KMS key."),
  months: z
    .boolean()
    .default(false)
    .describe(
      "Whether Athena takes the days of older months from one object a month instead of one a day. Only when doctor --aws finds no month missing.",
    ),
  spreadMinutes,
  enterprises: z
    .record(z.string().regex(ENTERPRISE_PATTERN, `must match ${ENTERPRISE_PATTERN.source}`), enterpriseSchema)
    .describe("The Convertr accounts, by the name in https://{enterprise}.cvtr.io."),
});

export const settingsSchema = settingsFields.transform((settings) => spreadOut(settings));

export type Settings = z.output<typeof settingsSchema>;
export type SettingsInput = z.input<typeof settingsSchema>;
export type EnterpriseSettings = Settings["enterprises"][string];
export type DigestSettings = EnterpriseSettings["digests"][string];
export type Thresholds = DigestSettings["thresholds"];
