import { beforeAll, describe, expect, test } from "vitest";
import { NODE_OPTIONS } from "../../infra/sizes.ts";
import {
  DIGEST_ENV,
  MONTHS_ENV,
  REPORT_ENV,
  ROTATION_ENV,
  SNAPSHOT_ENV,
  WATCH_ENV,
} from "../../shared/settings/environment.ts";
import {
  acceptedRules,
  resourcesOf,
  SETTINGS,
  type Synthesised,
  statementsOf,
  synthesise,
  synthesiseChecked,
  textOf,
} from "./synthesised.ts";

let made: Synthesised;
beforeAll(() => {
  made = synthesise(SETTINGS);
});

const whole = () => JSON.stringify([...made.templates]);
const functionNamed = (name: string) =>
  resourcesOf(made, "AWS::Lambda::Function").find(({ Properties }) => Properties.FunctionName === name)?.Properties;

describe("the stacks", () => {
  test("cdk-nag and the library's own validation find nothing that is not acknowledged", { timeout: 60_000 }, () => {
    // Shares without enterprises hold nothing, which the library takes for a mistake; nothing else is acknowledged to it.
    expect(acceptedRules(synthesiseChecked(SETTINGS).report)).toEqual(["CloudFormation Validate F0001"]);
  });

  test("of all addresses only the sender's and those for alerts are in a template", () => {
    // From the start of a word on: there are words of thousands of letters.
    const addresses = new Set(whole().match(/(?<![\w.+-])[\w.+-]+@[\w.-]+\.\w+/g));
    expect(addresses).toEqual(new Set(["reports@mail.acme.example", "ops@acme.example"]));
  });

  test("stacks hold each other by name, not by exports", () => {
    expect(whole()).not.toMatch(/Fn::ImportValue|Fn::GetStackOutput/);
    for (const { Outputs = {} } of made.templates.values()) expect(JSON.stringify(Outputs)).not.toContain('"Export"');
  });

  test("descriptions and comments are within what the services take", () => {
    for (const { Properties } of resourcesOf(made, "AWS::Lambda::Function")) {
      expect(Properties.Description.length).toBeLessThanOrEqual(256);
    }
    for (const { Properties } of resourcesOf(made, "AWS::Scheduler::Schedule")) {
      expect(Properties.Description.length).toBeLessThanOrEqual(512);
    }
  });

  test("outputs lead a person through what is left to do", () => {
    const outputs = made.templates.get("ConvertrReports")?.Outputs ?? {};
    expect(Object.keys(outputs)).toEqual([
      "DkimRecord1",
      "DkimRecord2",
      "DkimRecord3",
      "Secrets",
      "AlertTopic",
      "NoticeTopic",
      "Bucket",
      "SnapshotFunction",
      "DigestFunction",
      "WatchFunction",
      "RotationFunction",
      "MonthsFunction",
      "ReportFunction",
      "AthenaWorkGroup",
      "GlueDatabase",
      "UndeliveredQueue",
      "FailedQueue",
      "ScheduleGroup",
      "ConfigurationSet",
      "Dashboard",
      "AnalystPolicy",
      "OperatorPolicy",
      "HistoryFrom",
      "Doctor",
    ]);
  });
});

describe("the bucket", () => {
  test("keeps versions, is encrypted, closed to the public and outlives the stack", () => {
    const [bucket, ...others] = resourcesOf(made, "AWS::S3::Bucket");
    expect(others).toEqual([]);
    expect(bucket).toMatchObject({
      DeletionPolicy: "Retain",
      UpdateReplacePolicy: "Retain",
      Properties: {
        VersioningConfiguration: { Status: "Enabled" },
        BucketEncryption: {
          ServerSideEncryptionConfiguration: [{ ServerSideEncryptionByDefault: { SSEAlgorithm: "AES256" } }],
        },
        PublicAccessBlockConfiguration: {
          BlockPublicAcls: true,
          BlockPublicPolicy: true,
          IgnorePublicAcls: true,
          RestrictPublicBuckets: true,
        },
      },
    });
    const rules = bucket?.Properties.LifecycleConfiguration.Rules;
    expect(rules).toHaveLength(1);
    expect(rules[0]).not.toHaveProperty("ExpirationInDays");
  });

  test("refuses plain HTTP, for itself and everything in it", () => {
    const [policy] = resourcesOf(made, "AWS::S3::BucketPolicy");
    expect(statementsOf(policy?.Properties.PolicyDocument)).toEqual([
      {
        effect: "Deny",
        actions: ["s3:*"],
        resources: ["<StorageBucket5CB7C8EA.Arn>", "<StorageBucket5CB7C8EA.Arn>/*"],
        condition: { Bool: { "aws:SecureTransport": "false" } },
      },
    ]);
  });

  test("can be one that is there already, and is then left as it is", () => {
    const other = synthesise({ ...SETTINGS, existingBucket: "acme-data" });
    expect(other.report.pluginReports).toEqual([]);
    expect(resourcesOf(other, "AWS::S3::Bucket")).toEqual([]);
    expect(resourcesOf(other, "AWS::S3::BucketPolicy")).toEqual([]);
    const [snapshot] = resourcesOf(other, "AWS::Lambda::Function");
    expect(snapshot?.Properties.Environment.Variables[SNAPSHOT_ENV.bucket]).toBe("acme-data");
  });
});

describe("the functions", () => {
  const BUCKET = "<StorageBucket5CB7C8EA>";
  const TABLE = [
    ["convertr-reports-snapshot", 900, { [SNAPSHOT_ENV.bucket]: BUCKET }],
    [
      "convertr-reports-digest",
      900,
      { [DIGEST_ENV.bucket]: BUCKET, [DIGEST_ENV.configurationSet]: "convertr-reports" },
    ],
    ["convertr-reports-watch", 300, { [WATCH_ENV.bucket]: BUCKET }],
    ["convertr-reports-rotation", 300, { [ROTATION_ENV.bucket]: BUCKET }],
    ["convertr-reports-months", 900, { [MONTHS_ENV.bucket]: BUCKET }],
    [
      "convertr-reports-report",
      900,
      {
        [REPORT_ENV.bucket]: BUCKET,
        [REPORT_ENV.configurationSet]: "convertr-reports",
        [REPORT_ENV.workgroup]: "convertr-reports",
        [REPORT_ENV.database]: "convertr_reports",
      },
    ],
  ] as const;

  test.each(TABLE)("%s runs on Node 24 and arm64 for up to %d s with exactly its environment", (name, timeout, env) => {
    const properties = functionNamed(name);
    expect(properties).toMatchObject({
      Runtime: "nodejs24.x",
      Architectures: ["arm64"],
      Handler: "handler.handler",
      Timeout: timeout,
      LoggingConfig: { LogFormat: "JSON" },
    });
    const variables = Object.entries(properties.Environment.Variables).map(([key, value]) => [key, textOf(value)]);
    expect(Object.fromEntries(variables)).toEqual({ ...env, [NODE_OPTIONS.name]: NODE_OPTIONS.value });
  });

  test("each has a log group that forgets, and a role of its own", () => {
    const functions = resourcesOf(made, "AWS::Lambda::Function").map(({ Properties }) => Properties);
    expect(new Set(functions.map(({ Role }) => textOf(Role))).size).toBe(TABLE.length);
    const groups = resourcesOf(made, "AWS::Logs::LogGroup").map(({ Properties }) => Properties);
    expect(groups.map(({ LogGroupName }) => LogGroupName).sort()).toEqual(
      functions.map(({ FunctionName }) => `/aws/lambda/${FunctionName}`).sort(),
    );
    expect(groups.every(({ RetentionInDays }) => RetentionInDays === 180)).toBe(true);
  });

  test("W25 Lambda repeats no failed event, drops none older than an hour silently, and hands failures to a queue", () => {
    const configs = resourcesOf(made, "AWS::Lambda::EventInvokeConfig").map(({ Properties }) => Properties);
    expect(configs).toHaveLength(TABLE.length);
    for (const config of configs) {
      expect(config).toMatchObject({ MaximumRetryAttempts: 0, MaximumEventAgeInSeconds: 3600 });
      expect(textOf(config.DestinationConfig.OnFailure.Destination)).toMatch(/^<FailureQueuesFailed\w+\.Arn>$/);
    }
  });
});

describe("mail and alerts", () => {
  test("the sender's domain becomes an identity that outlives the deployment, but not one that failed at first", () => {
    expect(resourcesOf(made, "AWS::SES::EmailIdentity")).toMatchObject([
      {
        DeletionPolicy: "RetainExceptOnCreate",
        UpdateReplacePolicy: "Retain",
        Properties: { EmailIdentity: "mail.acme.example" },
      },
    ]);
  });

  test("an identity that is there already is left alone, and there are no DKIM records to put anywhere", () => {
    const other = synthesise({ ...SETTINGS, identity: "existing" });
    expect(other.report.pluginReports).toEqual([]);
    expect(resourcesOf(other, "AWS::SES::EmailIdentity")).toEqual([]);
    const outputs = Object.keys(other.templates.get("ConvertrReports")?.Outputs ?? {});
    expect(outputs.filter((name) => name.startsWith("Dkim"))).toEqual([]);
  });

  test("bounces go to the topic of notices", () => {
    expect(
      resourcesOf(made, "AWS::SES::ConfigurationSetEventDestination")[0]?.Properties.EventDestination,
    ).toMatchObject({
      Enabled: true,
      MatchingEventTypes: ["bounce", "complaint", "reject", "renderingFailure"],
      SnsDestination: { TopicARN: { Ref: expect.stringMatching(/^AlertsNotices/) } },
    });
  });

  test("alarms of the account may publish to both topics, SES to that of notices, over TLS alone", () => {
    const publishers = resourcesOf(made, "AWS::SNS::TopicPolicy").map(({ Properties }) => {
      const [denied] = statementsOf(Properties.PolicyDocument);
      expect(denied).toMatchObject({ effect: "Deny", condition: { Bool: { "aws:SecureTransport": "false" } } });
      return Properties.PolicyDocument.Statement.filter(({ Effect }: { Effect: string }) => Effect === "Allow").map(
        ({ Principal }: { Principal: { Service: string } }) => Principal.Service,
      );
    });
    expect(publishers).toEqual([["cloudwatch.amazonaws.com"], ["cloudwatch.amazonaws.com", "ses.amazonaws.com"]]);
  });

  test("notices go where pages go unless the settings name others, and endpoints are posted to", () => {
    const subscribed = (of: Synthesised) =>
      resourcesOf(of, "AWS::SNS::Subscription").map(
        ({ Properties: { TopicArn, Protocol, Endpoint } }) =>
          `${textOf(TopicArn).slice(1, -9)} ${Protocol} ${Endpoint}`,
      );
    expect(subscribed(made)).toEqual(["AlertsTopic email ops@acme.example", "AlertsNotices email ops@acme.example"]);
    const noticesTo = ["https://events.acme.example/convertr?key=1", "quiet@acme.example"];
    expect(subscribed(synthesise({ ...SETTINGS, noticesTo }))).toEqual([
      "AlertsTopic email ops@acme.example",
      `AlertsNotices https ${noticesTo[0]}`,
      `AlertsNotices email ${noticesTo[1]}`,
    ]);
  });

  test("a Slack channel that the settings name shows both topics, and may do no more there than look", () => {
    expect(resourcesOf(made, "AWS::Chatbot::SlackChannelConfiguration")).toEqual([]);
    const chat = { slackWorkspaceId: "T0123ABCD", slackChannelId: "C0123ABCD" };
    const withChat = synthesise({ ...SETTINGS, chat });
    expect(withChat.report.pluginReports).toEqual([]);
    const [channel] = resourcesOf(withChat, "AWS::Chatbot::SlackChannelConfiguration");
    expect(channel?.Properties).toMatchObject({
      ConfigurationName: "convertr-reports",
      SlackWorkspaceId: chat.slackWorkspaceId,
      SlackChannelId: chat.slackChannelId,
    });
    expect(channel?.Properties.SnsTopicArns.map((one: unknown) => textOf(one).slice(1, -9))).toEqual([
      "AlertsTopic",
      "AlertsNotices",
    ]);
    expect(channel?.Properties.GuardrailPolicies.map((one: unknown) => textOf(one))).toEqual([
      "arn:<AWS::Partition>:iam::aws:policy/CloudWatchReadOnlyAccess",
    ]);
  });
});

describe("rotation", () => {
  test("is scheduled for the enterprises that opted in and are not retired, at half of the password's life, not with the deployment", () => {
    const schedules = resourcesOf(made, "AWS::SecretsManager::RotationSchedule").map(({ Properties }) => Properties);
    expect(schedules).toHaveLength(1);
    expect(schedules[0]).toMatchObject({
      RotateImmediatelyOnUpdate: false,
      RotationRules: { ScheduleExpression: "rate(45 days)", Duration: "4h" },
    });
    // By name: the secret is no resource of a stack.
    expect(schedules[0]?.SecretId).toBe("convertr-reports/acme");
    expect(textOf(schedules[0]?.RotationLambdaARN)).toBe(
      "arn:<AWS::Partition>:lambda:<AWS::Region>:<AWS::AccountId>:function:convertr-reports-rotation",
    );
  });

  test("is started by Secrets Manager of this account alone", () => {
    const permissions = resourcesOf(made, "AWS::Lambda::Permission").map(({ Properties }) => Properties);
    expect(permissions).toHaveLength(1);
    expect(permissions[0]).toMatchObject({
      Action: "lambda:InvokeFunction",
      Principal: "secretsmanager.amazonaws.com",
      SourceAccount: { Ref: "AWS::AccountId" },
    });
    expect(textOf(permissions[0]?.FunctionName)).toMatch(/^<JobsRotationFunction\w+\.Arn>$/);
  });

  test("leaves no trace in the stacks of an enterprise that did not opt in", () => {
    const plain = synthesise({ ...SETTINGS, enterprises: { acme: { timeZone: "UTC" } } });
    expect(resourcesOf(plain, "AWS::SecretsManager::RotationSchedule")).toEqual([]);
    expect(plain.report.pluginReports).toEqual([]);
  });
});

test("the workgroup is enforced, on engine 3, with results that Athena keeps and a cutoff", () => {
  expect(resourcesOf(made, "AWS::Athena::WorkGroup")[0]?.Properties).toMatchObject({
    Name: "convertr-reports",
    WorkGroupConfiguration: {
      EnforceWorkGroupConfiguration: true,
      EngineVersion: { SelectedEngineVersion: "Athena engine version 3" },
      ManagedQueryResultsConfiguration: { Enabled: true },
      BytesScannedCutoffPerQuery: 10_000_000_000,
    },
  });
});
