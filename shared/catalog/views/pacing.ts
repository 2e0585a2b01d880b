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
import { joinKnown, knownCampaignStep } from "./campaign-of.ts";
import { ofNewestSnapshot } from "./latest.ts";
import { lookBack, pairOf } from "./movement-sql.ts";
import {
  CAP_COUNTER_COLUMNS,
  FLIGHT,
  forecastSteps,
  isIdle,
  PACE_COLUMNS,
  paceColumns,
  weekStep,
} from "./pacing-sql.ts";

const DAY = "day in the enterprise's time zone";

const CAP = column(
  "bigint",
  "leads_required when it counts: null when uncapped, zero or missing, and then so are index, needed and cap_reached_on.",
  "leads",
);

/** docs/design.md, "Pacing". */
const SPAN: ViewColumns = {
  running: column("boolean", "Status is Active and activity_date lies within the dates, as far as there are any."),
  early: column(
    "boolean",
    "True when it runs and could deliver on fewer than 3 weekdays of the last 7 days: there is no rate yet, and nothing to judge.",
  ),
  days_total: column(
    "bigint",
    "end_date - start_date + 1; null without both, and when the end lies before the start.",
    "days",
  ),
  days_elapsed: column("bigint", "activity_date - start_date + 1, from 0 to days_total.", "days"),
  days_left: column("bigint", "days_total - days_elapsed.", "days"),
  expected_leads: column("double", "cap × days_elapsed / days_total: where even delivery would be.", "leads"),
};

function pacesOf(counter: (typeof CAP_COUNTER_COLUMNS)[number]): ViewColumns {
  const prefix = paceColumns(counter);
  const leads = `${counter}_leads`;
  return {
    [`${prefix}days_in_flight`]: column(
      "bigint",
      `Days of the last 7 on which it could deliver: from start_date on, and after the last snapshot that shows it not running. What the rate of ${leads} is made of; null when it is not running, or nothing before knows the counter.`,
      "days",
    ),
    [`${prefix}rate_per_day`]: column(
      "double",
      `Net change of ${leads} a day, over days_in_flight; null while it is early or not running.`,
      "leads a day",
    ),
    [`${prefix}on_schedule_index`]: column(
      "double",
      `${leads} / expected_leads: below 1 is behind. Null before the first day.`,
      "ratio",
    ),
    [`${prefix}forecast`]: column(
      "double",
      `${leads} + rate × days_left, and never less than what corrections left of it in its worst stretch, nor negative; null without a rate.`,
      "leads",
    ),
    [`${prefix}forecast_share`]: column("double", "Forecast / cap.", "ratio"),
    [`${prefix}leads_short`]: column(
      "double",
      `cap - forecast, at most what is missing now: cap - ${leads}. 0 when the cap is reached or will be.`,
      "leads",
    ),
    [`${prefix}needed_per_day`]: column(
      "double",
      `(cap - ${leads}) / days_left; null when the cap is reached or no day is left.`,
      "leads a day",
    ),
    [`${prefix}cap_reached_on`]: column(
      "date",
      "Day the cap is reached at this rate, when that is not after end_date and the cap is not reached yet; without an end date too.",
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

const FACTS_OF_CAMPAIGN = "From campaigns of the same day, or the newest before that has it.";

const CONTRACT_PACING: ViewColumns = {
  ...PARTITION_COLUMNS,
  ...carried(PUBLISHER_CONTRACTS.columns, ["activity_date", "id", "campaign_id"]),
  campaign_name: column("string", `Name. ${FACTS_OF_CAMPAIGN} Else as the contract gives it.`),
  campaign_status: column("string", "Status from campaigns of the same day, or else as the contract gives it."),
  ...carried(CAMPAIGNS.columns, ["internal_only", "test_mode", "is_template"]),
  campaign_pause_ts: column(
    "timestamp",
    `Since when the campaign is paused; null when it is not. ${FACTS_OF_CAMPAIGN}`,
  ),
  campaign_end_date: column("date", `Last day of the campaign. ${FACTS_OF_CAMPAIGN}`, DAY),
  campaign_cap: column("bigint", `The campaign's own cap; null when it has none. ${FACTS_OF_CAMPAIGN}`, "leads"),
  campaign_billable_leads: column("bigint", `Billable leads of the campaign. ${FACTS_OF_CAMPAIGN}`, "leads"),
  ...carried(PUBLISHER_CONTRACTS.columns, ["publisher_id", "publisher_name", "contract_type"]),
  ...carried(PUBLISHER_CONTRACTS.columns, ["current_contract_status", "signed_ts"]),
  contracts: column(
    "bigint",
    "Contracts of the publisher on the campaign that its counters cover: those signed, by contract_versions or the snapshots of the 35 days before, and this one.",
    "contracts",
  ),
  contract_terms: column(
    "string",
    "one: there is no other. renewed: each begins after the one before ended, so that caps add up and the window is that of all. amended: windows overlap or are not known, or the newest is not signed yet, so that no cap can be told. unknown: no contract_versions of the day or the 35 before, and no other contract in the snapshots of these days; the contract is taken alone.",
  ),
  start_date: column("date", "First day of the contract, of the first when renewed, or else the campaign's.", DAY),
  end_date: column("date", "Last day of the contract, or else the campaign's.", DAY),
  ...carried(PUBLISHER_CONTRACTS.columns, ["uncapped", "caps_on_bands", "leads_required"]),
  cap: column(
    "bigint",
    "leads_required, or the sum of the bands' when the caps are on them and every band has one (up to 200); when renewed, of all its contracts. Null when uncapped, zero or missing, and when amended.",
    "leads",
  ),
  ...carried(PUBLISHER_CONTRACTS.columns, COUNTERS),
  ...MEASURES,
};

const CAMPAIGN_SQL = filedSql("campaign_pacing_daily", {
  week: weekStep({
    table: CAMPAIGNS.table,
    join: "",
    columns: [
      ...FLIGHT,
      ...["c.status AS running_status", "c.start_date AS running_start", "c.end_date AS running_end"],
      ...["c.start_date", "c.end_date", "c.uncapped", "c.leads_required"],
    ],
    isSame: "p.id = c.id",
    isIdle: isIdle({ status: "p.status", activityDate: "p.activity_date", start: "p.start_date", end: "p.end_date" }),
  }),
  forecasts: forecastSteps([]),
  paces: PACE_COLUMNS,
});

const OF_CAMPAIGN = [
  ...["campaign_name", "known_status", "internal_only", "test_mode", "is_template"],
  ...[
    "campaign_pause_ts",
    "campaign_end_date",
    "campaign_cap",
    "campaign_billable_leads",
    "contracts",
    "contract_terms",
  ],
];

const CONTRACT_SQL = filedSql("publisher_contract_pacing_daily", {
  known: knownCampaignStep(PUBLISHER_CONTRACTS.table, [
    ...["name", "status", "start_date", "end_date", "uncapped", "leads_required", "billable_leads"],
    ...["internal_only", "test_mode", "is_template", "pause_ts"],
  ]),
  "same pair": `${pairOf("p")}\n      = ${pairOf("c")}`,
  "join known": joinKnown("c"),
  "look back": lookBack("c"),
  week: weekStep({
    table: PUBLISHER_CONTRACTS.table,
    join: "\n  JOIN dated AS d ON d.enterprise = c.enterprise AND d.snapshot_date = c.snapshot_date AND d.id = c.id",
    columns: [
      ...[...FLIGHT, "c.campaign_status AS running_status"],
      ...["running_start", "running_end", "start_date", "end_date"].map((name) => `d.${name}`),
      ...["uncapped", "leads_required", ...OF_CAMPAIGN].map((name) => `d.${name}`),
    ],
    isSame: `${pairOf("p")}\n      = ${pairOf("c")}`,
    isIdle: isIdle({
      status: "p.campaign_status",
      activityDate: "p.activity_date",
      start: "p.start_date",
      end: "p.end_date",
    }),
  }),
  forecasts: forecastSteps(OF_CAMPAIGN),
  paces: PACE_COLUMNS,
});

interface Pulled {
  readonly name: DatasetName;
  readonly table: string;
}

const newest = ({ name, table }: Pulled, daily: string, columns: ViewColumns): ViewDeclaration => ({
  name: daily.replace(/_daily$/, ""),
  comment: `${daily} on the newest snapshot of each enterprise, of the last ${NEWEST_WITHIN_DAYS} days. ${FACTS}`,
  reads: `Run records and ${table} of the last ${NEWEST_WITHIN_DAYS} days, and of those before that the daily view reads.`,
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
    comment: `Every contract against its cap and its time, as each snapshot shows it. Counters are of all the publisher's contracts on the campaign, so cap and window are those of all of them where each begins after the one before, and no cap is told where terms were amended. ${FACTS}`,
    reads:
      "One day: that day's file of publisher_contracts and those of the 7 days before; campaigns and contract_versions of the day, or the newest of the 35 before.",
    columns: CONTRACT_PACING,
    sql: CONTRACT_SQL,
  },
  newest(PUBLISHER_CONTRACTS, "publisher_contract_pacing_daily", CONTRACT_PACING),
];
