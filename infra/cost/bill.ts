import { cpusOf } from "../sizes.ts";
import { HOURS_A_MONTH, type Parameters } from "./parameters.ts";
import { HABITS, USAGE } from "./usage.ts";

interface Price {
  readonly usd: number;
  readonly per: string;
  readonly page: string;
}
export type PriceName =
  | ("lambdaGbSecond" | "lambdaRequest" | "schedulerInvocation" | "s3Write" | "s3Read" | "s3GbMonth" | "athenaGb")
  | ("sesMail" | "sesGb" | "secretMonth" | "secretCall" | "metricMonth" | "alarmMonth" | "dashboardMonth")
  | ("logGb" | "logGbMonth");
export type Prices = Readonly<Record<PriceName, Price>>;

export interface BillLine {
  readonly service: string;
  /** How much of it, in units of the price. */
  readonly quantity: number;
  readonly price: PriceName;
}

const GB = 1e9;
/** Athena counts at least this for a query. */
const QUERY_FLOOR_GB = 0.01;

/** Everything that is paid for in a month. */
export function billOf(of: Parameters): readonly BillLine[] {
  return [
    ...lambdaLines(of),
    ...s3Lines(of),
    ...athenaLines(of),
    ...mailLines(of),
    ...secretLines(of),
    ...watchingLines(of),
  ];
}

export const usdOf = (lines: readonly BillLine[], prices: Prices): number =>
  lines.reduce((sum, { quantity, price }) => sum + quantity * prices[price].usd, 0);

const invocations = (of: Parameters): number => of.snapshotRuns + of.catchUpRuns + of.digestRuns + of.watchRuns;

/** Seconds that a run is billed for: it waits, and it computes on the CPU that its memory buys. */
export function secondsOf(job: keyof Parameters["memoryMb"], of: Parameters, run: Work): number {
  return run.waitSeconds + run.cpuSeconds / cpusOf(of.memoryMb[job]);
}

interface Work {
  readonly waitSeconds: number;
  readonly cpuSeconds: number;
}

/** The watch looks at every enterprise in one run. */
export const watchWork = (enterprises: number): Work => ({
  waitSeconds: USAGE.watch.waitSeconds + USAGE.watch.waitSecondsPerEnterprise * enterprises,
  cpuSeconds: USAGE.watch.cpuSeconds,
});

/** What one run costs in Lambda's time, in units of the price. */
export const gbSecondsOf = (job: keyof Parameters["memoryMb"], of: Parameters, run: Work): number =>
  (of.memoryMb[job] / 1024) * secondsOf(job, of, run);

function lambdaLines(of: Parameters): BillLine[] {
  const { snapshot, catchUp, digest } = USAGE;
  const gbSeconds =
    of.snapshotRuns * gbSecondsOf("snapshot", of, snapshot) +
    of.catchUpRuns * gbSecondsOf("snapshot", of, catchUp) +
    of.digestRuns * gbSecondsOf("digest", of, digest) +
    of.watchRuns * gbSecondsOf("watch", of, watchWork(of.enterprises));
  return [
    { service: "Lambda, time", quantity: gbSeconds, price: "lambdaGbSecond" },
    { service: "Lambda, invocations", quantity: invocations(of), price: "lambdaRequest" },
    { service: "EventBridge Scheduler", quantity: invocations(of), price: "schedulerInvocation" },
  ];
}

function s3Lines(of: Parameters): BillLine[] {
  const { snapshot, catchUp, digest, watch } = USAGE;
  const hourly = of.watchRuns * of.enterprises;
  const queries = HABITS.queries * of.enterprises * HABITS.daysPerQuery;
  const sum = (kind: "s3Writes" | "s3Reads") =>
    of.snapshotRuns * snapshot[kind] + of.catchUpRuns * catchUp[kind] + of.digestRuns * digest[kind];
  const stored = USAGE.storedBytesPerDay * of.enterprises * 365 * HABITS.years;
  return [
    {
      service: "S3, writes and lists (Athena's too)",
      quantity: sum("s3Writes") + hourly * watch.s3WritesPerEnterprise + queries,
      price: "s3Write",
    },
    {
      service: "S3, reads (Athena's too)",
      quantity: sum("s3Reads") + hourly * watch.s3ReadsPerEnterprise + queries,
      price: "s3Read",
    },
    { service: `S3, kept after ${HABITS.years} year`, quantity: stored / GB, price: "s3GbMonth" },
  ];
}

const athenaLines = (of: Parameters): BillLine[] => [
  {
    service: "Athena, at its floor of 10 MB",
    quantity: HABITS.queries * of.enterprises * QUERY_FLOOR_GB,
    price: "athenaGb",
  },
];

function mailLines(of: Parameters): BillLine[] {
  const mails = of.digestRuns * HABITS.recipientsPerDigest;
  return [
    { service: "SES, mails", quantity: mails, price: "sesMail" },
    { service: "SES, attachments", quantity: (mails * USAGE.digest.mailBytes) / GB, price: "sesGb" },
  ];
}

const secretLines = (of: Parameters): BillLine[] => [
  { service: "Secrets Manager, secrets", quantity: of.secrets, price: "secretMonth" },
  {
    service: "Secrets Manager, calls",
    quantity: of.snapshotRuns * USAGE.snapshot.secretCalls + of.watchRuns * of.enterprises,
    price: "secretCall",
  },
];

function watchingLines(of: Parameters): BillLine[] {
  const { snapshot, catchUp, digest, watch } = USAGE;
  const logged =
    of.snapshotRuns * snapshot.logBytes +
    of.catchUpRuns * catchUp.logBytes +
    of.digestRuns * digest.logBytes +
    of.watchRuns * watch.logBytes;
  return [
    { service: "CloudWatch, metrics", quantity: metricMonths(of), price: "metricMonth" },
    { service: "CloudWatch, alarms", quantity: of.alarms, price: "alarmMonth" },
    { service: "CloudWatch, dashboard", quantity: of.dashboards, price: "dashboardMonth" },
    { service: "CloudWatch, logs taken in", quantity: logged / GB, price: "logGb" },
    { service: "CloudWatch, logs kept", quantity: (logged / GB) * of.logMonths, price: "logGbMonth" },
  ];
}

/**
 * Metrics are charged for the hours that have a value: the watch's three are always there; a run's own (by enterprise and dataset,
 * or by enterprise) are there in its hour. Sums over all enterprises are there in at most every hour.
 */
function metricMonths(of: Parameters): number {
  const WATCHED = 3;
  /** Sent, failed and unknown. */
  const MAILS = 3;
  const own = of.snapshotRuns + of.catchUpRuns + of.digestRuns;
  const rows = Math.min(HOURS_A_MONTH, of.snapshotRuns);
  const mails = MAILS * Math.min(HOURS_A_MONTH, of.digestRuns);
  return WATCHED + (own + rows + mails) / HOURS_A_MONTH;
}
