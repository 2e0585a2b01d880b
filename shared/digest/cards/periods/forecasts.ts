import type { Account } from "../../model/account.ts";
import { paceAt } from "../../model/campaign-pace.ts";
import { cardCampaign } from "../../model/refs.ts";
import type { ForecastOutcome, ForecastsCameOut } from "../period-figures.ts";

/** Within this share of the cap a forecast was close. */
const CLOSE_SHARE = 0.1;

/** How the forecasts of the window's begin came out, of the campaigns that ended in it; null where none was made. */
export function forecastsOf(account: Account): ForecastsCameOut | null {
  const { campaignSeries: series } = account;
  const [made, now] = [series.infos[series.base]?.activityDate, series.infos[series.last]?.activityDate];
  if (made === undefined || now === undefined) return null;
  const rows = account.campaigns.flatMap((campaign): readonly ForecastOutcome[] => {
    const end = campaign.end_date;
    if (end === null || end <= made || end > now) return [];
    const pace = paceAt(account, series.base, campaign.id);
    const delivered = account.capCounter(campaign);
    if (pace?.forecast == null || delivered === null) return [];
    const { required, forecast } = pace;
    return [{ campaign: cardCampaign(campaign), required, forecast: Math.round(forecast), delivered }];
  });
  if (rows.length === 0) return null;
  const off = ({ forecast, delivered }: ForecastOutcome): number => Math.abs(forecast - delivered);
  return {
    made,
    forecast: rows.reduce((sum, row) => sum + row.forecast, 0),
    delivered: rows.reduce((sum, row) => sum + row.delivered, 0),
    close: rows.filter((row) => off(row) <= row.required * CLOSE_SHARE).length,
    rows: rows.toSorted((a, b) => off(b) - off(a) || a.campaign.id - b.campaign.id),
  };
}
