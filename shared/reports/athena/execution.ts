import { createHash } from "node:crypto";
import {
  GetQueryExecutionCommand,
  type QueryExecution,
  StartQueryExecutionCommand,
  StopQueryExecutionCommand,
} from "@aws-sdk/client-athena";
import { type AthenaOptions, ask, untilOf } from "./client.ts";
import { type Asked, queryFailed } from "./failures.ts";

const FIRST_LOOK_MS = 300;
const SLOWER = 1.5;
const LONGEST_LOOK_MS = 2_000;
/** Of one query. Ours take seconds; Athena itself ends one after half an hour. */
export const LONGEST_QUERY_MS = 5 * 60_000;

/** Asked when no time may be left for anything else. */
const LONGEST_STOP_MS = 3_000;

export interface Start extends Asked {
  /** Undefined: a start of its own each time. */
  readonly once: string | undefined;
  /** 1, or 2 where the first cannot answer any more. */
  readonly attempt: number;
}

/**
 * Starts a query in the workgroup, or finds the one that was started by the same workgroup, text and `once`: Athena keeps tokens.
 * @returns its id
 * @throws QueryFailed
 */
export async function start(options: AthenaOptions, given: Start): Promise<string> {
  const { client, workGroup, database, clock, deadline } = options;
  if (clock.now() >= deadline()) throw noTime("before the query was started", given);
  const command = new StartQueryExecutionCommand({
    QueryString: given.sql,
    WorkGroup: workGroup,
    QueryExecutionContext: { Database: database },
    ...(given.once === undefined
      ? {}
      : { ClientRequestToken: tokenOf(workGroup, given.sql, given.once, given.attempt) }),
  });
  const action = "athena:StartQueryExecution";
  const { QueryExecutionId: id } = await ask(options, { action, asked: given }, (until) => client.send(command, until));
  if (id !== undefined) return id;
  throw queryFailed("Athena started the query without an id", given, { remedy: "Run again", retryable: true });
}

/** Tokens are the account's, so that the workgroup is a part; each part ends where its length says. */
function tokenOf(workGroup: string, sql: string, once: string, attempt: number): string {
  const hash = createHash("sha256").update(JSON.stringify([workGroup, sql, once]));
  return (attempt === 1 ? hash : hash.update(`again ${attempt}`)).digest("hex");
}

/**
 * Waits until a query has ended, well or badly; one that takes too long is stopped.
 * @param leave as of `ask`
 * @throws QueryFailed
 */
export async function ended(
  options: AthenaOptions,
  asked: Asked & { readonly id: string },
  leave: (error: unknown) => boolean,
): Promise<QueryExecution> {
  const { client, clock } = options;
  const longest = clock.now() + LONGEST_QUERY_MS;
  const command = new GetQueryExecutionCommand({ QueryExecutionId: asked.id });
  const action = "athena:GetQueryExecution";
  for (let wait = FIRST_LOOK_MS; ; wait = Math.min(LONGEST_LOOK_MS, wait * SLOWER)) {
    const deadline = options.deadline();
    if (clock.now() + wait > Math.min(longest, deadline)) {
      await stop(options, asked);
      throw deadline < longest ? noTime("while the query ran", asked) : tooSlow(asked);
    }
    await clock.sleep(wait);
    const { QueryExecution: execution } = await ask(options, { action, asked, leave }, (until) =>
      client.send(command, until),
    ).catch(async (error: unknown) => {
      if (clock.now() >= deadline) await stop(options, asked);
      throw error;
    });
    const state = execution?.Status?.State;
    if (execution !== undefined && state !== "QUEUED" && state !== "RUNNING") return execution;
  }
}

/** What was read is billed all the same. One that cannot be stopped ends by itself; why it was given up counts more. */
async function stop({ client }: AthenaOptions, { id }: { readonly id: string }): Promise<void> {
  await client.send(new StopQueryExecutionCommand({ QueryExecutionId: id }), untilOf(LONGEST_STOP_MS)).catch(() => {});
}

const noTime = (when: string, asked: Asked) =>
  queryFailed(`no time was left ${when}`, asked, {
    remedy: "Run it again; a report of fewer parts or members takes less time",
    retryable: true,
  });

const tooSlow = (asked: Asked) =>
  queryFailed(`the query ran for ${LONGEST_QUERY_MS / 60_000} minutes and was stopped`, asked, {
    remedy: "Ask for fewer days, or join less",
  });
