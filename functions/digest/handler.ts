import { answeringUnknown, invoked, type LambdaContext } from "../../shared/platform/lambda.ts";
import { awsDigestDependencies } from "./dependencies.ts";
import { parseDigestEvent } from "./event.ts";
import { sendDigest } from "./job.ts";

const dependencies = awsDigestDependencies(process.env);

/** Answers what was sent to whom; throws a named error when there is nothing to send from. */
export async function handler(event: unknown, context: LambdaContext) {
  return answeringUnknown(
    invoked({ job: "digest", ...dependencies }, async () => {
      const request = parseDigestEvent(event);
      return sendDigest(dependencies.of(request.enterprise, context), request);
    }),
    event,
  );
}
