import { answeringUnknown, invoked, type LambdaContext } from "../../shared/platform/lambda.ts";
import { awsSnapshotDependencies } from "./dependencies.ts";
import { parseSnapshotEvent } from "./event.ts";
import { takeSnapshot } from "./job.ts";

const dependencies = awsSnapshotDependencies(process.env);

/** Answers the run record; throws a named error after the record is written. */
export async function handler(event: unknown, context: LambdaContext) {
  const deps = dependencies(context);
  return answeringUnknown(
    invoked({ job: "snapshot", ...deps }, async () => takeSnapshot(deps, parseSnapshotEvent(event))),
  );
}
