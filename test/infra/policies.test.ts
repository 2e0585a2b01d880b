import { beforeAll, expect, test } from "vitest";
import {
  policySize,
  resourcesOf,
  SETTINGS,
  type Statement,
  type Synthesised,
  statementsOf,
  synthesise,
} from "./synthesised.ts";

let made: Synthesised;
beforeAll(() => {
  made = synthesise(SETTINGS);
});

const allowed = (): Statement[] =>
  resourcesOf(made, "AWS::IAM::Policy").flatMap(({ Properties }) => statementsOf(Properties.PolicyDocument));

/** What a role may do, as `action resource`; `Jobs/Snapshot` is told by its policy's name. */
const permissionsOf = (policyName: RegExp) =>
  resourcesOf(made, "AWS::IAM::Policy")
    .filter(({ Properties }) => policyName.test(Properties.PolicyName))
    .flatMap(({ Properties }) => statementsOf(Properties.PolicyDocument))
    .flatMap(({ actions, resources }) => actions.flatMap((action) => resources.map((one) => `${action} ${one}`)))
    .sort();

const BUCKET = "<StorageBucket5CB7C8EA.Arn>";
const ours = (service: string, resource: string) =>
  `arn:<AWS::Partition>:${service}:<AWS::Region>:<AWS::AccountId>:${resource}`;
const failedQueue = ["sqs:GetQueueAttributes", "sqs:GetQueueUrl", "sqs:SendMessage"].map(
  (action) => `${action} <FailureQueuesFailed5EA22E92.Arn>`,
);
const ownLogs = (logs: string) => [`logs:CreateLogStream <${logs}.Arn>`, `logs:PutLogEvents <${logs}.Arn>`];

test("the snapshot function's role does this and nothing else", () => {
  expect(permissionsOf(/^JobsSnapshotRole/)).toEqual(
    [
      ...ownLogs("JobsSnapshotLogs51112864"),
      `s3:ListBucket ${BUCKET}`,
      ...["auth", "cursors", "looks", "runs", "snapshots"].flatMap((prefix) => [
        `s3:GetObject ${BUCKET}/${prefix}/*`,
        `s3:PutObject ${BUCKET}/${prefix}/*`,
      ]),
      `secretsmanager:GetSecretValue ${ours("secretsmanager", "secret:convertr-reports/*")}`,
      ...failedQueue,
    ].sort(),
  );
});

test("the digest function's role does this and nothing else", () => {
  expect(permissionsOf(/^JobsDigestRole/)).toEqual(
    [
      ...ownLogs("JobsDigestLogsA3E694F4"),
      `s3:ListBucket ${BUCKET}`,
      ...["deliveries", "digests", "looks", "snapshots"].map((prefix) => `s3:GetObject ${BUCKET}/${prefix}/*`),
      ...["deliveries", "digests"].map((prefix) => `s3:PutObject ${BUCKET}/${prefix}/*`),
      `ses:SendRawEmail ${ours("ses", "configuration-set/convertr-reports")}`,
      `ses:SendRawEmail ${ours("ses", "identity/*")}`,
      ...failedQueue,
    ].sort(),
  );
  const sending = allowed().filter(({ actions }) => actions.includes("ses:SendRawEmail"));
  expect(sending.map(({ condition }) => condition)).toEqual([
    { StringEquals: { "ses:FromAddress": "reports@mail.acme.example" } },
  ]);
});

test("the watch function's role does this and nothing else", () => {
  expect(permissionsOf(/^JobsWatchRole/)).toEqual(
    [
      ...ownLogs("JobsWatchLogs1CA84162"),
      `s3:ListBucket ${BUCKET}`,
      ...["deliveries", "digests", "months", "snapshots", "watch"].map(
        (prefix) => `s3:GetObject ${BUCKET}/${prefix}/*`,
      ),
      `s3:PutObject ${BUCKET}/watch/*`,
      `secretsmanager:ListSecretVersionIds ${ours("secretsmanager", "secret:convertr-reports/*")}`,
      ...failedQueue,
    ].sort(),
  );
});

test("the rotation function's role does this and nothing else, and that with secrets whose rotation it is", () => {
  const actions = ["DescribeSecret", "GetSecretValue", "PutSecretValue", "UpdateSecretVersionStage"];
  expect(permissionsOf(/^JobsRotationRole/)).toEqual(
    [
      ...permissionsOf(/^JobsRotationRole/).filter((one) => one.startsWith("logs:")),
      `s3:ListBucket ${BUCKET}`,
      ...["GetObject", "PutObject"].map((action) => `s3:${action} ${BUCKET}/auth/*`),
      ...actions.map((action) => `secretsmanager:${action} ${ours("secretsmanager", "secret:convertr-reports/*")}`),
      ...failedQueue,
    ].sort(),
  );
  const rotating = allowed().filter(({ actions: own }) => own.includes("secretsmanager:PutSecretValue"));
  expect(rotating.map(({ condition }) => condition)).toEqual([
    {
      StringEquals: {
        "secretsmanager:resource/AllowRotationLambdaArn": ours("lambda", "function:convertr-reports-rotation"),
      },
    },
  ]);
});

test("the months function's role reads snapshots, keeps months, and nothing else", () => {
  expect(permissionsOf(/^JobsMonthsRole/)).toEqual(
    [
      ...permissionsOf(/^JobsMonthsRole/).filter((one) => one.startsWith("logs:")),
      `s3:ListBucket ${BUCKET}`,
      ...["months", "snapshots"].map((prefix) => `s3:GetObject ${BUCKET}/${prefix}/*`),
      `s3:PutObject ${BUCKET}/months/*`,
      ...failedQueue,
    ].sort(),
  );
});

test("Scheduler may start these functions and lay events aside, for schedules of this account alone", () => {
  const start = (name: string) => `lambda:InvokeFunction ${ours("lambda", `function:convertr-reports-${name}`)}`;
  const layAside = `sqs:SendMessage ${ours("sqs", "convertr-reports-undelivered")}`;
  expect(permissionsOf(/^WatchSchedulerRole/)).toEqual([start("watch"), layAside]);
  expect(new Set(permissionsOf(/^MonthsSchedulerRole/))).toEqual(new Set([start("months"), layAside]));
  expect(new Set(permissionsOf(/^SchedulerRole/))).toEqual(new Set([start("digest"), start("snapshot"), layAside]));
  const roles = resourcesOf(made, "AWS::IAM::Role").map(({ Properties }) => Properties.AssumeRolePolicyDocument);
  const scheduler = roles.filter((document) => JSON.stringify(document).includes("scheduler.amazonaws.com"));
  expect(scheduler.length).toBeGreaterThan(1);
  for (const { Statement } of scheduler) {
    expect(Statement[0].Condition).toEqual({ StringEquals: { "aws:SourceAccount": { Ref: "AWS::AccountId" } } });
  }
});

test("no role may delete, no action and no whole resource is a wildcard, and no managed policy adds anything", () => {
  for (const { effect, actions, resources } of allowed()) {
    expect(effect).toBe("Allow");
    expect(actions.filter((action) => /Delete|\*/.test(action))).toEqual([]);
    expect(resources.filter((resource) => resource === "*" || /^arn:[^/]*\*[^/]*$/.test(resource))).toEqual([]);
  }
  for (const { Properties } of resourcesOf(made, "AWS::IAM::Role")) {
    expect(Properties).not.toHaveProperty("ManagedPolicyArns");
    expect(Properties).not.toHaveProperty("Policies");
  }
});

test("policies stay within IAM's size however many enterprises there are", () => {
  const many = synthesise({
    ...SETTINGS,
    enterprises: Object.fromEntries(Array.from({ length: 60 }, (_, index) => [`e${index}`, { timeZone: "UTC" }])),
  });
  for (const { Properties } of resourcesOf(many, "AWS::IAM::Policy")) {
    expect(policySize(Properties.PolicyDocument)).toBeLessThan(10_240);
  }
});
