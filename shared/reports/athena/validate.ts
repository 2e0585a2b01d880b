import type { AthenaOptions } from "./client.ts";
import { ended, start } from "./execution.ts";
import { type Asked, endedBadly } from "./failures.ts";

/**
 * Has Athena look at a text as if it were to run it: its grammar, tables, columns and types. No row is read and nothing is billed.
 * @throws QueryFailed for a text that it would not run
 */
export async function validate(options: AthenaOptions, { sql, where }: Asked): Promise<void> {
  // On the text's own first line, so that the lines of what Athena says are the text's.
  const asked: Asked = { sql: `EXPLAIN (TYPE VALIDATE) ${sql}`, where };
  const id = await start(options, { ...asked, once: undefined, attempt: 1 });
  const { Status = {} } = await ended(options, { ...asked, id }, () => false);
  if (Status.State !== "SUCCEEDED") throw endedBadly(Status, asked);
}
