import type { Decimal4 } from "../../../catalog/column.ts";
import type { ContractPoint } from "../../input/digest-input.ts";
import { endsOf } from "../../model/movement.ts";
import type { Key, Series } from "../../model/series.ts";

/** How a publisher's earnings of one contract moved since the previous mail: `net` is what was earned less what was taken back. */
export interface Earned {
  readonly net: Decimal4;
  /** Sum of the falls between snapshots, never negative. */
  readonly takenBack: Decimal4;
}

export interface SumOfCurrency {
  readonly currency: string;
  /** A net one is negative where more was taken back than earned. */
  readonly amount: Decimal4;
}

/** Since they were last known, as all that moves; null where the currency is another one since, or nothing was known before. */
export function earnedSince(series: Series<ContractPoint>, key: Key): Earned | null {
  const known = (row: ContractPoint): boolean => row.earnings !== null;
  const ends = endsOf({ series, from: series.base, to: series.last, known }, key);
  if (ends === null) return null;
  const rows = Array.from({ length: ends.end - ends.start + 1 }, (_, step) => series.row(ends.start + step, key));
  const points = rows.filter((row) => row !== undefined).filter(known);
  const [first, last] = [points[0], points.at(-1)];
  if (first?.earnings == null || last?.earnings == null) return null;
  if (points.some(({ currency }) => currency !== first.currency)) return null;
  const amounts = points.map(({ earnings }) => earnings ?? 0n);
  const falls = amounts.map((amount, at) => (amounts[at - 1] ?? amount) - amount);
  return {
    net: last.earnings - first.earnings,
    takenBack: falls.reduce((sum, fall) => (fall > 0n ? sum + fall : sum), 0n),
  };
}

/** What was earned before anything was taken back. */
export const grossOf = ({ net, takenBack }: Earned): Decimal4 => net + takenBack;

/** Only currencies in which something moved, by their codes. */
export function sumsByCurrency(
  rows: readonly { readonly currency: string | null; readonly earned: Earned | null }[],
  amountOf: (earned: Earned) => Decimal4,
): readonly SumOfCurrency[] {
  const sums = new Map<string, Decimal4>();
  for (const { currency, earned } of rows) {
    if (currency === null || earned === null || (earned.net === 0n && earned.takenBack === 0n)) continue;
    sums.set(currency, (sums.get(currency) ?? 0n) + amountOf(earned));
  }
  return [...sums]
    .map(([currency, amount]) => ({ currency, amount }))
    .toSorted((a, b) => (a.currency < b.currency ? -1 : 1));
}
