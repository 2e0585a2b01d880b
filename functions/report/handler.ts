import { answeringUnknown, invoked, type LambdaContext } from "../../shared/platform/lambda.ts";
import { awsReportDependencies } from "./dependencies.ts";
import { parseReportEvent } from "./event.ts";
import { makeReport } from "./job.ts";

const dependencies = awsReportDependencies(process.env);

/** Answers what was made for whom and sent; throws a named error when there is nothing to make it from. */
export async function handler(event: unknown, context: LambdaContext) {
  return answeringUnknown(
    invoked({ job: "report", ...dependencies }, async () => {
      const request = parseReportEvent(event);
      return makeReport(dependencies.of(request.enterprise, context), request);
    }),
    event,
  );
}
