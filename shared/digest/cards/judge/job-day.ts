import type { JobPoint } from "../../input/digest-input.ts";
import type { Account } from "../../model/account.ts";
import { movementOf } from "../../model/movement.ts";
import type { Counter, Series } from "../../model/series.ts";
import type { Rules } from "../rules.ts";
import { type CauseVerdict, causeVerdict } from "./verdict.ts";

/** So many failed leads of a day are reason enough, and so many where they are half of its leads. */
const MANY = 5;
const SOME = 3;

/** What came of a job's leads since the snapshot before. */
export interface JobDay {
  readonly failed: number;
  /** Of so many; null where that is of other days. */
  readonly of: number | null;
  /** At least half of them failed, and they are some. */
  readonly half: boolean;
  /** By the settings' share it is failing. */
  readonly failing: boolean;
}

export const jobCauseKey = (id: number): string => `job/${id}`;

/** Null where it cannot be told: without traffic, and while a counter is unknown. */
export function jobDayAt({ jobSeries: series }: Account, id: number, position: number, rules: Rules): JobDay | null {
  if (position < 1) return null;
  const row = series.row(position, id);
  // The same row stands for days on which nothing moved.
  if (row === undefined || row === series.row(position - 1, id)) return null;
  const [failed, total, passed] = COUNTERS.map((counter) => moved(series, counter, { id, position }));
  if (failed === undefined || failed.delta === null) return null;
  const of = total !== undefined && total.since === failed.since ? total.delta : null;
  if (failed.delta <= 0 && (passed?.delta ?? 0) <= 0) return null;
  const leads = Math.max(failed.delta, 0);
  const half = of !== null && leads >= SOME && leads * 2 >= of;
  return {
    failed: leads,
    of,
    half,
    failing: leads > 0 && (of === null || of <= 0 || leads >= of * rules.jobFailedShare),
  };
}

const COUNTERS: readonly Counter<JobPoint>[] = [(row) => row.failed, (row) => row.total, (row) => row.passed];

const moved = (
  series: Series<JobPoint>,
  counter: Counter<JobPoint>,
  { id, position }: { readonly id: number; readonly position: number },
) => movementOf({ series, counter, from: position - 1, to: position }, id);

interface JudgedWith {
  readonly account: Account;
  readonly rules: Rules;
}

/** What a day says of a job as a cause; null when nothing. */
export function jobVerdict({ account, rules }: JudgedWith, id: number, position: number): CauseVerdict | null {
  const row = position < 0 ? undefined : account.jobSeries.row(position, id);
  if (row === undefined) return null;
  if (row.enabled === false) return causeVerdict(jobCauseKey(id), "ends");
  const day = jobDayAt(account, id, position, rules);
  if (day === null) return null;
  if (day.failing && (day.failed >= MANY || day.half)) return causeVerdict(jobCauseKey(id), "starts", day.half);
  return causeVerdict(jobCauseKey(id), day.failing ? "keeps" : "off");
}
