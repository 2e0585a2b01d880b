import { invoked } from "../../shared/platform/lambda.ts";
import { awsWatchDependencies } from "./dependencies.ts";
import { parseWatchEvent } from "./event.ts";
import { watch } from "./job.ts";

const dependencies = awsWatchDependencies(process.env);

/** Answers what is overdue, and emits it as metrics. */
export async function handler(event: unknown): ReturnType<typeof watch> {
  return invoked({ job: "watch", ...dependencies }, async () => watch(dependencies, parseWatchEvent(event)));
}
