import { CAMPAIGNS } from "../datasets/campaigns.ts";
import { PUBLISHER_CONTRACTS } from "../datasets/publisher-contracts.ts";
import type { DatasetName } from "../datasets.ts";
import {
  carried,
  column,
  filedSql,
  NEWEST_WITHIN_DAYS,
  PARTITION_COLUMNS,
  type ViewColumns,
  type ViewDeclaration,
} from "../view.ts";
import { ofNewestSnapshot } from "./latest.ts";
import { CAP_COUNTER_COLUMNS, forecastSteps, historyOf, PACE_COLUMNS, paceColumns, weekStep } from "./pacing-sql.ts";

const CAP = column(
  "bigint",
  "leads_required when it counts: null when uncapped, zero or missing, and then so are index, needed and cap_reached_on.",
  "leads",
);

/** docs/design.md, "Pacing". */
const SPAN: ViewColumns = {
  days_total: column("bigint", "end_date - start_date + 1; null without both.", "days"),
  days_elapsed: column("bigint", "activity_date - start_date + 1, from 0 to days_total.", "days"),
  days_left: column("bigint", "days_total - days_elapsed.", "days"),
  expected_leads: column("double", "cap × days_elapsed / days_total: where even delivery would be.", "leads"),
};

function pacesOf(counter: (typeof CAP_COUNTER_COLUMNS)[number]): ViewColumns {
  const prefix = paceColumns(counter);
  const leads = `${counter}_leads`;
  return {
    [`${prefix}rate_per_day`]: column(
      "double",
      `Net change of ${leads} a day, over the snapshots of the last 7 days that know it; null when they span fewer than 3.`,
      "leads a day",
    ),
    [`${prefix}on_schedule_index`]: column(
      "double",
      `${leads} / expected_leads: below 1 is behind. Null before the first day.`,
      "ratio",
    ),
    [`${prefix}forecast`]: column("double", `${leads} + rate × days_left; null without a rate.`, "leads"),
    [`${prefix}forecast_share`]: column("double", "Forecast / cap.", "ratio"),
    [`${prefix}needed_per_day`]: column(
      "double",
      `(cap - ${leads}) / days_left; null when the cap is reached or no day is left.`,
      "leads a day",
    ),
    [`${prefix}cap_reached_on`]: column(
      "date",
      "Day the cap is reached at this rate, when that is not after end_date and the cap is not reached yet.",
      "day in the enterprise's time zone",
    ),
  };
}

const MEASURES: ViewColumns = Object.assign({}, SPAN, ...CAP_COUNTER_COLUMNS.map(pacesOf));
const COUNTERS = ["billable_leads", "valid_leads", "delivered_leads", "held_leads"] as const;
const FACTS =
  "Facts without judgement: paused, test and internal campaigns are here too. Columns without a prefix count billable leads; valid_ and delivered_ count those.";

const CAMPAIGN_PACING: ViewColumns = {
  ...PARTITION_COLUMNS,
  ...carried(CAMPAIGNS.columns, ["activity_date", "id", "name", "status", "advertiser_id", "advertiser_name"]),
  ...carried(CAMPAIGNS.columns, ["internal_only", "test_mode", "is_template", "pause_ts", "start_date", "end_date"]),
  ...carried(CAMPAIGNS.columns, ["end_ts_extension", "uncapped", "leads_required"]),
  cap: CAP,
  ...carried(CAMPAIGNS.columns, COUNTERS),
  ...MEASURES,
};

const CONTRACT_PACING: ViewColumns = {
  ...PARTITION_COLUMNS,
  ...carried(PUBLISHER_CONTRACTS.columns, ["activity_date", "id", "campaign_id"]),
  campaign_name: column("string", "Name from campaigns of the same day, or else as the contract gives it."),
  campaign_status: column("string", "Status from campaigns of the same day, or else as the contract gives it."),
  ...carried(PUBLISHER_CONTRACTS.columns, ["publisher_id", "publisher_name", "contract_type"]),
  ...carried(PUBLISHER_CONTRACTS.columns, ["current_contract_status", "signed_ts"]),
  start_date: column("date", "The contract's first day, or else the campaign's.", "day in the enterprise's time zone"),
  end_date: column("date", "The contract's last day, or else the campaign's.", "day in the enterprise's time zone"),
  ...carried(PUBLISHER_CONTRACTS.columns, ["uncapped", "caps_on_bands", "leads_required"]),
  cap: column(
    "bigint",
    "leads_required, or the sum of the bands' when the caps are on them and every band has one (up to 200). Null when uncapped, zero or missing.",
    "leads",
  ),
  ...carried(PUBLISHER_CONTRACTS.columns, COUNTERS),
  ...MEASURES,
};

/** What both views need of a snapshot before caps and dates are settled. */
const FLIGHT = ["enterprise", "snapshot_date", "id", "activity_date", "start_date", "end_date"];

const CAMPAIGN_SQL = filedSql("campaign_pacing_daily", {
  week: weekStep({
    table: CAMPAIGNS.table,
    columns: [...FLIGHT, "uncapped", "leads_required"],
    isSame: "p.id = c.id",
  }),
  forecasts: forecastSteps("weeks", []),
  paces: PACE_COLUMNS,
});

/** A contract that is renewed gets another id; one that lacks a side of its pair is followed by its id. */
const pairOf = (alias: string): string =>
  `COALESCE(CAST(${alias}.campaign_id AS varchar) || '/' || CAST(${alias}.publisher_id AS varchar), '#' || CAST(${alias}.id AS varchar))`;

const CONTRACT_SQL = filedSql("publisher_contract_pacing_daily", {
  week: weekStep({
    table: PUBLISHER_CONTRACTS.table,
    columns: [...FLIGHT, "campaign_id", "publisher_id", "uncapped", "caps_on_bands", "leads_required"],
    isSame: `${pairOf("p")}\n      = ${pairOf("c")}`,
  }),
  history: historyOf("w"),
  forecasts: forecastSteps("dated", ["start_date", "campaign_name", "campaign_status"]),
  paces: PACE_COLUMNS,
});

interface Pulled {
  readonly name: DatasetName;
  readonly table: string;
}

const newest = ({ name, table }: Pulled, daily: string, columns: ViewColumns): ViewDeclaration => ({
  name: daily.replace(/_daily$/, ""),
  comment: `${daily} on the newest snapshot of each enterprise, of the last ${NEWEST_WITHIN_DAYS} days. ${FACTS}`,
  reads: `Run records and ${table} of the last ${NEWEST_WITHIN_DAYS} days, and of 7 more for the rate.`,
  columns,
  sql: ofNewestSnapshot({ dataset: name, from: daily, alias: "d", columns }),
});

export const PACING_VIEWS: readonly ViewDeclaration[] = [
  {
    name: "campaign_pacing_daily",
    comment: `Every campaign against its cap and its time, as each snapshot shows it. ${FACTS}`,
    reads: "One day: that day's file of campaigns and those of the 7 days before.",
    columns: CAMPAIGN_PACING,
    sql: CAMPAIGN_SQL,
  },
  newest(CAMPAIGNS, "campaign_pacing_daily", CAMPAIGN_PACING),
  {
    name: "publisher_contract_pacing_daily",
    comment: `Every contract against its cap and its time, as each snapshot shows it. Counters are of all the publisher's contracts on the campaign while the cap is this contract's, so a renewed one can read over 100 %. ${FACTS}`,
    reads:
      "One day: that day's files of publisher_contracts and campaigns, and publisher_contracts of the 7 days before.",
    columns: CONTRACT_PACING,
    sql: CONTRACT_SQL,
  },
  newest(PUBLISHER_CONTRACTS, "publisher_contract_pacing_daily", CONTRACT_PACING),
];
