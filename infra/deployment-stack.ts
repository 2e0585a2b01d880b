import { Stack, type StackProps, Tags } from "aws-cdk-lib";
import type { Construct } from "constructs";
import { type Names, namesOf } from "../shared/settings/names.ts";
import type { Settings } from "../shared/settings/schema.ts";

export interface DeploymentStackProps extends Omit<StackProps, "env"> {
  readonly settings: Settings;
}

/** A stack of one deployment: it knows what everything of the deployment is called, and where it belongs. */
export abstract class DeploymentStack extends Stack {
  readonly names: Names;

  constructor(scope: Construct, id: string, { settings, ...props }: DeploymentStackProps) {
    super(scope, id, { ...props, ...(settings.aws === undefined ? {} : { env: settings.aws }) });
    this.names = namesOf(settings.deployment);
    Tags.of(this).add("service", "convertr-reports");
    if (settings.deployment !== undefined) Tags.of(this).add("deployment", settings.deployment);
  }
}

/** The names of the deployment that a construct is of. */
export function namesIn(scope: Construct): Names {
  const stack = Stack.of(scope);
  if (!(stack instanceof DeploymentStack)) throw new Error(`${stack.node.path} is no stack of a deployment`);
  return stack.names;
}

export const functionArn = (scope: Construct, functionName: string): string =>
  Stack.of(scope).formatArn({ service: "lambda", resource: `function:${functionName}` });

export const queueArn = (scope: Construct, queueName: string): string =>
  Stack.of(scope).formatArn({ service: "sqs", resource: queueName });
