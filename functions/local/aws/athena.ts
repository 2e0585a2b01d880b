import {
  type AthenaClient,
  GetQueryExecutionCommand,
  paginateGetQueryResults,
  type QueryExecutionStatus,
  StartQueryExecutionCommand,
} from "@aws-sdk/client-athena";
import { systemClock } from "../../../shared/platform/clock.ts";
import { awsReason } from "./deployment.ts";

export interface Athena {
  readonly client: AthenaClient;
  readonly workGroup: string;
  readonly database: string;
  /** Between two looks at a query, in ms. @default 500 */
  readonly pollMs?: number;
}

/** Rows as Athena prints them, header included where it sends one; or why there are none. */
export type AthenaOutcome =
  | { readonly ok: true; readonly rows: readonly (readonly string[])[] }
  | { readonly ok: false; readonly reason: string };

/** No statement of this project comes near it. */
const LONGEST_MS = 5 * 60_000;

/** Runs one statement in the workgroup and waits for it. */
export async function runAthena(athena: Athena, sql: string): Promise<AthenaOutcome> {
  try {
    const { QueryExecutionId } = await athena.client.send(
      new StartQueryExecutionCommand({
        QueryString: sql,
        WorkGroup: athena.workGroup,
        QueryExecutionContext: { Database: athena.database },
      }),
    );
    const status = await settled(athena, QueryExecutionId ?? "");
    if (status?.State !== "SUCCEEDED") return { ok: false, reason: status?.StateChangeReason ?? "no end in sight" };
    return { ok: true, rows: await rowsOf(athena, QueryExecutionId ?? "") };
  } catch (error) {
    return { ok: false, reason: awsReason(error) };
  }
}

async function settled({ client, pollMs = 500 }: Athena, QueryExecutionId: string) {
  for (let waited = 0; waited < LONGEST_MS; waited += pollMs) {
    const { QueryExecution } = await client.send(new GetQueryExecutionCommand({ QueryExecutionId }));
    const status: QueryExecutionStatus = QueryExecution?.Status ?? {};
    if (status.State !== "QUEUED" && status.State !== "RUNNING") return status;
    await systemClock.sleep(pollMs);
  }
  return undefined;
}

async function rowsOf({ client }: Athena, QueryExecutionId: string): Promise<string[][]> {
  const rows: string[][] = [];
  for await (const { ResultSet } of paginateGetQueryResults({ client }, { QueryExecutionId })) {
    for (const { Data = [] } of ResultSet?.Rows ?? []) rows.push(Data.map(({ VarCharValue }) => VarCharValue ?? ""));
  }
  return rows;
}
