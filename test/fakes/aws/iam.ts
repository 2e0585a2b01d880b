import type { AwsCall } from "./server.ts";

export interface PolicyStatement {
  readonly effect: string;
  readonly actions: readonly string[];
  readonly resources: readonly string[];
  readonly condition: unknown;
}

/** What IAM would decide: allowed by a statement whose action, resource and conditions match, and denied by none. */
export function isAllowed(statements: readonly PolicyStatement[], call: AwsCall): boolean {
  const matching = statements.filter((statement) => matches(statement, call));
  return matching.some(({ effect }) => effect === "Allow") && matching.every(({ effect }) => effect === "Allow");
}

export function matches(statement: PolicyStatement, call: AwsCall): boolean {
  return (
    statement.actions.some((action) => like(action, call.action)) &&
    statement.resources.some((resource) => like(resource, call.resource)) &&
    holds(statement.condition, call.context)
  );
}

export function like(pattern: string, text: string): boolean {
  const parts = pattern.split("*").map((part) => part.replace(/[.+?^${}()|[\]\\]/g, "\\$&"));
  return new RegExp(`^${parts.join(".*")}$`).test(text);
}

/** Only `StringEquals`: another operator is an error here, not a guess. */
function holds(condition: unknown, context: AwsCall["context"]): boolean {
  return Object.entries(condition ?? {}).every(([operator, keys]) => {
    if (operator !== "StringEquals") throw new Error(`condition ${operator} is not known`);
    return Object.entries(keys as Record<string, string>).every(([key, value]) => context[key] === value);
  });
}
