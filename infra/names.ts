import { Stack } from "aws-cdk-lib";
import type { Construct } from "constructs";

/** Names that people type, and that stacks use of each other without holding each other by exports. One deployment per account and region. */
export const NAMES = {
  stack: "ConvertrReports",
  snapshotFunction: "convertr-reports-snapshot",
  digestFunction: "convertr-reports-digest",
  watchFunction: "convertr-reports-watch",
  rotationFunction: "convertr-reports-rotation",
  scheduleGroup: "convertr-reports",
  undelivered: "convertr-reports-undelivered",
  failed: "convertr-reports-failed",
  alerts: "convertr-reports-alerts",
  notices: "convertr-reports-notices",
  chat: "convertr-reports",
  alarmPrefix: "convertr-reports-",
  dashboard: "convertr-reports",
  workGroup: "convertr-reports",
  database: "convertr_reports",
  configurationSet: "convertr-reports",
} as const;

export const functionArn = (scope: Construct, functionName: string): string =>
  Stack.of(scope).formatArn({ service: "lambda", resource: `function:${functionName}` });

export const queueArn = (scope: Construct, queueName: string): string =>
  Stack.of(scope).formatArn({ service: "sqs", resource: queueName });
