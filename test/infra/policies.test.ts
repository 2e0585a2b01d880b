import { beforeAll, expect, test } from "vitest";
import { DATASETS } from "../../shared/catalog/datasets.ts";
import { RECORD_TABLES } from "../../shared/catalog/records.ts";
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
  const asSender = { StringEquals: { "ses:FromAddress": "reports@mail.acme.example" } };
  expect(sending.map(({ condition }) => condition)).toEqual([asSender, asSender]);
});

test("the watch function's role does this and nothing else", () => {
  expect(permissionsOf(/^JobsWatchRole/)).toEqual(
    [
      ...ownLogs("JobsWatchLogs1CA84162"),
      `s3:ListBucket ${BUCKET}`,
      ...["deliveries", "digests", "months", "reports", "snapshots", "watch"].map(
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

/** Tables of the catalog by name: SQL's own, without views. */
const TABLES = [...Object.values(DATASETS).map(({ table }) => table), ...RECORD_TABLES.map(({ name }) => name)];
const BEHIND = Object.values(DATASETS)
  .filter(({ inParts }) => !inParts)
  .flatMap(({ table }) => [`${table}_days`, `${table}_months`]);

/** The report function's, without those over objects. */
function queriesOf(tables: readonly string[]): readonly string[] {
  const athena = ["StartQueryExecution", "StopQueryExecution", "GetQueryExecution", "GetQueryResults"];
  const read = [
    ...["catalog", "database/default", "database/convertr_reports"],
    ...tables.map((table) => `table/convertr_reports/${table}`),
  ];
  return [
    ...athena.map((action) => `athena:${action} ${ours("athena", "workgroup/convertr-reports")}`),
    ...["GetDatabase", "GetTable", "GetPartitions"].flatMap((action) =>
      read.map((resource) => `glue:${action} ${ours("glue", resource)}`),
    ),
  ];
}

const reportPermissions = (objects: readonly string[], tables: readonly string[]): readonly string[] =>
  [
    ...permissionsOf(/^JobsReportRole/).filter((one) => one.startsWith("logs:")),
    ...["GetBucketLocation", "ListBucket"].map((action) => `s3:${action} ${BUCKET}`),
    ...objects.map((prefix) => `s3:GetObject ${BUCKET}/${prefix}/*`),
    ...["deliveries", "reports"].map((prefix) => `s3:PutObject ${BUCKET}/${prefix}/*`),
    ...["configuration-set/convertr-reports", "identity/*"].map((of) => `ses:SendRawEmail ${ours("ses", of)}`),
    ...queriesOf(tables),
    ...failedQueue,
  ].sort();

test("the report function's role asks the workgroup about tables, keeps reports and the ledger, sends, and nothing else", () => {
  const objects = ["deliveries", "reports", "runs", "snapshots"];
  expect(permissionsOf(/^JobsReportRole/)).toEqual(reportPermissions(objects, TABLES));
});

test("with months it reads the tables behind a dataset's name too, and their objects; a view of the catalog never", () => {
  made = synthesise({ ...SETTINGS, months: true });
  const objects = ["deliveries", "months", "reports", "runs", "snapshots"];
  expect(permissionsOf(/^JobsReportRole/)).toEqual(reportPermissions(objects, [...TABLES, ...BEHIND]));
  made = synthesise(SETTINGS);
});

test("of the functions' roles the report's alone may ask Athena or Glue", () => {
  const asking = resourcesOf(made, "AWS::IAM::Policy").filter(({ Properties }) =>
    /"(athena|glue):/.test(JSON.stringify(Properties.PolicyDocument)),
  );
  expect(asking.map(({ Properties }) => Properties.PolicyName)).toEqual([expect.stringMatching(/^JobsReportRole/)]);
});

test("Scheduler may start these functions and lay events aside, for schedules of this account alone", () => {
  const start = (name: string) => `lambda:InvokeFunction ${ours("lambda", `function:convertr-reports-${name}`)}`;
  const layAside = `sqs:SendMessage ${ours("sqs", "convertr-reports-undelivered")}`;
  expect(permissionsOf(/^WatchSchedulerRole/)).toEqual([start("watch"), layAside]);
  expect(new Set(permissionsOf(/^MonthsSchedulerRole/))).toEqual(new Set([start("months"), layAside]));
  expect(new Set(permissionsOf(/^SchedulerRole/))).toEqual(
    new Set([start("digest"), start("snapshot"), start("report"), layAside]),
  );
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
