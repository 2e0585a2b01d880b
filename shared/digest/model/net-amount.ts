import type { Decimal4 } from "../../catalog/column.ts";
import { endsOf } from "./movement.ts";
import type { Key, Series } from "./series.ts";

/** How a lifetime amount moved since the previous mail: `net` is what came less what was taken back. */
export interface NetAmount {
  readonly net: Decimal4;
  /** Sum of the falls between snapshots, never negative. */
  readonly takenBack: Decimal4;
}

export interface SumOfCurrency {
  /** Null where it was never known. */
  readonly currency: string | null;
  /** A net one is negative where more was taken back than came. */
  readonly amount: Decimal4;
}

interface Amount {
  readonly amount: Decimal4 | null;
  readonly currency: string | null;
}

/** Since it was last known, as all that moves; null where the currency is another one since, or nothing was known before; one that is not known is no other. */
export function netSince<P>(series: Series<P>, key: Key, amountOf: (row: P) => Amount): NetAmount | null {
  const known = (row: P): boolean => amountOf(row).amount !== null;
  const ends = endsOf({ series, from: series.base, to: series.last, known }, key);
  if (ends === null) return null;
  const rows = Array.from({ length: ends.end - ends.start + 1 }, (_, step) => series.row(ends.start + step, key));
  const points = rows.flatMap((row) => (row === undefined || !known(row) ? [] : [amountOf(row)]));
  const [first, last] = [points[0], points.at(-1)];
  if (first?.amount == null || last?.amount == null) return null;
  if (new Set(points.flatMap(({ currency }) => currency ?? [])).size > 1) return null;
  const amounts = points.map(({ amount }) => amount ?? 0n);
  const falls = amounts.map((amount, at) => (amounts[at - 1] ?? amount) - amount);
  return {
    net: last.amount - first.amount,
    takenBack: falls.reduce((sum, fall) => (fall > 0n ? sum + fall : sum), 0n),
  };
}

/** What came before anything was taken back. */
export const grossOf = ({ net, takenBack }: NetAmount): Decimal4 => net + takenBack;

/** Only currencies in which something moved, by their codes; what has none comes last. */
export function sumsByCurrency(
  rows: readonly { readonly currency: string | null; readonly moved: NetAmount | null }[],
  amountOf: (moved: NetAmount) => Decimal4,
): readonly SumOfCurrency[] {
  const sums = new Map<string | null, Decimal4>();
  for (const { currency, moved } of rows) {
    if (moved === null || (moved.net === 0n && moved.takenBack === 0n)) continue;
    sums.set(currency, (sums.get(currency) ?? 0n) + amountOf(moved));
  }
  return [...sums]
    .map(([currency, amount]) => ({ currency, amount }))
    .toSorted((a, b) => ((a.currency ?? LAST) < (b.currency ?? LAST) ? -1 : 1));
}

/** After every code of a currency. */
const LAST = "~";
