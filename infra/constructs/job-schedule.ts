import { CfnSchedule } from "aws-cdk-lib/aws-scheduler";
import type { Construct } from "constructs";
import type { DigestSettings } from "../../shared/settings/schema.ts";
import { minuteOf } from "../../shared/settings/timetable.ts";
import { namesIn, queueArn } from "../deployment-stack.ts";

export interface JobScheduleProps {
  /** For people who look at the list. */
  readonly description: string;
  readonly cron: string;
  /** IANA name. A local time that the clocks skip is left out by Scheduler, one that comes twice runs once. */
  readonly timeZone: string;
  readonly functionArn: string;
  /** The event; `scheduledTime` is added. */
  readonly event: Readonly<Record<string, string | boolean>>;
  readonly roleArn: string;
}

/** Scheduler puts the instant in that it was due at, so that a late delivery still belongs to its day. */
const SCHEDULED_TIME = "<aws.scheduler.scheduled-time>";

/** One schedule that starts one function. What cannot be handed over within the hour goes to the queue of undelivered events. */
export function addJobSchedule(scope: Construct, id: string, props: JobScheduleProps): CfnSchedule {
  return new CfnSchedule(scope, id, {
    groupName: namesIn(scope).scheduleGroup,
    description: props.description,
    scheduleExpression: props.cron,
    scheduleExpressionTimezone: props.timeZone,
    flexibleTimeWindow: { mode: "OFF" },
    target: {
      arn: props.functionArn,
      roleArn: props.roleArn,
      input: JSON.stringify({ ...props.event, scheduledTime: SCHEDULED_TIME }),
      retryPolicy: { maximumEventAgeInSeconds: 3600, maximumRetryAttempts: 20 },
      deadLetterConfig: { arn: queueArn(scope, namesIn(scope).undelivered) },
    },
  });
}

/** Every day at a minute after midnight. */
export const dailyCron = (minute: number): string => `cron(${minute % 60} ${Math.floor(minute / 60)} * * ? *)`;

/** When the mail of a digest or a report is due; says of days what `isMailDay` says. */
export function mailCron({ at, period, days }: Pick<DigestSettings, "at" | "period" | "days">): string {
  const minute = minuteOf(at);
  const clock = `${minute % 60} ${Math.floor(minute / 60)}`;
  if (period === "month") return `cron(${clock} 1 * ? *)`;
  return `cron(${clock} ? * ${(period === "week" ? days.slice(0, 1) : days).join(",")} *)`;
}
