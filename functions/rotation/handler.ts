import { invoked, type LambdaContext } from "../../shared/platform/lambda.ts";
import { awsRotationDependencies } from "./dependencies.ts";
import { parseRotationEvent } from "./event.ts";
import { rotatePassword } from "./job.ts";

const dependencies = awsRotationDependencies(process.env);

/** Secrets Manager reads no answer: it goes on to the next step unless an error is thrown. */
export async function handler(event: unknown, context: LambdaContext): ReturnType<typeof rotatePassword> {
  const deps = dependencies(context);
  return invoked({ job: "rotation", ...deps }, async () => rotatePassword(deps, parseRotationEvent(event)));
}
