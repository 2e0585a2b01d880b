/** The resources of a synthesised template, as far as they cost something. */
export interface CostedResource {
  readonly Type: string;
  // biome-ignore lint/suspicious/noExplicitAny: properties of a template are any JSON
  readonly Properties: any;
}

/** What of a deployment makes its bill; runs are a month's. */
export interface Parameters {
  readonly enterprises: number;
  readonly memoryMb: Readonly<Record<"snapshot" | "digest" | "watch", number>>;
  readonly snapshotRuns: number;
  readonly catchUpRuns: number;
  readonly digestRuns: number;
  readonly watchRuns: number;
  readonly secrets: number;
  readonly alarms: number;
  readonly dashboards: number;
  readonly logMonths: number;
}

export const HOURS_A_MONTH = 730;
const DAYS_A_MONTH = HOURS_A_MONTH / 24;

/** Reads what will be paid for off the templates themselves. */
export function parametersOf(resources: readonly CostedResource[]): Parameters {
  const of = (type: string) => resources.filter(({ Type }) => Type === type).map(({ Properties }) => Properties);
  const functions = of("AWS::Lambda::Function");
  const memory = (job: string): number =>
    functions.find(({ FunctionName }) => FunctionName === `convertr-reports-${job}`)?.MemorySize ?? 0;
  const schedules = of("AWS::Scheduler::Schedule");
  const runs = (isMeant: (schedule: { Description: string; Target: { Input: string } }) => boolean): number =>
    schedules.filter(isMeant).reduce((sum, { ScheduleExpression }) => sum + runsAMonth(ScheduleExpression), 0);
  const [logs] = of("AWS::Logs::LogGroup");
  return {
    enterprises: of("AWS::SecretsManager::Secret").length,
    memoryMb: { snapshot: memory("snapshot"), digest: memory("digest"), watch: memory("watch") },
    snapshotRuns: runs(({ Description }) => Description.startsWith("Snapshot of")),
    catchUpRuns: runs(({ Description }) => Description.startsWith("Catch-up of")),
    digestRuns: runs(({ Description }) => Description.startsWith("Digest ")),
    watchRuns: runs(({ Description }) => Description.startsWith("What is overdue")),
    secrets: of("AWS::SecretsManager::Secret").length,
    alarms: of("AWS::CloudWatch::Alarm").length,
    dashboards: of("AWS::CloudWatch::Dashboard").length,
    logMonths: (logs?.RetentionInDays ?? 0) / DAYS_A_MONTH,
  };
}

/** How often `cron(minute hour day month weekdays year)` fires in a month. */
export function runsAMonth(expression: string): number {
  const [, hour = "", day = "", , weekdays = ""] = expression.slice("cron(".length).split(" ");
  if (hour === "*") return HOURS_A_MONTH;
  if (/^\d+$/.test(day)) return 1;
  if (weekdays !== "?" && weekdays !== "*") return (weekdays.split(",").length * DAYS_A_MONTH) / 7;
  return DAYS_A_MONTH;
}
