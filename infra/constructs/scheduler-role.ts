import { Stack } from "aws-cdk-lib";
import { PolicyStatement, Role, ServicePrincipal } from "aws-cdk-lib/aws-iam";
import { Construct } from "constructs";
import { namesIn, queueArn } from "../deployment-stack.ts";

export interface SchedulerRoleProps {
  readonly functionArns: readonly string[];
}

/** What EventBridge Scheduler may do for this project's schedules: start these functions and lay aside what it cannot hand over. */
export class SchedulerRole extends Construct {
  readonly arn: string;

  constructor(scope: Construct, id: string, { functionArns }: SchedulerRoleProps) {
    super(scope, id);
    const { account } = Stack.of(this);
    const role = new Role(this, "Role", {
      // Only schedules of this account: Scheduler serves others too.
      assumedBy: new ServicePrincipal("scheduler.amazonaws.com", {
        conditions: { StringEquals: { "aws:SourceAccount": account } },
      }),
      description: "What the schedules of convertr-reports may do",
    });
    role.addToPolicy(new PolicyStatement({ actions: ["lambda:InvokeFunction"], resources: [...functionArns] }));
    role.addToPolicy(
      new PolicyStatement({ actions: ["sqs:SendMessage"], resources: [queueArn(this, namesIn(this).undelivered)] }),
    );
    this.arn = role.roleArn;
  }
}
