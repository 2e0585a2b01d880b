import { CloudFormationClient, DescribeStacksCommand } from "@aws-sdk/client-cloudformation";
import { awsFailureOf, requestHandlerOf } from "../../../shared/platform/aws-client.ts";
import { AWS_TIMEOUTS } from "./timeouts.ts";

/**
 * The outputs of a stack by name, from CloudFormation; undefined when there is no such stack.
 * @throws what the SDK throws when CloudFormation does not answer
 */
export async function stackOutputs(stack: string): Promise<Readonly<Record<string, string>> | undefined> {
  const client = new CloudFormationClient({ maxAttempts: 3, requestHandler: requestHandlerOf(AWS_TIMEOUTS) });
  try {
    const { Stacks = [] } = await client.send(new DescribeStacksCommand({ StackName: stack }));
    const found = Stacks.find(({ StackStatus }) => StackStatus !== "DELETE_COMPLETE");
    if (found === undefined) return undefined;
    return Object.fromEntries(
      (found.Outputs ?? []).map(({ OutputKey = "", OutputValue = "" }) => [OutputKey, OutputValue]),
    );
  } catch (error) {
    if (awsFailureOf(error).name === "ValidationError") return undefined;
    throw error;
  } finally {
    client.destroy();
  }
}
