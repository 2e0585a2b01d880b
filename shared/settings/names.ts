/** What everything of one deployment is called: what people type, and what stacks, functions and commands use of each other without asking. */
export interface Names {
  /** What most names begin with, such as `convertr-reports-staging`. */
  readonly prefix: string;
  /** The stack of everything that is there once. */
  readonly stack: string;
  readonly snapshotFunction: string;
  readonly digestFunction: string;
  readonly watchFunction: string;
  readonly rotationFunction: string;
  readonly monthsFunction: string;
  readonly reportFunction: string;
  readonly scheduleGroup: string;
  readonly undelivered: string;
  readonly failed: string;
  /** Topic of pages. */
  readonly alerts: string;
  /** Topic of notices. */
  readonly notices: string;
  readonly chat: string;
  readonly alarmPrefix: string;
  readonly dashboard: string;
  readonly workGroup: string;
  readonly database: string;
  readonly configurationSet: string;
  /** What stands before an enterprise's name in its secret's name. The slash keeps one deployment's secrets out of another's policies. */
  readonly secretPrefix: string;
  /** Namespace of the functions' CloudWatch metrics; each also has the dimension `service`: the job's name. */
  readonly metricsNamespace: string;
}

/**
 * The one place where names are made: two deployments of an account and region share none.
 * @param deployment of the settings, such as `staging`; undefined for the one that has no name of its own
 */
export function namesOf(deployment: string | undefined): Names {
  const dashed = deployment === undefined ? "" : `-${deployment}`;
  const prefix = `convertr-reports${dashed}`;
  return {
    prefix,
    stack: `ConvertrReports${dashed}`,
    snapshotFunction: `${prefix}-snapshot`,
    digestFunction: `${prefix}-digest`,
    watchFunction: `${prefix}-watch`,
    rotationFunction: `${prefix}-rotation`,
    monthsFunction: `${prefix}-months`,
    reportFunction: `${prefix}-report`,
    scheduleGroup: prefix,
    undelivered: `${prefix}-undelivered`,
    failed: `${prefix}-failed`,
    alerts: `${prefix}-alerts`,
    notices: `${prefix}-notices`,
    chat: prefix,
    alarmPrefix: `${prefix}-`,
    dashboard: prefix,
    workGroup: prefix,
    database: deployment === undefined ? "convertr_reports" : `convertr_reports_${deployment}`,
    configurationSet: prefix,
    secretPrefix: `${prefix}/`,
    metricsNamespace: deployment === undefined ? "ConvertrReports" : `ConvertrReports/${deployment}`,
  };
}

/** @param share two digits */
export const shareStack = ({ stack }: Pick<Names, "stack">, share: string): string => `${stack}-Enterprises-${share}`;
