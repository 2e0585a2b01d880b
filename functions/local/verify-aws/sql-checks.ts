import { namedQueries } from "../../../shared/catalog/queries.ts";
import { VIEWS } from "../../../shared/catalog/views.ts";
import { type Athena, runAthena } from "../aws/athena.ts";
import { type Finding, fail, pass } from "../doctor/finding.ts";

/** Athena queues more, but other people's queries of the account wait in the same queue. */
const AT_ONCE = 5;
const REMEDY = "Deploy this version; if it stays, report the view and Athena's words";

/** Asks Athena to plan every view and every named query. A plan reads no data and costs nothing. */
export async function* explainChecks(athena: Athena, enterprise: string): AsyncGenerator<Finding> {
  const statements = [
    ...VIEWS.map(({ name }) => [`view ${name}`, `SELECT * FROM ${name} WHERE enterprise = '${enterprise}'`] as const),
    ...namedQueries(enterprise).map(({ name, sql }) => [`query ${name}`, sql] as const),
  ];
  for (let at = 0; at < statements.length; at += AT_ONCE) {
    const batch = statements.slice(at, at + AT_ONCE);
    yield* await Promise.all(batch.map(([name, sql]) => explain(athena, name, sql)));
  }
}

async function explain(athena: Athena, name: string, sql: string): Promise<Finding> {
  const outcome = await runAthena(athena, `EXPLAIN ${sql}`);
  return outcome.ok ? pass(name, "Athena can plan it") : fail(name, `Athena refuses it: ${outcome.reason}`, REMEDY);
}
