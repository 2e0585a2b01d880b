import { Duration, RemovalPolicy, type Size } from "aws-cdk-lib";
import { Role, ServicePrincipal } from "aws-cdk-lib/aws-iam";
import { Architecture, Code, Function as LambdaFunction, LoggingFormat, Runtime } from "aws-cdk-lib/aws-lambda";
import { SqsDestination } from "aws-cdk-lib/aws-lambda-destinations";
import { LogGroup, RetentionDays } from "aws-cdk-lib/aws-logs";
import type { IQueue } from "aws-cdk-lib/aws-sqs";
import { Construct } from "constructs";
import { HANDLER } from "../bundles/bundle.ts";
import { NODE_OPTIONS } from "../sizes.ts";
import { type Permission, permit } from "./permission.ts";

export interface JobFunctionProps {
  readonly functionName: string;
  readonly description: string;
  /** Folder of the bundle. */
  readonly bundle: string;
  readonly memory: Size;
  readonly timeout: Duration;
  /** Exactly what the code reads. */
  readonly environment: Readonly<Record<string, string>>;
  readonly permissions: readonly Permission[];
  /** Where events go whose run failed. */
  readonly onFailure: IQueue;
}

/** One Lambda function with a role and a log group of its own. What it fails at is not repeated by Lambda: the catch-up does that. */
export class JobFunction extends Construct {
  readonly function: LambdaFunction;

  constructor(scope: Construct, id: string, props: JobFunctionProps) {
    super(scope, id);
    const logGroup = new LogGroup(this, "Logs", {
      logGroupName: `/aws/lambda/${props.functionName}`,
      retention: RetentionDays.SIX_MONTHS,
      removalPolicy: RemovalPolicy.DESTROY,
    });
    const role = new Role(this, "Role", {
      assumedBy: new ServicePrincipal("lambda.amazonaws.com"),
      description: `What ${props.functionName} may do`,
    });
    logGroup.grantWrite(role);
    for (const permission of props.permissions) permit(role, permission);
    this.function = new LambdaFunction(this, "Function", {
      functionName: props.functionName,
      description: props.description,
      runtime: Runtime.NODEJS_24_X,
      architecture: Architecture.ARM_64,
      handler: HANDLER,
      code: Code.fromAsset(props.bundle),
      memorySize: props.memory.toMebibytes(),
      timeout: props.timeout,
      environment: { ...props.environment, [NODE_OPTIONS.name]: NODE_OPTIONS.value },
      role,
      logGroup,
      loggingFormat: LoggingFormat.JSON,
      retryAttempts: 0,
      maxEventAge: Duration.hours(1),
      onFailure: new SqsDestination(props.onFailure),
    });
  }
}
