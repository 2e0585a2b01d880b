import { Stack } from "aws-cdk-lib";
import type { PolicyStatement, Role } from "aws-cdk-lib/aws-iam";
import type { IConstruct } from "constructs";
import { acknowledge } from "./acknowledge.ts";

/** Something a role may do. */
export interface Permission {
  readonly statement: PolicyStatement;
  /** Why the wildcards in its resources are right. Without it cdk-nag refuses them. */
  readonly wildcards?: string;
}

export function permit(role: Role, { statement, wildcards }: Permission): void {
  role.addToPolicy(statement);
  if (wildcards !== undefined) acknowledgeWildcards(role, statement, wildcards);
}

/** @param reason why the wildcards in the statement's resources are right */
export function acknowledgeWildcards(of: IConstruct, statement: PolicyStatement, reason: string): void {
  const resources: unknown[] = Stack.of(of).resolve(statement.resources);
  for (const resource of resources.map(flatten).filter((text) => text.includes("*"))) {
    acknowledge(of, { [`AwsSolutions-IAM5[Resource::${resource}]`]: reason });
  }
}

/** As cdk-nag writes references in its findings: `<Bucket.Arn>/runs/*`. */
function flatten(value: unknown): string {
  if (typeof value === "string") return value;
  const reference = new Map(Object.entries(value ?? {}));
  const join = reference.get("Fn::Join");
  if (Array.isArray(join)) return join[1].map(flatten).join(join[0]);
  const attribute = reference.get("Fn::GetAtt");
  if (Array.isArray(attribute)) return `<${attribute.join(".")}>`;
  return `<${reference.get("Ref")}>`;
}
