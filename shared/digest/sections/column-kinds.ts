import type { SheetKind } from "../../workbook/sheet.ts";

const columnsOf = <N extends string, K extends SheetKind>(kind: K, names: readonly N[]): Readonly<Record<N, K>> =>
  Object.fromEntries(names.map((name) => [name, kind])) as Record<N, K>;

/** What the columns of sheets hold, whichever sheet they stand in: the workbook's cells are made by it, never guessed. */
export const COLUMN_KINDS = {
  ...columnsOf("text", [
    ...["advertiser", "base_currency", "campaign", "currency", "do", "finding", "job", "kind", "label"],
    // Of the sheet of changes: counts, days, amounts and words, one below the other.
    ...["from", "note", "publisher", "state", "status", "subject", "tier", "to", "told", "why"],
  ] as const),
  ...columnsOf("integer", [
    ...["accepted", "accepted_in_period", "across_contracts", "campaign_id", "campaigns", "cap", "caution"],
    ...["contract_id", "days", "days_compared", "days_elapsed", "days_left", "days_open", "days_total", "delivered"],
    ...["failed", "failed_to_date", "failing_days", "finding_days", "flagged_days", "held", "invalid", "job_id"],
    ...["leads", "leads_at_stake", "leads_credited_in_period", "leads_in_period", "leads_taken_back_in_period"],
    ...["leads_to_date", "leads_wanted", "missing", "not_accepted_in_period"],
    ...[
      "not_yet_processed",
      "of_which_corrections",
      "open_leads",
      "pending",
      "publisher_id",
      "required",
      "short",
      "since_previous",
      "status_days",
    ],
    ...["unmapped_fields", "usual_days"],
  ] as const),
  ...columnsOf("number", [
    ...["accepted_per_day", "expected", "failed_share", "forecast", "forecast_high", "forecast_low", "invalid_rate"],
    ...["margin_share", "needed_per_day", "on_schedule_index", "rate_per_day", "rise_points"],
    "usual_rate",
  ] as const),
  ...columnsOf("decimal", [
    ...["at_stake", "credited_in_period", "earned_in_period", "earned_to_date", "margin", "payout"],
    ...["payout_in_currency", "price", "revenue", "revenue_in_currency", "spent_in_period", "spent_to_date"],
    "taken_back_in_period",
  ] as const),
  ...columnsOf("boolean", ["beyond_chance", "flagged", "signed", "switched_off"] as const),
  ...columnsOf("day", [
    ...["cap_reached_on", "changed_on", "compared_with", "date", "end_date", "next_mail", "open_since"],
    "start_date",
  ] as const),
  ...columnsOf("instant", ["last_conversion"] as const),
} as const;

export type ColumnName = keyof typeof COLUMN_KINDS;
