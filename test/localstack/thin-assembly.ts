import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Deployment } from "../end-to-end/deployment.ts";
import type { Template } from "../infra/synthesised.ts";

/** LocalStack without Docker makes no functions, and fails with some alarms. */
const NOT_MADE = /^AWS::(Lambda|CloudWatch|Glue|Athena|SES)::/;

/**
 * Makes of `cdk.out` what LocalStack can deploy: without the types that it cannot make and without whatever refers to them, and by
 * the credentials at hand instead of the bootstrap's roles and bucket.
 * @param broken a resource that CloudFormation cannot make is among the first stack's
 */
export async function thin({ outdir, stacks }: Deployment, broken = false): Promise<void> {
  const manifestFile = join(outdir, "manifest.json");
  const manifest = JSON.parse(await readFile(manifestFile, "utf8"));
  for (const [id, artifact] of Object.entries<{ type: string; dependencies?: string[]; properties: object }>(
    manifest.artifacts,
  )) {
    if (artifact.type === "cdk:asset-manifest") delete manifest.artifacts[id];
    if (artifact.type !== "aws:cloudformation:stack") continue;
    const { templateFile, terminationProtection, stackName } = artifact.properties as Record<string, unknown>;
    artifact.properties = { templateFile, terminationProtection, stackName };
    artifact.dependencies = (artifact.dependencies ?? []).filter((one) => !one.endsWith(".assets"));
  }
  await writeFile(manifestFile, JSON.stringify(manifest));
  for (const [index, { name, template }] of stacks.entries()) {
    const made = withoutUnmade(template);
    if (broken && index === 0) Object.assign(made.Resources, { Broken: BROKEN });
    await writeFile(join(outdir, `${name}.template.json`), JSON.stringify(made));
  }
}

/** A schedule in a group that nobody made. */
const BROKEN = {
  Type: "AWS::Scheduler::Schedule",
  Properties: {
    GroupName: "no-such-group",
    FlexibleTimeWindow: { Mode: "OFF" },
    ScheduleExpression: "rate(1 day)",
    Target: { Arn: "arn:aws:sqs:eu-west-1:000000000000:none", RoleArn: "arn:aws:iam::000000000000:role/none" },
  },
};

function withoutUnmade({ Resources, Outputs = {} }: Template): { Resources: Record<string, unknown>; Outputs: object } {
  const kept = new Map(Object.entries(Resources).filter(([, { Type }]) => !NOT_MADE.test(Type)));
  const isWhole = (of: unknown) =>
    [...JSON.stringify(of).matchAll(/"(?:Ref":"|Fn::GetAtt":\[")([A-Za-z0-9]+)"/g)].every(
      ([, id = ""]) => kept.has(id) || !(id in Resources),
    );
  for (let before = -1; before !== kept.size; ) {
    before = kept.size;
    for (const [id, resource] of kept) if (!isWhole(resource)) kept.delete(id);
  }
  const depending = [...kept].map(([id, { Properties, ...of }]) => {
    const { DependsOn, ...others } = of as { DependsOn?: string | string[] };
    const on = [DependsOn ?? []].flat().filter((one) => kept.has(one));
    return [id, { ...others, Properties, ...(on.length === 0 ? {} : { DependsOn: on }) }] as const;
  });
  const told = Object.entries(Outputs).filter(([, output]) => isWhole(output));
  return { Resources: Object.fromEntries(depending), Outputs: Object.fromEntries(told) };
}
