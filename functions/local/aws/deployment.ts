import { readFile } from "node:fs/promises";
import { CloudFormationClient, DescribeStacksCommand } from "@aws-sdk/client-cloudformation";
import * as z from "zod";
import { awsFailureOf, requestHandlerOf } from "../../../shared/platform/aws-client.ts";
import { ReportsError } from "../../../shared/platform/errors.ts";

const STACK = "ConvertrReports";
export const AWS_TIMEOUTS = { connectionTimeout: 3_000, requestTimeout: 15_000 } as const;

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
export async function readDeployment(outputsFile: string | undefined): Promise<Deployment> {
  const outputs = outputsFile === undefined ? await describedOutputs() : await filedOutputs(outputsFile);
  const parsed = outputsSchema.safeParse(outputs);
  if (parsed.success) return parsed.data;
  throw noDeployment(`it has no output ${parsed.error.issues.map(({ path }) => path.join(".")).join(", ")}`);
}

async function describedOutputs(): Promise<unknown> {
  const client = new CloudFormationClient({ maxAttempts: 3, requestHandler: requestHandlerOf(AWS_TIMEOUTS) });
  try {
    const { Stacks = [] } = await client.send(new DescribeStacksCommand({ StackName: STACK }));
    const outputs = Stacks[0]?.Outputs ?? [];
    return Object.fromEntries(outputs.map(({ OutputKey, OutputValue }) => [OutputKey, OutputValue]));
  } catch (error) {
    throw noDeployment(`CloudFormation gave no good answer (${awsReason(error)})`);
  } finally {
    client.destroy();
  }
}

async function filedOutputs(file: string): Promise<unknown> {
  try {
    const stacks: unknown = JSON.parse(await readFile(file, "utf8"));
    return new Map(Object.entries(stacks ?? {})).get(STACK);
  } catch {
    throw noDeployment(`${file} cannot be read as JSON`);
  }
}

const noDeployment = (what: string): ReportsError =>
  new ReportsError("InvalidSettings", {
    what: `the deployed stack is not known: ${what}`,
    where: `stack ${STACK}`,
    remedy: "Deploy it, and set AWS_REGION and credentials of its account; or name --outputs FILE of cdk deploy",
  });

/** Name and status of what the SDK threw. Its message may quote names of people: it is left out. */
export function awsReason(error: unknown): string {
  const { name, status, code } = awsFailureOf(error);
  return [name, code, status].filter((part) => part !== undefined).join(" ");
}
