import { DATASETS, type DatasetName } from "../../../shared/catalog/datasets.ts";
import { readParquet } from "../../../shared/parquet/reader.ts";
import type { Day } from "../../../shared/platform/day.ts";
import { findSnapshot, snapshotDays } from "../../../shared/snapshot/published.ts";
import type { ObjectStore } from "../../../shared/snapshot/store.ts";
import { type Athena, runAthena } from "../aws/athena.ts";
import { type CheckFinding, fail, failedBy, notApplicable, pass } from "../doctor/finding.ts";

export interface DataCheck {
  readonly athena: Athena;
  readonly store: ObjectStore;
  readonly enterprise: string;
}

/** What Athena and the file itself must agree on: numbers of the first snapshot, by a filter and by an unnested list. */
export async function* dataChecks(check: DataCheck): AsyncGenerator<CheckFinding> {
  yield await agreed(check, FILTER);
  yield await agreed(check, UNNEST);
}

interface Question {
  readonly name: string;
  readonly dataset: DatasetName;
  readonly sql: (where: string) => string;
  /** The same by reading the file without SQL. */
  readonly byFile: (bytes: Uint8Array) => Promise<readonly number[]>;
}

const FILTER: Question = {
  name: "filter",
  dataset: "campaigns",
  sql: (where) => `SELECT count(*), sum(total_leads) FROM campaigns WHERE ${where} AND total_leads > 0`,
  byFile: async (bytes) => {
    const { rows } = await readParquet(bytes, DATASETS.campaigns.columns, ["total_leads"]);
    const leads = rows.flatMap(({ total_leads: total }) => (total !== null && total > 0 ? [total] : []));
    return [leads.length, leads.reduce((sum, total) => sum + total, 0)];
  },
};

const UNNEST: Question = {
  name: "unnest",
  dataset: "publisher-contracts",
  sql: (where) =>
    `SELECT count(*), count(DISTINCT id) FROM publisher_contracts CROSS JOIN UNNEST(bands) AS t (band) WHERE ${where}`,
  byFile: async (bytes) => {
    const { rows } = await readParquet(bytes, DATASETS["publisher-contracts"].columns, ["bands"]);
    const lengths = rows.map(({ bands }) => bands?.length ?? 0).filter((length) => length > 0);
    return [lengths.reduce((sum, length) => sum + length, 0), lengths.length];
  },
};

async function agreed({ athena, store, enterprise }: DataCheck, question: Question): Promise<CheckFinding> {
  const { name, dataset } = question;
  try {
    const date: Day | undefined = (await snapshotDays(store, dataset, enterprise))[0];
    const snapshot = date === undefined ? undefined : await findSnapshot(store, dataset, { enterprise, date });
    if (snapshot === undefined) return notApplicable(name, `there is no snapshot of ${dataset} yet`);
    const expected = (await question.byFile(snapshot.bytes)).join(", ");
    const where = `enterprise = '${enterprise}' AND snapshot_date = '${date}'`;
    const outcome = await runAthena(athena, question.sql(where));
    if (!outcome.ok) return fail(name, `Athena refuses it: ${outcome.reason}`, "Compare the table with DESCRIBE below");
    const answered = outcome.rows.at(-1)?.join(", ");
    const summary = `${dataset} of ${date}: Athena says ${answered}, the file ${expected}`;
    if (answered === expected) return pass(name, summary);
    return fail(name, summary, "Look for objects in the table's folder that this project did not write");
  } catch (error) {
    return failedBy(name, error);
  }
}
