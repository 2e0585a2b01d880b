import type { Construct } from "constructs";
import type { Settings } from "../shared/settings/schema.ts";
import { acknowledge } from "./constructs/acknowledge.ts";
import { Enterprise } from "./constructs/enterprise.ts";
import { SchedulerRole } from "./constructs/scheduler-role.ts";
import { DeploymentStack, type DeploymentStackProps, functionArn } from "./deployment-stack.ts";

export interface EnterpriseStackProps extends DeploymentStackProps {
  /** The enterprises of this share. */
  readonly enterprises: Settings["enterprises"];
}

/** A share of the enterprises: CloudFormation holds 500 resources in a stack, and an enterprise has about ten. */
export class EnterpriseStack extends DeploymentStack {
  constructor(scope: Construct, id: string, { enterprises, ...props }: EnterpriseStackProps) {
    super(scope, id, props);
    const active = Object.entries(enterprises).filter(([, { retired }]) => !retired);
    if (active.length === 0) {
      acknowledge(this, {
        "CloudFormation-Validate::F0001":
          "A share without schedules holds nothing: the CLI makes no stack of it, and deletes the one that is there.",
      });
      return;
    }
    const { snapshotFunction, digestFunction, reportFunction } = this.names;
    const role = new SchedulerRole(this, "Scheduler", {
      functionArns: [snapshotFunction, digestFunction, reportFunction].map((name) => functionArn(this, name)),
    });
    for (const [name, settings] of active) {
      new Enterprise(this, `Enterprise-${name}`, { name, settings, schedulerRoleArn: role.arn });
    }
  }
}
