import { readFile } from "node:fs/promises";
import * as z from "zod";
import { awsFailureOf } from "../../../shared/platform/aws-client.ts";
import { ReportsError } from "../../../shared/platform/errors.ts";
import { readJsonFile } from "../../../shared/platform/json-file.ts";
import type { Names } from "../../../shared/settings/names.ts";
import { stackOutputs } from "./stack-outputs.ts";

/** What the stack tells of itself; the keys are its outputs. */
const outputsSchema = z.object({
  Bucket: z.string(),
  GlueDatabase: z.string(),
  AthenaWorkGroup: z.string(),
  AlertTopic: z.string(),
  NoticeTopic: z.string(),
  ScheduleGroup: z.string(),
  ConfigurationSet: z.string(),
});
export type Deployment = z.output<typeof outputsSchema>;

/**
 * The outputs of the deployed stack, from CloudFormation or from the file that `cdk deploy --outputs-file` wrote.
 * @throws InvalidSettings when there is no such stack, or it is another version's
 */
export async function readDeployment(
  { stack }: Pick<Names, "stack">,
  outputsFile: string | undefined,
): Promise<Deployment> {
  const outputs = outputsFile === undefined ? await describedOutputs(stack) : await filedOutputs(stack, outputsFile);
  const parsed = outputsSchema.safeParse(outputs);
  if (parsed.success) return parsed.data;
  throw noDeployment(stack, `it has no output ${parsed.error.issues.map(({ path }) => path.join(".")).join(", ")}`);
}

async function describedOutputs(stack: string): Promise<unknown> {
  const outputs = await stackOutputs(stack).catch((error: unknown) => {
    throw noDeployment(stack, `CloudFormation gave no good answer (${awsReason(error)})`);
  });
  if (outputs === undefined) throw noDeployment(stack, "CloudFormation knows no such stack in this account and region");
  return outputs;
}

async function filedOutputs(stack: string, file: string): Promise<unknown> {
  const bytes = await readFile(file).catch(() => undefined);
  if (bytes === undefined) throw noDeployment(stack, `${file} cannot be read`);
  const read = readJsonFile(bytes);
  if (!read.ok) throw noDeployment(stack, `${file} is of no use: ${read.problem}`);
  return new Map(Object.entries(read.value ?? {})).get(stack);
}

const noDeployment = (stack: string, what: string): ReportsError =>
  new ReportsError("InvalidSettings", {
    what: `the deployed stack is not known: ${what}`,
    where: `stack ${stack}`,
    remedy: "Deploy it, and set AWS_REGION and credentials of its account; or name --outputs FILE of cdk deploy",
  });

/** Name and status of what the SDK threw. Its message may quote names of people: it is left out. */
export function awsReason(error: unknown): string {
  // The SDK names it by its message alone.
  if (error instanceof Error && error.message === "Region is missing") return "no region is set: AWS_REGION";
  const { name, status, code } = awsFailureOf(error);
  return [name, code, status].filter((part) => part !== undefined).join(" ");
}
