import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { App, Stack, Validations } from "aws-cdk-lib";
import { PolicyStatement, Role, ServicePrincipal } from "aws-cdk-lib/aws-iam";
import { AwsSolutionsChecks } from "cdk-nag";
import { beforeAll, describe, expect, test } from "vitest";
import { type Permission, permit } from "../../infra/constructs/permission.ts";
import {
  policySize,
  resourcesOf,
  SETTINGS,
  type Synthesised,
  statementsOf,
  synthesise,
  textOf,
} from "./synthesised.ts";

let made: Synthesised;
beforeAll(() => {
  made = synthesise(SETTINGS);
});

const policyOf = (description: RegExp) => {
  const found = resourcesOf(made, "AWS::IAM::ManagedPolicy").find(({ Properties }) =>
    description.test(Properties.Description),
  );
  if (found === undefined) throw new Error(`no policy ${description}`);
  return statementsOf(found.Properties.PolicyDocument);
};
const actionsOf = (description: RegExp) =>
  policyOf(description)
    .flatMap(({ actions }) => actions)
    .sort();

describe("the policies for people", () => {
  test("are two outputs, used by nothing here, within IAM's 6,144 characters", () => {
    const policies = resourcesOf(made, "AWS::IAM::ManagedPolicy");
    expect(policies).toHaveLength(2);
    for (const { Properties } of policies) {
      expect(policySize(Properties.PolicyDocument)).toBeLessThan(6144);
      expect(Properties.Roles ?? []).toEqual([]);
      expect(Properties.Users ?? []).toEqual([]);
    }
    const outputs = made.templates.get("ConvertrReports")?.Outputs ?? {};
    expect(textOf(outputs["AnalystPolicy"]?.Value)).toMatch(/^<AccessAnalyst/);
    expect(textOf(outputs["OperatorPolicy"]?.Value)).toMatch(/^<AccessOperator/);
  });

  test("the analyst asks SQL: no mail, no secret, nothing that writes but a query", () => {
    const actions = actionsOf(/SQL/);
    const writing = actions.filter((action) => !/:(Get|List|BatchGet)/.test(action));
    expect(writing).toEqual(["athena:StartQueryExecution", "athena:StopQueryExecution"]);
    const resources = policyOf(/SQL/).flatMap(({ resources: all }) => all);
    const objects = resources.filter((resource) => /<StorageBucket\w+\.Arn>\//.test(resource));
    expect(objects.map((resource) => resource.split("/").slice(1).join("/")).sort()).toEqual([
      "deliveries/*",
      "months/*",
      "runs/*",
      "snapshots/*",
    ]);
    expect(JSON.stringify(resources)).not.toMatch(/secret|digests\//);
  });

  test("the analyst's tools list databases and tables by Athena's own catalog actions, in this catalog alone", () => {
    const browsing = policyOf(/SQL/).filter(({ resources }) => resources.some((one) => one.includes("datacatalog/")));
    expect(browsing).toMatchObject([
      {
        actions: ["GetDataCatalog", "GetDatabase", "GetTableMetadata", "ListDatabases", "ListTableMetadata"].map(
          (action) => `athena:${action}`,
        ),
        resources: ["arn:<AWS::Partition>:athena:<AWS::Region>:<AWS::AccountId>:datacatalog/AwsDataCatalog"],
      },
    ]);
    expect(actionsOf(/SQL/)).toEqual(
      expect.arrayContaining(["athena:GetQueryRuntimeStatistics", "glue:GetPartition", "glue:BatchGetPartition"]),
    );
    const glue = policyOf(/SQL/).find(({ actions }) => actions.includes("glue:GetDatabase"));
    expect(glue?.resources.map((one) => one.split(":").at(-1))).toEqual([
      "catalog",
      "database/convertr_reports",
      "database/default",
      "table/convertr_reports/*",
    ]);
  });

  test("the operator invokes, reads, makes secrets and puts passwords in, rotates and restores; deletes nothing but a message that was dealt with", () => {
    const actions = actionsOf(/invoke/);
    const writing = actions.filter((action) => !/:(Get|List|Describe|Filter|BatchGet)/.test(action));
    expect(writing).toEqual([
      "lambda:InvokeFunction",
      "logs:StartQuery",
      "s3:PutObject",
      "secretsmanager:CancelRotateSecret",
      "secretsmanager:CreateSecret",
      "secretsmanager:PutSecretValue",
      "secretsmanager:RestoreSecret",
      "secretsmanager:RotateSecret",
      "secretsmanager:TagResource",
      "secretsmanager:UpdateSecretVersionStage",
      "sqs:ChangeMessageVisibility",
      "sqs:DeleteMessage",
      "sqs:ReceiveMessage",
    ]);
    const written = policyOf(/invoke/).filter(({ actions: own }) => own.includes("s3:PutObject"));
    expect(
      written
        .flatMap(({ resources }) => resources)
        .map((resource) => resource.split(">")[1])
        .sort(),
    ).toEqual(["/auth/*", "/cursors/*", "/snapshots/*"]);
  });

  test("every call that doctor makes, and that a person is told to make, is the operator's or the analyst's", () => {
    const actions = new Set([...actionsOf(/SQL/), ...actionsOf(/invoke/)]);
    const asked = [
      ...["cloudformation:DescribeStacks", "secretsmanager:GetSecretValue", "secretsmanager:DescribeSecret"],
      ...[
        "secretsmanager:ListSecretVersionIds",
        "secretsmanager:RotateSecret",
        "secretsmanager:UpdateSecretVersionStage",
      ],
      ...["s3:GetObject", "s3:ListBucket", "s3:GetBucketVersioning", "s3:GetBucketPublicAccessBlock"],
      ...["s3:GetEncryptionConfiguration", "glue:GetTables", "ses:GetAccount", "ses:GetEmailIdentity"],
      ...["scheduler:ListSchedules", "scheduler:GetSchedule", "sns:ListSubscriptionsByTopic"],
      ...["athena:StartQueryExecution", "athena:GetQueryExecution", "athena:GetQueryResults"],
      ...["lambda:InvokeFunction", "secretsmanager:PutSecretValue", "s3:GetObjectVersion", "s3:ListBucketVersions"],
      ...["sqs:ReceiveMessage", "sqs:DeleteMessage", "logs:FilterLogEvents", "scheduler:GetScheduleGroup"],
      ...["secretsmanager:CreateSecret", "secretsmanager:RestoreSecret", "secretsmanager:TagResource"],
    ];
    expect(asked.filter((action) => !actions.has(action))).toEqual([]);
  });
});

describe("every statement of every template", () => {
  const documents = () => [
    ...resourcesOf(made, "AWS::IAM::Policy").map(({ Properties }) => Properties.PolicyDocument),
    ...resourcesOf(made, "AWS::IAM::ManagedPolicy").map(({ Properties }) => Properties.PolicyDocument),
  ];

  test("allows named actions, never by exclusion, and a whole service's resources only where IAM knows none", () => {
    for (const document of documents()) {
      for (const raw of document.Statement) expect(Object.keys(raw).filter((key) => key.startsWith("Not"))).toEqual([]);
      for (const { effect, actions } of statementsOf(document)) {
        expect(effect).toBe("Allow");
        expect(actions.filter((action) => action.includes("*"))).toEqual([]);
      }
    }
    const unlimited = documents()
      .flatMap((document) => statementsOf(document))
      .filter(({ resources }) => resources.includes("*"))
      .flatMap(({ actions }) => actions);
    expect(unlimited.filter((action) => !/:(Describe|Get|List)[A-Z]/.test(action))).toEqual([]);
  });

  test("a resource policy that lets anybody in does so under a condition, or refuses", () => {
    const types = ["AWS::S3::BucketPolicy", "AWS::SQS::QueuePolicy", "AWS::SNS::TopicPolicy"];
    const statements = types.flatMap((type) =>
      resourcesOf(made, type).flatMap(({ Properties }) => Properties.PolicyDocument.Statement),
    );
    expect(statements.length).toBeGreaterThan(4);
    for (const { Effect, Principal, Condition } of statements) {
      const isAnybody = Principal === "*" || Principal?.AWS === "*";
      if (isAnybody) expect(Effect).toBe("Deny");
      else expect(Condition).toBeDefined();
    }
  });

  test("cdk-nag refuses a wildcard that comes without a written reason, and takes it with one", () => {
    const statement = () => new PolicyStatement({ actions: ["s3:GetObject"], resources: ["arn:aws:s3:::b/*"] });
    expect(findingsWith({ statement: statement() })).toMatch(/AwsSolutions-IAM5/);
    expect(findingsWith({ statement: statement(), wildcards: "A reason." })).not.toMatch(/AwsSolutions-IAM5/);
  });
});

describe("nothing that is nobody's business", () => {
  const canary = "canary-7f3a";
  const settings = () => {
    const digest = { to: [`${canary}@acme.example`], filter: { advertisers: [987_654_321] } };
    return synthesise({
      ...SETTINGS,
      replyTo: `${canary}@owner.example`,
      enterprises: { acme: { timeZone: "UTC", digests: { daily: digest } } },
    });
  };

  test("recipients, owner and filters of the settings stand in no template", () => {
    const all = JSON.stringify([...settings().templates]);
    expect(all).not.toContain(canary);
    expect(all).not.toContain("987654321");
  });

  test("no template makes a secret or reads one: a stack that failed, or was removed, stands in no other's way", () => {
    expect(resourcesOf(made, "AWS::SecretsManager::Secret")).toEqual([]);
    const all = JSON.stringify([...made.templates]);
    expect(all).not.toMatch(/resolve:secretsmanager|resolve:ssm-secure/);
  });
});

/** What cdk-nag says of a role with one permission. */
function findingsWith(permission: Permission): string {
  const folder = mkdtempSync(join(tmpdir(), "nag-"));
  try {
    const app = new App({ analyticsReporting: false, outdir: folder });
    Validations.of(app).addPlugins(new AwsSolutionsChecks(app));
    const stack = new Stack(app, "Nag");
    permit(new Role(stack, "Role", { assumedBy: new ServicePrincipal("lambda.amazonaws.com") }), permission);
    try {
      app.synth();
    } catch {
      // The report tells.
    }
    return readFileSync(join(folder, "validation-report.json"), "utf8");
  } finally {
    rmSync(folder, { recursive: true });
  }
}
