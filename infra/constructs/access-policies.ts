import { ManagedPolicy } from "aws-cdk-lib/aws-iam";
import { Construct } from "constructs";
import { analystPermissions } from "../access/analyst.ts";
import { operatorPermissions } from "../access/operator.ts";
import type { AlertTopics } from "./alerts.ts";
import type { Permission } from "./permission.ts";
import { acknowledgeWildcards } from "./permission.ts";
import type { DataBucket } from "./storage.ts";

export interface AccessPoliciesProps {
  readonly data: DataBucket;
  readonly topics: AlertTopics;
}

/** Two policies for people, to attach to roles that the account has; nothing here uses them. */
export class AccessPolicies extends Construct {
  readonly analyst: ManagedPolicy;
  readonly operator: ManagedPolicy;

  constructor(scope: Construct, id: string, props: AccessPoliciesProps) {
    super(scope, id);
    this.analyst = this.policy(
      "Analyst",
      "Convertr reports: ask SQL in the workgroup",
      analystPermissions(this, props.data),
    );
    this.operator = this.policy("Operator", "Convertr reports: invoke, look, mend", operatorPermissions(this, props));
  }

  private policy(id: string, description: string, permissions: readonly Permission[]): ManagedPolicy {
    const policy = new ManagedPolicy(this, id, { description });
    for (const { statement, wildcards } of permissions) {
      policy.addStatements(statement);
      if (wildcards !== undefined) acknowledgeWildcards(policy, statement, wildcards);
    }
    return policy;
  }
}
