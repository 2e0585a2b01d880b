import { createHash } from "node:crypto";
import { isReportsError } from "../../../shared/platform/errors.ts";
import type { RunRecord } from "../../../shared/snapshot/run-record.ts";
import type { HuntedDataset } from "./case.ts";

/** What the account held during the pull. */
export interface Lived {
  /** Ids of the rows that were there from the first request to the last. */
  readonly throughout: ReadonlySet<number>;
  /** Every id that was ever there, and every mark it ever had. */
  readonly marks: ReadonlyMap<number, ReadonlySet<string>>;
}

/** A row of the published Parquet. */
export interface PublishedRow {
  readonly id: number;
  readonly mark: string;
  /** What no two rows may agree in. Empty when the dataset has no such rule. */
  readonly pair: string;
}

export type Ending =
  | { readonly record: RunRecord; readonly error?: never }
  | { readonly record?: never; readonly error: unknown };

export interface Evidence {
  readonly dataset: HuntedDataset;
  /** Where the snapshot of the day lies. */
  readonly key: string;
  readonly retake: boolean;
  readonly lived: Lived;
  readonly ending: Ending;
  /** The store before and after, by key. */
  readonly before: ReadonlyMap<string, Uint8Array>;
  readonly after: ReadonlyMap<string, Uint8Array>;
  readonly published: readonly PublishedRow[];
  readonly records: readonly RunRecord[];
}

/**
 * Holds an outcome against the invariant (docs/fault-search.md): published, with every row that was there throughout exactly once and
 * none that never was; or failed by name, with nothing changed below `snapshots/`. The exception is told by the snapshot
 * itself: a row whose id cannot be a key is left out and named, and of two contracts of one pair the newer is kept.
 * @returns what was found wrong
 */
export function judge(evidence: Evidence): string[] {
  const { ending, records } = evidence;
  const others = changedObjects(evidence).map((key) => `${key} changed`);
  const [record, ...more] = records;
  if (record === undefined || more.length > 0) return [...others, `${records.length} run records`];
  if (ending.record === undefined) return [...others, ...judgeFailure(evidence, record)];
  if (ending.record.outcome !== "published") return [...others, `the outcome is ${ending.record.outcome}`];
  return [...others, ...judgePublished(evidence, ending.record)];
}

/** Objects below `snapshots/` that are not as they were, but for the one that may be published. */
function changedObjects({ before, after, key }: Evidence): string[] {
  const keys = [...new Set([...before.keys(), ...after.keys()])];
  return keys
    .filter((one) => one.startsWith("snapshots/") && one !== key)
    .filter((one) => !isSame(before.get(one), after.get(one)));
}

function judgeFailure({ ending, before, after, key }: Evidence, record: RunRecord): string[] {
  const problems: string[] = [];
  if (!isReportsError(ending.error)) problems.push(`an error without a name: ${ending.error}`);
  else if (record.error?.name !== ending.error.name) problems.push(`the record tells of ${record.error?.name}`);
  if (record.outcome !== "failed") problems.push(`the record of the failure says ${record.outcome}`);
  if (!isSame(before.get(key), after.get(key))) problems.push("failed, and the snapshot of the day is not as it was");
  return problems;
}

function judgePublished({ after, key, lived, published }: Evidence, record: RunRecord): string[] {
  const bytes = after.get(key);
  if (bytes === undefined) return ["published, and there is no object"];
  const problems: string[] = [];
  if (createHash("sha256").update(bytes).digest("hex") !== record.sha256) problems.push("the record is of other bytes");
  if (published.length !== record.rows) problems.push(`${published.length} rows, and the record says ${record.rows}`);
  const ids = new Set(published.map(({ id }) => id));
  if (ids.size !== published.length) problems.push(`${published.length - ids.size} ids are there twice`);
  for (const { id, mark } of published) {
    const marks = lived.marks.get(id);
    if (marks === undefined) problems.push(`row ${id} never was`);
    else if (!marks.has(mark)) problems.push(`row ${id} never was "${mark}"`);
  }
  const lost = [...lived.throughout].filter((id) => !ids.has(id));
  return [...problems, ...unexcused(lost, published, record).map((id) => `row ${id} was there throughout and is lost`)];
}

function unexcused(lost: readonly number[], published: readonly PublishedRow[], record: RunRecord): readonly number[] {
  const leftOut = record.leftOut ?? [];
  const named = new Set(leftOut.map(({ id }) => id));
  // A row left out whose id is no number cannot be told from another one.
  let unnamed = leftOut.filter(({ id }) => !/^\d+$/.test(id ?? "")).length;
  let superseded = record.superseded ?? 0;
  const newest = Math.max(0, ...published.filter(({ pair }) => pair !== "").map(({ id }) => id));
  return lost.filter((id) => {
    if (named.has(String(id))) return false;
    if (superseded > 0 && id < newest) {
      superseded -= 1;
      return false;
    }
    if (unnamed === 0) return true;
    unnamed -= 1;
    return false;
  });
}

const isSame = (one: Uint8Array | undefined, other: Uint8Array | undefined): boolean =>
  one === undefined || other === undefined ? one === other : Buffer.compare(one, other) === 0;
