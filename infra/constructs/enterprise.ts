import { CfnRotationSchedule } from "aws-cdk-lib/aws-secretsmanager";
import { Construct } from "constructs";
import { rotationDays } from "../../shared/settings/password-age.ts";
import type { DigestSettings, EnterpriseSettings } from "../../shared/settings/schema.ts";
import { latestOf, snapshotSlots } from "../../shared/settings/timetable.ts";
import { functionArn, namesIn } from "../deployment-stack.ts";
import { addJobSchedule, dailyCron, mailCron } from "./job-schedule.ts";

/** From midnight UTC. */
const ROTATION_WINDOW_HOURS = 4;

export interface EnterpriseProps {
  readonly name: string;
  readonly settings: EnterpriseSettings;
  /** The role that Scheduler takes. */
  readonly schedulerRoleArn: string;
}

/** What one enterprise that is not retired has of its own: its schedules, and the rotation of its secret. The secret itself is no resource of a stack. */
export class Enterprise extends Construct {
  private readonly props: EnterpriseProps;

  constructor(scope: Construct, id: string, props: EnterpriseProps) {
    super(scope, id);
    this.props = props;
    if (props.settings.rotatePassword) this.addRotation();
    this.addSnapshots();
    this.addDigests();
    this.addReports();
  }

  /**
   * Not with the deployment: it would change a password that nobody expects to change. At night by UTC, when most enterprises take no snapshot; one that does finds the new password by itself.
   */
  private addRotation(): void {
    new CfnRotationSchedule(this, "Rotation", {
      secretId: namesIn(this).secretPrefix + this.props.name,
      rotationLambdaArn: functionArn(this, namesIn(this).rotationFunction),
      rotateImmediatelyOnUpdate: false,
      rotationRules: {
        scheduleExpression: `rate(${rotationDays(this.props.settings.passwordMaxAgeDays)} days)`,
        duration: `${ROTATION_WINDOW_HOURS}h`,
      },
    });
  }

  private addSnapshots(): void {
    const { name, settings, schedulerRoleArn: roleArn } = this.props;
    for (const { dataset, minute, catchUpMinute } of snapshotSlots(settings)) {
      const schedule = {
        timeZone: settings.timeZone,
        functionArn: functionArn(this, namesIn(this).snapshotFunction),
        event: { enterprise: name, dataset },
        roleArn,
      };
      addJobSchedule(this, `Snapshot-${dataset}`, {
        ...schedule,
        description: `Snapshot of ${dataset} of ${name}`,
        cron: dailyCron(minute),
      });
      addJobSchedule(this, `CatchUp-${dataset}`, {
        ...schedule,
        description: `Catch-up of ${dataset} of ${name}: ends already-published when all is well`,
        cron: dailyCron(catchUpMinute),
      });
    }
  }

  private addDigests(): void {
    for (const [digest, of] of Object.entries(this.props.settings.digests)) {
      this.addMail({ ...{ kind: "digest", name: digest, of }, functionName: namesIn(this).digestFunction });
    }
  }

  private addReports(): void {
    for (const [report, of] of Object.entries(this.props.settings.reports)) {
      this.addMail({ ...{ kind: "report", name: report, of }, functionName: namesIn(this).reportFunction });
    }
  }

  /** Two chances for each mail: at its time, when it waits for snapshots that are missing, and at the latest with what there is. */
  private addMail({ kind, name, of, functionName }: Mail): void {
    const { name: enterprise, settings, schedulerRoleArn: roleArn } = this.props;
    const words = kind === "digest" ? "Digest" : "Report";
    const latest = latestOf(of, settings);
    const schedule = { timeZone: settings.timeZone, functionArn: functionArn(this, functionName), roleArn };
    const event = { enterprise, [kind]: name };
    const waits = latest !== of.at;
    addJobSchedule(this, `${words}-${name}`, {
      ...schedule,
      description: `${words} ${name} of ${enterprise}${waits ? `, if its snapshots are there; else at ${latest}` : ""}`,
      cron: mailCron(of),
      event: waits ? { ...event, wait: true } : event,
    });
    if (!waits) return;
    addJobSchedule(this, `${words}Latest-${name}`, {
      ...schedule,
      description: `${words} ${name} of ${enterprise} at the latest: ends already-sent when all is well`,
      cron: mailCron({ ...of, at: latest }),
      event,
    });
  }
}

/** A digest or a report, as its schedules need it. */
interface Mail {
  readonly kind: "digest" | "report";
  readonly name: string;
  readonly of: Pick<DigestSettings, "at" | "latest" | "period" | "days">;
  readonly functionName: string;
}
