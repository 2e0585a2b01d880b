import type { MailPart, ReportMail } from "../../../shared/reports/mail/report-mail.ts";

const DATE = "2026-11-24";

export const CONTRACTS: MailPart = {
  name: "behind",
  title: "Contracts behind",
  columns: [
    { name: "publisher_id", kind: "integer" },
    { name: "campaign_name", kind: "text" },
    { name: "billable_leads", kind: "integer", unit: "leads" },
    { name: "cap", kind: "integer", unit: "leads" },
    { name: "missing_leads", kind: "integer" },
    { name: "end_date", kind: "day" },
    { name: "needed_per_day", kind: "number", unit: "a-day" },
    { name: "invalid_rate", kind: "number", unit: "share" },
    { name: "currency", kind: "text" },
    { name: "earnings", kind: "decimal", unit: "row-money" },
  ],
  rows: [
    [12n, "Zero Trust Guide – Webinar – DACH", 89n, 595n, 506n, "2027-01-23", 8.344, 0.0712, "EUR", "1204.5000"],
    [12n, 'The "Ultimate" <Buyer\'s> Guide', 1224n, 4200n, 2976n, "2026-12-12", 147.2, null, "GBP", "88.1250"],
    [12n, "حملة الشتاء", 0n, 35n, 35n, null, 0.9, 0, null, null],
  ],
  with: { below: 0.9 },
  chart: { label: "campaign_name", value: "missing_leads" },
};

const EMPTY: MailPart = {
  ...CONTRACTS,
  name: "week",
  title: "Leads of the week",
  rows: [],
  with: {},
  chart: undefined,
};

const JOBS: MailPart = {
  name: "stuck",
  title: "Failing jobs",
  columns: [
    { name: "campaign_id", kind: "integer" },
    { name: "state", kind: "text" },
    { name: "failed_leads", kind: "integer" },
    { name: "updated_ts", kind: "instant" },
  ],
  rows: [
    [585n, "still", 16n, Date.parse("2026-11-24T04:30:00Z")],
    [1584n, "new", 7n, Date.parse("2025-07-01T12:00:00Z")],
  ],
  with: { least: 5 },
  chart: undefined,
};

/** A name of nobody, the earnings of a month, and rows that no mail holds. */
const MANY: MailPart = {
  name: "many",
  title: "Every publisher",
  columns: [
    { name: "publisher_id", kind: "integer" },
    { name: "Publisher", kind: "text" },
    { name: "total_leads_delta", kind: "integer", unit: "leads" },
    { name: "base_currency_earnings", kind: "decimal", unit: "base-money" },
    { name: "margin", kind: "decimal" },
    { name: "test_mode", kind: "boolean" },
    { name: "ratio", kind: "number" },
  ],
  rows: Array.from({ length: 312 }, (_, at) => [
    BigInt(at + 1),
    `Publisher ${at + 1}`,
    BigInt(2000 - at * 6),
    `${20_000 - at * 60}.0000`,
    `${(at % 9) - 4}.1250`,
    at % 2 === 0,
    at / 300,
  ]),
  with: {},
  chart: { label: "Publisher", value: "total_leads_delta" },
};

const PERIOD = { date: DATE, previousDate: "2026-11-17", firstDay: "2026-11-17", lastDay: "2026-11-23" };

const TEAM: ReportMail = {
  ...{
    enterprise: "acme",
    report: "stuck-leads",
    title: "Integration jobs that fail",
    audience: "internal",
    member: null,
  },
  ...{ locale: "en-GB", timeZone: "Europe/London", baseCurrency: "GBP", version: "0.1.0", test: false },
  period: { ...PERIOD, firstDay: "2026-11-23", previousDate: "2026-11-23" },
  parts: [JOBS],
  attached: { kind: "xlsx", file: "stuck-leads-2026-11-24.xlsx" },
  prefix: "reports/enterprise=acme/report_date=2026-11-24/stuck-leads/",
  sources: [
    { dataset: "campaigns", snapshotAt: Date.parse("2026-11-24T05:00:00Z"), runId: "run-1", degraded: false },
    { dataset: "integration-jobs", snapshotAt: Date.parse("2026-11-24T05:20:00Z"), runId: "run-2", degraded: true },
  ],
};

const PUBLISHER: ReportMail = {
  ...TEAM,
  ...{ report: "behind", title: "Behind their cap", audience: "publisher", member: 12 },
  period: PERIOD,
  parts: [CONTRACTS, EMPTY],
  attached: { kind: "xlsx", file: "behind-2026-11-24.xlsx" },
  prefix: "reports/enterprise=acme/report_date=2026-11-24/behind/12/",
};

/** Mails of each kind, of literals. */
export const REPORT_MAILS = {
  alert: TEAM,
  publisher: PUBLISHER,
  many: { ...TEAM, report: "many", title: "The month by publisher", period: PERIOD, parts: [MANY], sources: [] },
  german: { ...PUBLISHER, locale: "de-DE", attached: { kind: "none" } },
} as const satisfies Readonly<Record<string, ReportMail>>;
