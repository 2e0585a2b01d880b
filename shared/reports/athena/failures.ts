import type { QueryExecutionStatus } from "@aws-sdk/client-athena";
import { awsFailureOf, CLOCK_REMEDY, isClockRefusal } from "../../platform/aws-client.ts";
import { ReportsError } from "../../platform/errors.ts";
import { sayable } from "../engine-words.ts";

/** A query, for messages. */
export interface Asked {
  readonly sql: string;
  readonly where: string;
}

export const queryFailed = (
  what: string,
  { where }: Pick<Asked, "where">,
  { remedy, retryable = false }: { readonly remedy: string; readonly retryable?: boolean },
): ReportsError => new ReportsError("QueryFailed", { what, where, remedy, retryable });

const CORRECT = "Correct the SQL; npm run reports -- doctor --aws has Athena look at every text";
const THROTTLED: ReadonlySet<string> = new Set(["TooManyRequestsException", "ThrottlingException"]);

export const isThrottled = (error: unknown): boolean => THROTTLED.has(awsFailureOf(error).name);
/** Athena's word for a mistake in what was asked, an id that it no longer knows among them. */
export const isInvalidRequest = (error: unknown): boolean => awsFailureOf(error).name === "InvalidRequestException";

/**
 * Turns what the SDK threw into a `QueryFailed` that names the right that lacks.
 * @param action IAM's name of what was asked, such as `athena:StartQueryExecution`
 */
export function askingFailed(error: unknown, action: string, asked: Asked): ReportsError {
  const failure = awsFailureOf(error);
  const { name, status, code, message } = failure;
  const seen = [name, status, code].filter((part) => part !== undefined && part !== "").join(" ");
  if (isClockRefusal(failure)) {
    const what = `the clock is wrong: Athena refused the time of ${action} (${seen})`;
    return queryFailed(what, asked, { remedy: CLOCK_REMEDY, retryable: true });
  }
  if (name === "AccessDeniedException" || status === 403) {
    const right = lackingRight(message) ?? action;
    return queryFailed(`Athena refused ${action} (${seen})`, asked, { remedy: letDo(right) });
  }
  if (isInvalidRequest(error)) {
    return queryFailed(`Athena does not take the query: ${sayable(message, asked.sql)}`, asked, { remedy: CORRECT });
  }
  const remedy = "Run again; see AWS Health if it stays so";
  return queryFailed(`Athena gave no good answer to ${action} (${seen})`, asked, { remedy, retryable: true });
}

/** Turns how a query ended into `QueryFailed`, without any value of its rows. */
export function endedBadly(status: QueryExecutionStatus, asked: Asked): ReportsError {
  const { State, StateChangeReason: reason = "", AthenaError: error = {} } = status;
  if (/bytes scanned limit/i.test(reason)) {
    return queryFailed("the query read more than the workgroup lets one query read", asked, {
      remedy: "Ask for fewer days: conditions on snapshot_date keep files from being read",
    });
  }
  if (State === "CANCELLED") {
    return queryFailed("the query was cancelled", asked, {
      remedy: "Run again, unless somebody stopped it on purpose",
      retryable: true,
    });
  }
  const right = lackingRight(reason);
  if (right !== undefined) return queryFailed(`the query lacks a right: ${right}`, asked, { remedy: letDo(right) });
  const number = error.ErrorType === undefined ? "" : ` (Athena's error ${error.ErrorType})`;
  const isOwn = error.ErrorCategory === 1 || error.Retryable === true;
  return queryFailed(`the query failed: ${sayable(reason, asked.sql)}${number}`, asked, {
    remedy: isOwn ? "Run again; see AWS Health if it stays so" : CORRECT,
    retryable: isOwn,
  });
}

const letDo = (right: string): string =>
  `Let the role that runs it do ${right}; deploying again restores what the function's had`;

/** The right that a message says is not there, by IAM's name. */
function lackingRight(message: string): string | undefined {
  const named = /not authorized to perform: ([a-z0-9-]+:[A-Za-z]+)/.exec(message)?.[1];
  if (named !== undefined) return named;
  return /permission denied on s3|access denied.*amazon s3|amazon s3.*access denied/i.test(message)
    ? "s3:GetObject on the table's files"
    : undefined;
}
