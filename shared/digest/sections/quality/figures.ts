import { type Account, contractKey } from "../../model/account.ts";
import { cleanText } from "../../model/clean-text.ts";
import { relatedMovements, type Stretch } from "../../model/movement.ts";
import { judgedAt, lowerEnd, type PublisherGroup } from "../../model/publisher-leads.ts";
import { ROUNDING, shareOf } from "../../model/share.ts";
import { type Streak, streakOf } from "../../model/streak.ts";

export interface QualityRow {
  readonly publisherId: number | null;
  readonly publisher: string;
  readonly campaigns: number;
  /** Leads and invalid ones since the previous mail, net, of the contracts that know both at both ends. */
  readonly leads: number;
  readonly invalid: number;
  /** Overlaps valid and invalid: beside them, never in their sum. */
  readonly caution: number;
  readonly leadsToDate: number;
  /** invalid / leads; null without leads, and where earlier leads were judged again. */
  readonly rate: number | null;
  /** The publisher's own rate in the 28 days before; null without leads there. */
  readonly usual: number | null;
  /** Days the usual rate was measured over. */
  readonly usualDays: number;
  /** rate - usual, in points. */
  readonly rise: number | null;
  /** The lower end of the rate's 95 % interval lies above the usual rate: hardly chance. */
  readonly clear: boolean;
  /** Over the thresholds. */
  readonly streak: Streak | null;
}

export interface QualitySection {
  /** Every publisher, the steepest rise first. */
  readonly all: readonly QualityRow[];
}

export function qualityOf(account: Account): QualitySection {
  const groups = Map.groupBy(account.contracts, (row) => row.publisher_id);
  const all = [...groups].map(([id, rows]) => rowOf(account, id, { rows, keys: rows.map(contractKey) }));
  all.sort((a, b) => (b.rise ?? -101) - (a.rise ?? -101) || b.leads - a.leads || (a.publisher < b.publisher ? -1 : 1));
  return { all };
}

function rowOf(account: Account, publisherId: number | null, group: PublisherGroup): QualityRow {
  const { contractSeries: series } = account;
  const at = judgedAt(account, group, series.last, series.base);
  const { leads, invalid, usual } = at;
  const rate = shareOf(invalid, leads);
  const usualRate = shareOf(usual.invalid, usual.leads);
  const caution = cautionOf(account, group, { from: series.base, to: series.last });
  return {
    publisherId,
    publisher: cleanText(
      group.rows[0]?.publisher_name,
      publisherId === null ? "No publisher" : `Publisher ${publisherId}`,
    ),
    campaigns: new Set(group.rows.map((row) => row.campaign_id)).size,
    leads,
    invalid,
    caution,
    leadsToDate: group.rows.reduce((total, row) => total + (row.total_leads ?? 0), 0),
    rate,
    usual: usualRate,
    usualDays: usual.days,
    rise: rate === null || usualRate === null ? null : (rate - usualRate) * 100,
    clear: rate !== null && usualRate !== null && lowerEnd(invalid, leads) > usualRate,
    streak:
      isHigh(account, group, series.last) === true
        ? streakOf(series, (position) => isHigh(account, group, position))
        : null,
  };
}

/** Leads under caution, of the contracts that know all their leads as well. */
const cautionOf = ({ contractSeries: series }: Account, { keys }: PublisherGroup, stretch: Stretch): number =>
  keys.reduce<number>((sum, key) => {
    const [, caution = 0] =
      relatedMovements(series, [(row) => row.total_leads, (row) => row.caution_leads], { key, ...stretch }) ?? [];
    return sum + caution;
  }, 0);

/** Whether the rate stood out at a snapshot; undefined when too few leads came to judge it. */
function isHigh(account: Account, group: PublisherGroup, position: number): boolean | undefined {
  const { contractSeries: series } = account;
  const { thresholds } = account.settings;
  const from = position === series.last ? series.base : position - 1;
  if (from < 0) return undefined;
  const { leads, invalid, usual } = judgedAt(account, group, position, from);
  if (leads < thresholds.invalidRateMinLeads) return undefined;
  const rate = shareOf(invalid, leads);
  const usualRate = shareOf(usual.invalid, usual.leads);
  if (rate === null || usualRate === null) return undefined;
  return (rate - usualRate) * 100 >= thresholds.invalidRatePoints - ROUNDING;
}
