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
      "Revenue, publisher payout and margin of each campaign by day, in base currency, so that they add up over campaigns; activity_date says which month a day belongs to. Where the currency was revalued they are null, and what moved stands in columns of its own.",
    reads: `One day: that day's file of campaigns and those of the ${LOOKBACK_DAYS} days before. A month: the enterprise's history.`,
    columns: {
      ...PARTITION_COLUMNS,
      ...carried(CAMPAIGNS.columns, ["activity_date", "id", "name", "status", "advertiser_id", "advertiser_name"]),
      ...carried(CAMPAIGNS.columns, ["internal_only", "test_mode", "is_template"]),
      ...ofDaily(["days_since_previous", "label", "corrected", "revalued"]),
      revenue: column(
        "decimal(19,4)",
        "Revenue since the previous snapshot; null on a first day or when revalued.",
        BASE,
      ),
      publisher_payout: column("decimal(19,4)", "Owed to publishers since the previous snapshot; null likewise.", BASE),
      margin: column("decimal(20,4)", "revenue - publisher_payout.", BASE),
      margin_rate: column("double", "margin / revenue; null when there is no revenue.", "share"),
      revalued_revenue: column(
        "decimal(19,4)",
        "When revalued: the change of base currency revenue, new revenue and new rate in one. Otherwise null.",
        BASE,
      ),
      revalued_publisher_payout: column("decimal(19,4)", "When revalued: that of the payout. Otherwise null.", BASE),
    },
  },
];
