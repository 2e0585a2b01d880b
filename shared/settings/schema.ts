import * as z from "zod";
import { DATASET_NAMES } from "../catalog/datasets.ts";
import { isDay, isTimeZone } from "../platform/day.ts";

/** Enterprise names become host names and key parts: checked before either is made. */
export const ENTERPRISE_PATTERN = /^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/;
export const DIGEST_PATTERN = /^[a-z0-9][a-z0-9-]{0,31}$/;
/** A bare 7-bit address; SES refuses a whole message for one badly formed address. */
const ADDRESS_PATTERN =
  /^[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]+@[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?(?:\.[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?)+$/;

export const SECTIONS = ["pacing", "quality", "money", "contracts", "integrations"] as const;
export type Section = (typeof SECTIONS)[number];
export const WEEKDAYS = ["MON", "TUE", "WED", "THU", "FRI", "SAT", "SUN"] as const;
export const CAP_COUNTERS = ["billableLeads", "validLeads", "deliveredLeads"] as const;
export type CapCounter = (typeof CAP_COUNTERS)[number];

export const addressSchema = z.string().regex(ADDRESS_PATTERN, "must be an e-mail address such as team@acme.example");
/** `Name <address>` or a bare address; no control characters can reach a header. */
const mailbox = z
  .string()
  .regex(/^[^\p{Cc}<>]*<[^<>]+>$|^[^\p{Cc}<>\s]+$/u, "must be an address, or a name and an <address>")
  .refine(
    (text) => ADDRESS_PATTERN.test(bareAddress(text)),
    "must hold an e-mail address such as reports@acme.example",
  );
const time = z.string().regex(/^(?:[01]\d|2[0-3]):[0-5]\d$/, "must be a time HH:mm from 00:00 to 23:59");
const day = z.string().refine(isDay, "must be a calendar day YYYY-MM-DD");
const ids = z.array(z.int().positive()).default([]);
const share = z.number().min(0).max(10);

const thresholds = z
  .strictObject({
    /** Forecast (or, early, the on-schedule index) below this share of the cap: "At risk". */
    atRiskBelow: share.default(0.85),
    /** Below this share: "Behind". */
    behindBelow: share.default(0.97),
    /** Above this share: "Ahead". */
    aheadAbove: share.default(1.1),
    /** Points by which a publisher's invalid rate must exceed its own 28-day rate. */
    invalidRatePoints: z.number().positive().max(100).default(5),
    /** Leads a publisher must have sent in the window before its rate is judged. */
    invalidRateMinLeads: z.int().positive().default(20),
    /** A contract that ends within this many days below its target is listed. */
    contractEndsWithinDays: z.int().nonnegative().max(366).default(7),
    /** An active, unfinished campaign without a conversion for this many hours is silent. */
    silentHours: z
      .int()
      .positive()
      .max(24 * 366)
      .default(48),
    /** An integration job that fails at least this share of the leads that reach it is failing. */
    jobFailedShare: z.number().positive().max(1).default(0.1),
    /** A campaign whose margin is below this share of its revenue is listed; 0 lists those that lose money. */
    marginBelow: z.number().min(-1).max(1).default(0),
  })
  .refine(
    (t) => t.atRiskBelow <= t.behindBelow && t.behindBelow <= t.aheadAbove,
    "atRiskBelow, behindBelow and aheadAbove must not fall",
  )
  .prefault({});

const filter = z.strictObject({ advertisers: ids, publishers: ids, campaigns: ids }).prefault({});

/** Without the default of `sections`, which hangs on the audience. */
export const digestFields = z.strictObject({
  at: time.default("07:00"),
  period: z.enum(["day", "week", "month"]).default("day"),
  days: z.array(z.enum(WEEKDAYS)).nonempty().default(["MON", "TUE", "WED", "THU", "FRI"]),
  to: z.array(addressSchema).nonempty("must name at least one recipient"),
  audience: z.enum(["internal", "publisher"]).default("internal"),
  /** @default all, for a publisher all but money */
  sections: z.array(z.enum(SECTIONS)).nonempty().optional(),
  filter,
  capCounter: z.enum(CAP_COUNTERS).default("billableLeads"),
  attachCsv: z.boolean().default(true),
  sendWhenEmpty: z.boolean().default(true),
  locale: z.string().refine(isLocale, "must be a locale such as en-GB").default("en-GB"),
  thresholds,
});

const digest = digestFields.transform((fields) => ({
  ...fields,
  sections: fields.sections ?? SECTIONS.filter((section) => fields.audience === "internal" || section !== "money"),
}));

export const enterpriseSchema = z.strictObject({
  timeZone: z.string().refine(isTimeZone, "must be a zone of the IANA database such as Europe/London"),
  snapshotAt: time.default("05:00"),
  /** ISO code of the base currency, when the API does not tell. */
  baseCurrency: z
    .string()
    .regex(/^[A-Z]{3}$/, "must be an ISO 4217 code such as GBP")
    .nullable()
    .default(null),
  passwordMaxAgeDays: z.int().positive().default(90),
  /** Keeps an enterprise's history queryable without schedules. */
  retired: z.boolean().default(false),
  datasets: z
    .array(z.enum(DATASET_NAMES))
    .nonempty()
    .default([...DATASET_NAMES]),
  /** Requests in flight; Convertr asks for fewer than ten. */
  concurrency: z.int().min(1).max(9).default(8),
  digests: z.record(z.string().regex(DIGEST_PATTERN, `must match ${DIGEST_PATTERN.source}`), digest).default({}),
});

export const settingsSchema = z.strictObject({
  from: mailbox,
  replyTo: addressSchema.optional(),
  alertsTo: z.array(addressSchema).nonempty("must name at least one address"),
  /** First day of the partition projection; earlier dates are refused. Never changes. */
  historyFrom: day,
  existingBucket: z
    .string()
    .regex(/^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/, "must be a bucket name")
    .nullable()
    .default(null),
  enterprises: z.record(
    z.string().regex(ENTERPRISE_PATTERN, `must match ${ENTERPRISE_PATTERN.source}`),
    enterpriseSchema,
  ),
});

export type Settings = z.output<typeof settingsSchema>;
export type SettingsInput = z.input<typeof settingsSchema>;
export type EnterpriseSettings = Settings["enterprises"][string];
export type DigestSettings = EnterpriseSettings["digests"][string];
export type Thresholds = DigestSettings["thresholds"];

/** `Lead reports <reports@acme.example>` → `reports@acme.example`. */
export function bareAddress(text: string): string {
  return /<([^<>]+)>$/.exec(text)?.[1] ?? text.trim();
}

function isLocale(locale: string): boolean {
  try {
    return Intl.getCanonicalLocales(locale).length === 1;
  } catch {
    return false;
  }
}
