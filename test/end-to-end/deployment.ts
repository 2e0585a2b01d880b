import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { App } from "aws-cdk-lib";
import { bundleFunctions, foldersOf } from "../../infra/bundles/bundle.ts";
import { createStacks } from "../../infra/stacks.ts";
import { checkReports } from "../../shared/reports/checks/check-reports.ts";
import type { Settings } from "../../shared/settings/schema.ts";
import type { PolicyStatement } from "../fakes/aws/iam.ts";
import { FAKE_SCOPE } from "../fakes/aws/secrets-manager.ts";
import { type Resource, statementsOf, type Template, textOf } from "../infra/synthesised.ts";

export const BUCKET = "reports-bucket";

/** A function as the template has it, with the names that CloudFormation would fill in. */
export interface DeployedFunction {
  /** The asset's folder below `cdk.out`. */
  readonly folder: string;
  readonly handler: string;
  readonly memory: number;
  readonly timeoutMs: number;
  readonly environment: Readonly<Record<string, string>>;
  readonly policy: readonly PolicyStatement[];
}

export interface Deployment {
  /** `cdk.out`, as `npm run synth` would leave it. */
  readonly outdir: string;
  /** In the order of their deployment. */
  readonly stacks: readonly { readonly name: string; readonly template: Template }[];
  functionNamed(name: string): DeployedFunction;
  /** The inputs of all schedules that start a function, as JSON with Scheduler's place-holder. */
  inputsOf(functionName: string): readonly string[];
  remove(): Promise<void>;
}

/** Bundles and synthesises as `npm run synth` does, into a folder of its own. */
export async function deploy(settings: Settings): Promise<Deployment> {
  const folder = await mkdtemp(join(tmpdir(), "deployment-"));
  const outdir = join(folder, "cdk.out");
  const reports = await checkReports(settings, { folder });
  const bundles = foldersOf(await bundleFunctions({ outdir: join(folder, "dist"), settings, reports }));
  // The library's own rules for templates take seconds; test/infra/stacks.test.ts holds them.
  const app = new App({
    ...{ analyticsReporting: false, stackTraces: false, treeMetadata: false },
    ...{ outdir, builtinCloudFormationValidation: false },
  });
  createStacks(app, { settings, bundles });
  const stacks = app
    .synth()
    .stacks.map(({ stackName, template }) => ({
      name: stackName,
      template: { Resources: {}, ...template } as Template,
    }))
    // As the CDK CLI does: a share without enterprises becomes no stack.
    .filter(({ template }) => Object.keys(template.Resources).length > 0);
  const templates = stacks.map(({ template }) => template);
  return {
    outdir,
    stacks,
    functionNamed: (name) => functionIn(templates, name, outdir),
    inputsOf: (functionName) =>
      all(templates, "AWS::Scheduler::Schedule")
        .filter(({ Properties }) => textOf(Properties.Target.Arn).endsWith(`:function:${functionName}`))
        .map(({ Properties }) => Properties.Target.Input),
    remove: () => rm(folder, { recursive: true }),
  };
}

const all = (templates: readonly Template[], type: string): Resource[] =>
  templates.flatMap(({ Resources }) => Object.values(Resources).filter(({ Type }) => Type === type));

function functionIn(templates: readonly Template[], name: string, outdir: string): DeployedFunction {
  const template = templates.find(({ Resources }) =>
    Object.values(Resources).some(({ Properties }) => Properties.FunctionName === name),
  );
  const entries = Object.entries(template?.Resources ?? {});
  const values = valuesOf(entries);
  const [, found] = entries.find(([, { Properties }]) => Properties.FunctionName === name) ?? [];
  if (found === undefined) throw new Error(`no function ${name}`);
  const { Properties } = found;
  const role = Properties.Role["Fn::GetAtt"][0];
  const policies = entries.filter(
    ([, { Type, Properties: policy }]) =>
      Type === "AWS::IAM::Policy" && policy.Roles.some(({ Ref }: { Ref: string }) => Ref === role),
  );
  return {
    folder: join(outdir, `asset.${Properties.Code.S3Key.replace(/\.zip$/, "")}`),
    handler: Properties.Handler,
    memory: Properties.MemorySize,
    timeoutMs: Properties.Timeout * 1000,
    environment: Object.fromEntries(
      Object.entries(Properties.Environment.Variables).map(([key, value]) => [key, textOf(value, values)]),
    ),
    policy: policies
      .flatMap(([, policy]) => statementsOf(policy.Properties.PolicyDocument, values))
      .filter(({ actions }) => !actions.some((action) => /^(logs|sqs):/.test(action))),
  };
}

/** What references become in the fake account. */
function valuesOf(entries: readonly (readonly [string, Resource])[]): Record<string, string> {
  const buckets = entries.filter(([, { Type }]) => Type === "AWS::S3::Bucket").map(([id]) => id);
  return {
    "AWS::Partition": "aws",
    "AWS::Region": FAKE_SCOPE.region,
    "AWS::AccountId": FAKE_SCOPE.account,
    ...Object.fromEntries(
      buckets.flatMap((id) => [[id, BUCKET] as const, [`${id}.Arn`, `arn:aws:s3:::${BUCKET}`] as const]),
    ),
  };
}
