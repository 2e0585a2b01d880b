import { type Account, campaignKey, worthOf } from "../../model/account.ts";
import { missingOf, wasOffBeforeEnd } from "../../model/campaign-pace.ts";
import { cardCampaign } from "../../model/refs.ts";
import type { ContractsSection } from "../../sections/contracts/figures.ts";
import type { QualitySection } from "../../sections/quality/figures.ts";
import type { Board } from "../board.ts";
import type { DayFigures } from "../day-figures.ts";
import { byStake } from "../order.ts";
import type { EndedShort, MonthFigures, Overcommitted, PublisherRow } from "../period-figures.ts";
import { advertisersOf } from "./advertisers.ts";
import { forecastsOf } from "./forecasts.ts";

interface Found {
  readonly board: Board;
  readonly day: DayFigures;
  readonly quality: QualitySection | null;
  readonly contracts: ContractsSection | null;
}

/** What a monthly mail tells beside the board. */
export function monthOf(account: Account, { board, day, quality, contracts }: Found): MonthFigures {
  return {
    compared: day.compared,
    leads: day.leadsBeside,
    revenue: day.revenueBeside,
    advertisers: advertisersOf(account, board),
    publishers: publishersOf(quality),
    endedShort: endedShortOf(account),
    overcommitted: overcommittedOf(account, contracts),
    forecasts: forecastsOf(account),
  };
}

function publishersOf(quality: QualitySection | null): readonly PublisherRow[] {
  const rows = (quality?.all ?? []).filter(({ leads, invalid }) => leads !== 0 || invalid !== 0);
  return rows
    .map(({ publisherId: id, publisher: name, campaigns, leads, invalid, usual }) => ({
      publisher: { id, name },
      ...{ campaigns, leads, invalid, usual },
    }))
    .toSorted((a, b) => b.leads - a.leads || (a.publisher.id ?? 0) - (b.publisher.id ?? 0));
}

/** Campaigns whose last day lies in the window, and that did not reach their cap. */
function endedShortOf(account: Account): readonly EndedShort[] {
  const { campaignSeries: series } = account;
  const [before, now] = [series.infos[series.base]?.activityDate, series.infos[series.last]?.activityDate];
  if (before === undefined || now === undefined) return [];
  const rows = account.campaigns.flatMap((row) => {
    const end = row.end_date;
    const wasEnd = (series.row(series.base, campaignKey(row)) ?? row).end_date;
    const missing = missingOf(row, account.capCounter(row)) ?? 0;
    if (
      end === null ||
      end > now ||
      (wasEnd !== null && wasEnd <= before) ||
      missing === 0 ||
      wasOffBeforeEnd(account, row)
    )
      return [];
    const required = row.leads_required ?? 0;
    return [{ campaign: cardCampaign(row), endDate: end, required, missing, money: worthOf(missing, row) }];
  });
  const stakeOf = ({ missing: leads, money }: EndedShort) => ({ of: "short", leads, money }) as const;
  return rows.toSorted((a, b) => byStake(stakeOf(a), stakeOf(b)) || a.campaign.id - b.campaign.id);
}

function overcommittedOf(account: Account, contracts: ContractsSection | null): readonly Overcommitted[] {
  const rows = (contracts?.rows ?? []).flatMap(({ kind, campaignId, open, wanted, among }) => {
    const campaign = account.campaignOf.get(campaignId ?? -1);
    if (kind !== "overcommitted" || campaign === undefined || open === null || wanted === null) return [];
    return [{ campaign: cardCampaign(campaign), open, wanted, contracts: among }];
  });
  const over = ({ open, wanted }: Overcommitted): number => open - wanted;
  return rows.toSorted((a, b) => over(b) - over(a) || a.campaign.id - b.campaign.id);
}
