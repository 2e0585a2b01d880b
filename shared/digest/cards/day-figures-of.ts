import type { Account } from "../model/account.ts";
import { lastLikeOf } from "../model/comparison.ts";
import { shareOf } from "../model/share.ts";
import { comparedTotals, type Totals } from "../model/totals.ts";
import { type ComparedMoney, comparedMoney, type MoneySection } from "../sections/money/figures.ts";
import type { QualitySection } from "../sections/quality/figures.ts";
import type { Board } from "./board.ts";
import type { Beside, DayFigures, InvalidFigures } from "./day-figures.ts";

/** What else was found that the figures are made of. */
interface Found {
  readonly totals: Totals;
  readonly money: MoneySection | null;
  readonly quality: QualitySection | null;
  readonly board: Board;
}

/** The figures of the days that a mail tells of, beside those of the like days before. */
export function dayFiguresOf(account: Account, { totals, money, quality, board }: Found): DayFigures {
  const compared = lastLikeOf(account);
  // The stretch right before is in the totals already.
  const previous = compared === null || compared.back === 1 ? totals.previous : comparedTotals(account, compared);
  const before =
    compared === null || compared.back === 1 ? (money?.compared ?? null) : comparedMoney(account, compared);
  const { now } = totals;
  return {
    compared: compared && withoutPositions(compared),
    leads: now?.capLeads ?? null,
    corrected: now?.corrected ?? 0,
    leadsBeside: now && previous && besideOf(previous.now, previous.capLeads, now.capLeads),
    invalid: now && { invalid: now.invalid, total: now.total, worst: worstOf(board, quality, now.invalid) },
    invalidBeside: previous && {
      now: previous.nowRated,
      before: { invalid: previous.invalid, total: previous.total },
    },
    ...moneyFigures(money, before),
    revalued: money?.total.revalued ?? 0,
    moneyUnknown: money?.total.unknown ?? 0,
    unknown: totals.unknown,
    trend: totals.trend,
  };
}

type Compared = NonNullable<ReturnType<typeof lastLikeOf>>;

const withoutPositions = ({ firstDay, lastDay, back, workingDays }: Compared): DayFigures["compared"] => ({
  firstDay,
  lastDay,
  back,
  workingDays,
});

const besideOf = (now: number, before: number, all: number): Beside<number> => ({
  now,
  before,
  share: shareOf(now, all),
});

type MoneyFigures = Pick<DayFigures, "revenue" | "revenueBeside" | "margin" | "marginBeside">;

function moneyFigures(money: MoneySection | null, compared: ComparedMoney | null): MoneyFigures {
  const none = { revenue: null, revenueBeside: null, margin: null, marginBeside: null };
  if (money === null || (money.rows.length === 0 && money.unknown > 0)) return none;
  const { revenue, share: margin } = money.total;
  if (compared === null) return { ...none, revenue, margin };
  const { now, before } = compared;
  const share = shareOf(Number(now.revenue), Number(revenue));
  const shares = now.share !== null && before.share !== null ? { now: now.share, before: before.share, share } : null;
  return { revenue, revenueBeside: { now: now.revenue, before: before.revenue, share }, margin, marginBeside: shares };
}

/** The publisher with the most leads of these days that were not accepted, of those with a card for it. */
function worstOf({ act, open }: Board, quality: QualitySection | null, all: number): InvalidFigures["worst"] {
  const found = [...act, ...open].flatMap(({ subject, causes }) => {
    if (subject.kind !== "publisher" || !causes.some(({ kind }) => kind === "invalid")) return [];
    const { publisher } = subject;
    const invalid = quality?.all.find(({ publisherId }) => publisherId === publisher.id)?.invalid ?? 0;
    return invalid > 0 && invalid <= all ? [{ publisher, invalid }] : [];
  });
  return found.toSorted((a, b) => b.invalid - a.invalid || (a.publisher.id ?? 0) - (b.publisher.id ?? 0))[0] ?? null;
}
