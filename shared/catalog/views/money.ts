import { CAMPAIGNS } from "../datasets/campaigns.ts";
import { carried, column, LOOKBACK_DAYS, PARTITION_COLUMNS, type ViewColumns, type ViewDeclaration } from "../view.ts";
import { DAILY_VIEWS } from "./daily.ts";

const BASE = "base currency";
const daily: ViewColumns = DAILY_VIEWS.find(({ name }) => name === "campaign_daily")?.columns ?? {};
const ofDaily = (names: readonly string[]): ViewColumns =>
  Object.fromEntries(Object.entries(daily).filter(([name]) => names.includes(name)));

export const MONEY_VIEWS: readonly ViewDeclaration[] = [
  {
    name: "revenue_daily",
    comment:
      "Revenue, publisher payout and margin of each campaign by day, in base currency, so that they add up over campaigns; activity_date says which month a day belongs to. Where the currency was revalued, or its rate is not known at an end, they are null, and what moved stands in columns of its own.",
    reads: `One day: that day's file of campaigns and those of the ${LOOKBACK_DAYS} days before. A month: the enterprise's history.`,
    columns: {
      ...PARTITION_COLUMNS,
      ...carried(CAMPAIGNS.columns, ["activity_date", "id", "name", "status", "advertiser_id", "advertiser_name"]),
      ...carried(CAMPAIGNS.columns, ["internal_only", "test_mode", "is_template"]),
      ...carried(CAMPAIGNS.columns, ["currency", "currency_is_base", "rate_to_base"]),
      ...ofDaily(["days_since_previous", "label", "corrected", "corrected_counters"]),
      ...ofDaily(["unknown_counters", "earlier_counters", "first_counters", "revalued"]),
      ...carried(CAMPAIGNS.columns, ["base_currency_revenue"]),
      revenue_delta: column(
        "decimal(19,4)",
        "Revenue since it was last known; null when there is nothing to compare with or when revalued.",
        BASE,
      ),
      ...carried(CAMPAIGNS.columns, ["base_currency_publisher_payout"]),
      publisher_payout_delta: column(
        "decimal(19,4)",
        "Owed to publishers since it was last known; null likewise.",
        BASE,
      ),
      margin_delta: column(
        "decimal(20,4)",
        "revenue_delta - publisher_payout_delta; null when one of them is, or began before the previous snapshot (earlier_counters).",
        BASE,
      ),
      margin_rate: column(
        "double",
        "margin_delta / revenue_delta; null when there is no revenue, and where corrections take it below 0 or above 1.",
        "share",
      ),
      revalued_revenue_delta: column(
        "decimal(19,4)",
        "When revalued: the change of base currency revenue, new revenue and new rate in one. Otherwise null.",
        BASE,
      ),
      revalued_publisher_payout_delta: column(
        "decimal(19,4)",
        "When revalued: that of the payout. Otherwise null.",
        BASE,
      ),
    },
  },
];
