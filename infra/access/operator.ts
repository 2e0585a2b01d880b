import { Stack } from "aws-cdk-lib";
import { PolicyStatement } from "aws-cdk-lib/aws-iam";
import type { Construct } from "constructs";
import type { AlertTopics } from "../constructs/alerts.ts";
import type { Permission } from "../constructs/permission.ts";
import { mayKeepEncrypted, mayKeepObjects, mayListBucket, mayReadObjects } from "../constructs/permissions.ts";
import type { DataBucket } from "../constructs/storage.ts";
import { functionArn, namesIn, queueArn } from "../deployment-stack.ts";
import { readCatalog } from "./analyst.ts";

export interface Operated {
  readonly data: DataBucket;
  readonly topics: AlertTopics;
}

/** What docs/operations.md and `doctor --aws` need: invoke, look, make or restore a secret and put a password in, restore a version. Nothing that deploys or deletes data. */
export function operatorPermissions(scope: Construct, { data, topics }: Operated): readonly Permission[] {
  return [
    ...invocation(scope),
    ...logs(scope),
    secrets(scope),
    ...objects(scope, data),
    ...deployment(scope, topics),
    readCatalog(scope),
    queues(scope),
  ];
}

function functionsOf(scope: Construct): readonly string[] {
  const { snapshotFunction, digestFunction, watchFunction, rotationFunction, monthsFunction, reportFunction } =
    namesIn(scope);
  return [snapshotFunction, digestFunction, watchFunction, rotationFunction, monthsFunction, reportFunction];
}

const arnOf = (scope: Construct, service: string, resource: string): string =>
  Stack.of(scope).formatArn({ service, resource });

const invocation = (scope: Construct): Permission[] => [
  {
    statement: new PolicyStatement({
      actions: ["lambda:InvokeFunction", "lambda:GetFunctionConfiguration"],
      resources: functionsOf(scope).map((name) => functionArn(scope, name)),
    }),
  },
];

function logs(scope: Construct): Permission[] {
  const groups = functionsOf(scope).map((name) =>
    Stack.of(scope).formatArn({ service: "logs", resource: `log-group:/aws/lambda/${name}:*` }),
  );
  const read = ["FilterLogEvents", "GetLogEvents", "DescribeLogStreams", "StartQuery"];
  return [
    {
      statement: new PolicyStatement({ actions: read.map((action) => `logs:${action}`), resources: groups }),
      wildcards: "The streams of the six functions' own log groups.",
    },
    {
      statement: new PolicyStatement({
        actions: [
          ...["logs:DescribeLogGroups", "logs:GetQueryResults"],
          ...["cloudwatch:DescribeAlarms", "cloudwatch:GetMetricData", "cloudwatch:ListMetrics"],
          ...["cloudwatch:ListDashboards", "scheduler:ListSchedules", "ses:GetAccount"],
        ],
        resources: ["*"],
      }),
      wildcards:
        "IAM knows no resource for these that a console could ask for; all of them only read, and what a log query found only by the query's id.",
    },
    {
      statement: new PolicyStatement({
        actions: ["cloudwatch:GetDashboard"],
        resources: [
          Stack.of(scope).formatArn({
            service: "cloudwatch",
            region: "",
            resource: `dashboard/${namesIn(scope).dashboard}`,
          }),
        ],
      }),
    },
  ];
}

/**
 * Making and restoring one is `npm run reports -- secret`. Reading too: who stores a password knows it, and doctor checks its form and tries it. Starting and clearing a rotation
 * are what docs/operations.md tells to do; starting one also takes leave to invoke its function.
 */
const secrets = (scope: Construct): Permission => ({
  statement: new PolicyStatement({
    actions: [
      ...["GetSecretValue", "PutSecretValue", "DescribeSecret", "ListSecretVersionIds"],
      ...["CreateSecret", "RestoreSecret", "TagResource"],
      ...["RotateSecret", "CancelRotateSecret", "UpdateSecretVersionStage"],
    ].map((action) => `secretsmanager:${action}`),
    resources: [arnOf(scope, "secretsmanager", `secret:${namesIn(scope).secretPrefix}*`)],
  }),
  wildcards: "The secrets below this prefix are this deployment's; Secrets Manager adds letters to a name.",
});

/** Restoring is copying an older version over the newest; nothing may be deleted. */
function objects(scope: Construct, data: DataBucket): Permission[] {
  const { bucket } = data;
  const settings = [
    "GetBucketVersioning",
    "GetBucketPublicAccessBlock",
    "GetEncryptionConfiguration",
    "ListBucketVersions",
  ];
  return [
    mayListBucket(bucket),
    {
      statement: new PolicyStatement({
        actions: settings.map((action) => `s3:${action}`),
        resources: [bucket.bucketArn],
      }),
    },
    mayReadObjects(bucket, ["runs/", "months/", "digests/", "reports/", "deliveries/", "watch/"]),
    mayKeepObjects(bucket, ["snapshots/", "auth/", "cursors/"]),
    ...mayKeepEncrypted(scope, data),
    {
      statement: new PolicyStatement({
        actions: ["s3:GetObjectVersion"],
        resources: [bucket.arnForObjects("snapshots/*"), bucket.arnForObjects("cursors/*")],
      }),
      wildcards: "Any day's snapshot, or any cursor, may have to be restored.",
    },
  ];
}

function deployment(scope: Construct, topics: AlertTopics): Permission[] {
  return [
    {
      statement: new PolicyStatement({
        actions: ["cloudformation:DescribeStacks"],
        resources: [arnOf(scope, "cloudformation", `stack/${namesIn(scope).stack}/*`)],
      }),
      wildcards: "CloudFormation ends a stack's ARN in an id of its own making.",
    },
    {
      statement: new PolicyStatement({
        actions: ["scheduler:GetSchedule"],
        resources: [arnOf(scope, "scheduler", `schedule/${namesIn(scope).scheduleGroup}/*`)],
      }),
      wildcards: "Every schedule of this deployment's own group.",
    },
    {
      // The group that every account has: its ARN tells which account and region these are.
      statement: new PolicyStatement({
        actions: ["scheduler:GetScheduleGroup"],
        resources: [arnOf(scope, "scheduler", "schedule-group/default")],
      }),
    },
    {
      statement: new PolicyStatement({
        actions: ["ses:GetEmailIdentity"],
        resources: [arnOf(scope, "ses", "identity/*")],
      }),
      wildcards: "Only reads whether an identity is verified; doctor asks for the sender's.",
    },
    {
      statement: new PolicyStatement({
        actions: ["sns:ListSubscriptionsByTopic"],
        resources: Object.values(topics).map(({ topicArn }) => topicArn),
      }),
    },
  ];
}

/** A message that was dealt with is deleted; its event can be given to the function again. */
const queues = (scope: Construct): Permission => ({
  statement: new PolicyStatement({
    actions: [
      ...["ReceiveMessage", "ChangeMessageVisibility", "DeleteMessage"],
      ...["GetQueueUrl", "GetQueueAttributes"],
    ].map((action) => `sqs:${action}`),
    resources: [queueArn(scope, namesIn(scope).undelivered), queueArn(scope, namesIn(scope).failed)],
  }),
});
