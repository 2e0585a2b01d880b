import { addDays, type Day } from "../../platform/day.ts";
import type { ContractDetail, ContractPoint } from "../input/digest-input.ts";
import type { Account } from "./account.ts";
import { endsOf, relatedMovements, type Stretch } from "./movement.ts";
import type { Key, Series } from "./series.ts";

const USUAL_DAYS = 28;

/** A publisher's contracts. */
export interface PublisherGroup {
  readonly rows: readonly ContractDetail[];
  readonly keys: readonly Key[];
}

/** A publisher's leads of some days, and of the 28 days before. */
export interface JudgedLeads {
  readonly leads: number;
  readonly invalid: number;
  readonly usual: { readonly leads: number; readonly invalid: number; readonly days: number };
}

/** The publisher's leads from `from` to `to`, and those of the 28 days before. */
export function judgedAt(account: Account, group: PublisherGroup, to: number, from: number): JudgedLeads {
  return { ...leadsBetween(account, group, { from, to }), usual: usualOf(account, group, { from, to }) };
}

const LEADS = (row: ContractPoint): number | null => row.total_leads;
const INVALID = (row: ContractPoint): number | null => row.invalid_leads;

/** Net, of the contracts that know both at both ends. */
export function leadsBetween(
  account: Account,
  { keys }: PublisherGroup,
  stretch: Stretch,
): { readonly leads: number; readonly invalid: number } {
  const { contractSeries: series } = account;
  const sum = { leads: 0, invalid: 0 };
  for (const key of keys) {
    // The same row stands for days on which nothing moved.
    const now = series.row(stretch.to, key);
    if (now !== undefined && now === series.row(stretch.from, key)) continue;
    const [leads = 0, invalid = 0] = relatedMovements(series, [LEADS, INVALID], { key, ...stretch }) ?? [];
    sum.leads += leads;
    sum.invalid += invalid;
  }
  return sum;
}

/**
 * Of each contract from its first snapshot of the 28 days that knows all and invalid leads to its own snapshot before, which has to know
 * both as well: as in the view publisher_quality_daily.
 */
function usualOf(
  { contractSeries: series }: Account,
  { keys }: PublisherGroup,
  { from, to }: Stretch,
): JudgedLeads["usual"] {
  const sum = { leads: 0, invalid: 0, days: 0 };
  const starts = new Map<number, number>();
  for (const key of keys) {
    const ends = endsOf({ series, from, to, known: () => true }, key);
    const until = series.infos[ends?.start ?? -1]?.date;
    if (ends === null || ends.end !== to || until === undefined) continue;
    const now = knownAt(series.row(ends.start, key));
    let start = starts.get(ends.start) ?? firstFrom(series, addDays(until, -USUAL_DAYS));
    starts.set(ends.start, start);
    while (start < ends.start && knownAt(series.row(start, key)) === null) start += 1;
    const before = start < ends.start ? knownAt(series.row(start, key)) : null;
    if (now === null || before === null) continue;
    sum.leads += now.leads - before.leads;
    sum.invalid += now.invalid - before.invalid;
    sum.days = Math.max(sum.days, series.days(start, ends.start));
  }
  return sum;
}

const firstFrom = ({ infos }: Series<ContractPoint>, day: Day): number => infos.findIndex(({ date }) => date >= day);

function knownAt(row: ContractPoint | undefined): { readonly leads: number; readonly invalid: number } | null {
  const [leads, invalid] = row === undefined ? [null, null] : [LEADS(row), INVALID(row)];
  return leads === null || invalid === null ? null : { leads, invalid };
}

const Z = 1.96;

/** Lower end of Wilson's 95 % interval of a share; 0 without leads or with corrections. */
export function lowerEnd(part: number, whole: number): number {
  if (whole <= 0 || part <= 0) return 0;
  const share = Math.min(part / whole, 1);
  const square = (Z * Z) / whole;
  const spread = Z * Math.sqrt((share * (1 - share)) / whole + square / (4 * whole));
  return Math.max((share + square / 2 - spread) / (1 + square), 0);
}
