import { answeringUnknown, invoked } from "../../shared/platform/lambda.ts";
import { awsMonthsDependencies } from "./dependencies.ts";
import { parseMonthsEvent } from "./event.ts";
import { makeMonths } from "./job.ts";

const dependencies = awsMonthsDependencies(process.env);

/** Answers which months were made; throws a named error when the store cannot say what there is. */
export async function handler(event: unknown) {
  return answeringUnknown(
    invoked({ job: "months", ...dependencies }, async () => makeMonths(dependencies, parseMonthsEvent(event))),
  );
}
