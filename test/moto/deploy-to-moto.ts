import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { AthenaClient, CreateNamedQueryCommand, CreateWorkGroupCommand } from "@aws-sdk/client-athena";
import {
  CloudFormationClient,
  CreateStackCommand,
  DescribeStackResourcesCommand,
} from "@aws-sdk/client-cloudformation";
import { CreateDatabaseCommand, CreateTableCommand, GlueClient } from "@aws-sdk/client-glue";
import {
  CreateBucketCommand,
  PutBucketVersioningCommand,
  PutObjectCommand,
  PutPublicAccessBlockCommand,
  S3Client,
} from "@aws-sdk/client-s3";
import { CreateScheduleCommand, CreateScheduleGroupCommand, SchedulerClient } from "@aws-sdk/client-scheduler";
import { CreateConfigurationSetCommand, CreateEmailIdentityCommand, SESv2Client } from "@aws-sdk/client-sesv2";
import { SNSClient, SubscribeCommand } from "@aws-sdk/client-sns";
import type { Deployment } from "../end-to-end/deployment.ts";
import { FAKE_SCOPE } from "../fakes/aws/secrets-manager.ts";
import { type Resource, type Template, textOf } from "../infra/synthesised.ts";
import type { Moto } from "./moto-server.ts";

export interface DeployedToMoto {
  /** Physical ids by logical id, of what moto's CloudFormation made. */
  readonly made: ReadonlyMap<string, string>;
  /** Types that it does not know, with how many of each were asked for. */
  readonly unsupported: ReadonlyMap<string, number>;
}

const ASSETS = `cdk-hnb659fds-assets-${FAKE_SCOPE.account}-${FAKE_SCOPE.region}`;

/** Uploads the code and hands every template to moto's CloudFormation, as `cdk deploy` does. */
export async function deployToMoto(moto: Moto, deployment: Deployment): Promise<DeployedToMoto> {
  await uploadCode(moto, deployment);
  const client = new CloudFormationClient({});
  const made = new Map<string, string>();
  const unsupported = new Map<string, number>();
  for (const { name, template } of deployment.stacks) {
    const TemplateBody = JSON.stringify(forMoto(template));
    await client.send(
      new CreateStackCommand({ StackName: name, TemplateBody, Capabilities: ["CAPABILITY_NAMED_IAM"] }),
    );
    const { StackResources = [] } = await client.send(new DescribeStackResourcesCommand({ StackName: name }));
    for (const { LogicalResourceId, PhysicalResourceId } of StackResources) {
      made.set(LogicalResourceId ?? "", PhysicalResourceId ?? "");
    }
    for (const [id, { Type }] of Object.entries(template.Resources)) {
      if (!made.has(id)) unsupported.set(Type, (unsupported.get(Type) ?? 0) + 1);
    }
  }
  return { made, unsupported };
}

/**
 * Without the bootstrap's version, which lies in SSM, and without the dashboard: moto would make one, but this one refers to alarms,
 * which it does not make.
 */
function forMoto(template: Template): Template {
  const { Resources, Outputs = {} } = template;
  const kept = Object.entries(Resources).filter(([, { Type }]) => Type !== "AWS::CloudWatch::Dashboard");
  return { Resources: Object.fromEntries(kept), Outputs };
}

async function uploadCode(moto: Moto, deployment: Deployment): Promise<void> {
  const s3 = new S3Client({});
  await s3.send(
    new CreateBucketCommand({ Bucket: ASSETS, CreateBucketConfiguration: { LocationConstraint: FAKE_SCOPE.region } }),
  );
  for (const job of ["snapshot", "digest", "watch", "rotation", "months"]) {
    const { folder } = deployment.functionNamed(`convertr-reports-${job}`);
    const file = join(folder, "..", `${job}.zip`);
    await moto.zip(folder, file);
    const Key = `${folder.split("asset.")[1]}.zip`;
    await s3.send(new PutObjectCommand({ Bucket: ASSETS, Key, Body: await readFile(file) }));
  }
}

/**
 * What its CloudFormation does not know, asked of the services themselves, each with the template's own properties; and the
 * bucket's versioning and closure, which it knows and leaves out.
 */
export async function createTheRest(deployment: Deployment, made: ReadonlyMap<string, string>): Promise<void> {
  await createOf(deployment, made, ORDER);
  const resources = resourcesOf(deployment);
  for (const [id, { Type, Properties }] of resources) {
    if (Type !== "AWS::S3::Bucket") continue;
    const { VersioningConfiguration, PublicAccessBlockConfiguration } = Properties;
    const bucket = { Bucket: made.get(id) ?? "" };
    const s3 = new S3Client({});
    await s3.send(new PutBucketVersioningCommand({ ...bucket, VersioningConfiguration }));
    await s3.send(new PutPublicAccessBlockCommand({ ...bucket, PublicAccessBlockConfiguration }));
  }
}

/** The deployment's resources of some types, in the order of the types, asked of the services. */
export async function createOf(
  deployment: Deployment,
  made: ReadonlyMap<string, string>,
  types: readonly (typeof ORDER)[number][],
): Promise<void> {
  const values = valuesOf(deployment, made);
  for (const type of types) {
    for (const [id, { Type, Properties }] of resourcesOf(deployment)) {
      if (Type === type && !made.has(id)) await CREATE[type](filledIn(Properties, values));
    }
  }
}

/** The outputs of the first stack, as `cdk deploy --outputs-file` would write them; what moto does not know stays as it is called. */
export function outputsOf(deployment: Deployment, made: ReadonlyMap<string, string>): Record<string, string> {
  const values = valuesOf(deployment, made);
  const outputs = Object.entries(deployment.stacks[0]?.template.Outputs ?? {});
  return Object.fromEntries(outputs.map(([key, { Value }]) => [key, textOf(Value, values)]));
}

const resourcesOf = ({ stacks }: Deployment) => stacks.flatMap(({ template }) => Object.entries(template.Resources));

const valuesOf = (deployment: Deployment, made: ReadonlyMap<string, string>): Record<string, string> => ({
  "AWS::Partition": "aws",
  "AWS::Region": FAKE_SCOPE.region,
  "AWS::AccountId": FAKE_SCOPE.account,
  ...Object.fromEntries(made),
  ...Object.fromEntries([...made].map(([id, physical]) => [`${id}.Arn`, arnOf(resourcesOf(deployment), id, physical)])),
});

/** Intrinsic functions replaced by what they stand for. */
// biome-ignore lint/suspicious/noExplicitAny: properties of a template are any JSON
function filledIn(value: unknown, values: Readonly<Record<string, string>>): any {
  if (Array.isArray(value)) return value.map((one) => filledIn(one, values));
  if (typeof value !== "object" || value === null) return value;
  const [[first] = []] = Object.entries(value);
  if (first === "Ref" || first?.startsWith("Fn::")) return textOf(value, values);
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, filledIn(one, values)]));
}

function arnOf(resources: readonly (readonly [string, Resource])[], id: string, physical: string): string {
  const type = resources.find(([own]) => own === id)?.[1].Type;
  if (type === "AWS::S3::Bucket") return `arn:aws:s3:::${physical}`;
  if (type === "AWS::IAM::Role") return `arn:aws:iam::${FAKE_SCOPE.account}:role/${physical}`;
  return physical;
}

const ORDER = [
  "AWS::Glue::Database",
  "AWS::Glue::Table",
  "AWS::Scheduler::ScheduleGroup",
  "AWS::Scheduler::Schedule",
  "AWS::SES::EmailIdentity",
  "AWS::SES::ConfigurationSet",
  "AWS::SNS::Subscription",
  "AWS::Athena::WorkGroup",
  "AWS::Athena::NamedQuery",
] as const;

// biome-ignore lint/suspicious/noExplicitAny: properties of a template are any JSON
const CREATE: Readonly<Record<(typeof ORDER)[number], (of: any) => Promise<unknown>>> = {
  "AWS::Glue::Database": ({ DatabaseInput }) => new GlueClient({}).send(new CreateDatabaseCommand({ DatabaseInput })),
  "AWS::Glue::Table": ({ DatabaseName, TableInput }) =>
    new GlueClient({}).send(new CreateTableCommand({ DatabaseName, TableInput })),
  "AWS::Scheduler::ScheduleGroup": ({ Name }) => new SchedulerClient({}).send(new CreateScheduleGroupCommand({ Name })),
  "AWS::Scheduler::Schedule": ({ State: _, ...of }) =>
    new SchedulerClient({}).send(new CreateScheduleCommand({ ...of, Name: of.Name ?? nameOf(of.Description) })),
  "AWS::SES::EmailIdentity": ({ EmailIdentity }) =>
    new SESv2Client({}).send(new CreateEmailIdentityCommand({ EmailIdentity })),
  "AWS::SES::ConfigurationSet": ({ Name }) =>
    new SESv2Client({}).send(new CreateConfigurationSetCommand({ ConfigurationSetName: Name })),
  "AWS::SNS::Subscription": ({ TopicArn, Protocol, Endpoint }) =>
    new SNSClient({}).send(new SubscribeCommand({ TopicArn, Protocol, Endpoint })),
  "AWS::Athena::WorkGroup": ({ Name, WorkGroupConfiguration: _ }) =>
    new AthenaClient({}).send(new CreateWorkGroupCommand({ Name })),
  "AWS::Athena::NamedQuery": ({ Name, Database, QueryString, WorkGroup, Description }) =>
    new AthenaClient({}).send(new CreateNamedQueryCommand({ Name, Database, QueryString, WorkGroup, Description })),
};

/** CloudFormation makes up a name; here it is made of what the schedule is for. */
const nameOf = (description: string): string => description.replace(/[^\w.-]+/g, "-").slice(0, 64);
