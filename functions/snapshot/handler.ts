import { answeringUnknown, invoked, type LambdaContext } from "../../shared/platform/lambda.ts";
import { awsSnapshotDependencies } from "./dependencies.ts";
import { parseSnapshotEvent } from "./event.ts";
import { takeSnapshot } from "./job.ts";

const dependencies = awsSnapshotDependencies(process.env);

/** Answers the run record; throws a named error after the record is written. */
export async function handler(event: unknown, context: LambdaContext) {
  return answeringUnknown(
    invoked({ job: "snapshot", ...dependencies }, async () => {
      const request = parseSnapshotEvent(event);
      return takeSnapshot(dependencies.of(request.enterprise, context), request);
    }),
  );
}
