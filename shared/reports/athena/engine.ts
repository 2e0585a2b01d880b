import type { QueryEngine, QueryLimits, QueryResult } from "../result.ts";
import type { AthenaOptions } from "./client.ts";
import { ended, start } from "./execution.ts";
import { endedBadly, isInvalidRequest } from "./failures.ts";
import { resultOf } from "./results.ts";

/**
 * Athena, in the stack's workgroup and database. A text that ran with the same `once` is not run again; another execution is started
 * only where the first ended in a way that Athena itself calls passing, or no longer has its result, which is kept for a day.
 */
export const athenaEngine = (options: AthenaOptions): QueryEngine => ({
  run: async (sql, limits) => {
    for (let attempt = 1; ; attempt++) {
      const result = await attempted(options, { ...limits, sql, attempt });
      if (result !== undefined) return result;
    }
  },
});

const LAST_ATTEMPT = 2;

interface Run extends QueryLimits {
  readonly sql: string;
  readonly attempt: number;
}

/** @returns undefined when another execution may answer */
async function attempted(options: AthenaOptions, run: Run): Promise<QueryResult | undefined> {
  const isLast = run.attempt >= LAST_ATTEMPT;
  /** An id, or a result, that Athena no longer has. */
  const isGone = (error: unknown) => !isLast && isInvalidRequest(error);
  const id = await start(options, { ...run, once: run.once });
  const asked = { ...run, id, where: `${run.where}, query ${id}` };
  try {
    const { Status = {}, Statistics } = await ended(options, asked, isGone);
    if (Status.State !== "SUCCEEDED") {
      if (!isLast && Status.State === "FAILED" && Status.AthenaError?.Retryable === true) return undefined;
      throw endedBadly(Status, asked);
    }
    const result = await resultOf(options, asked, isGone);
    return { ...result, query: { id, bytesScanned: Statistics?.DataScannedInBytes ?? 0 } };
  } catch (error) {
    if (isGone(error)) return undefined;
    throw error;
  }
}
