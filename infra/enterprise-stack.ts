import { Stack, type StackProps, Tags } from "aws-cdk-lib";
import type { Construct } from "constructs";
import type { Settings } from "../shared/settings/schema.ts";
import { Enterprise } from "./constructs/enterprise.ts";
import { SchedulerRole } from "./constructs/scheduler-role.ts";
import { functionArn, NAMES } from "./names.ts";

export interface EnterpriseStackProps extends StackProps {
  /** The enterprises of this stack. */
  readonly enterprises: Settings["enterprises"];
}

/** A share of the enterprises: CloudFormation holds 500 resources in a stack, and an enterprise has about ten. */
export class EnterpriseStack extends Stack {
  constructor(scope: Construct, id: string, { enterprises, ...props }: EnterpriseStackProps) {
    super(scope, id, props);
    const role = new SchedulerRole(this, "Scheduler", {
      functionArns: [functionArn(this, NAMES.snapshotFunction), functionArn(this, NAMES.digestFunction)],
    });
    for (const [name, settings] of Object.entries(enterprises)) {
      new Enterprise(this, `Enterprise-${name}`, { name, settings, schedulerRoleArn: role.arn });
    }
    Tags.of(this).add("service", "convertr-reports");
  }
}
