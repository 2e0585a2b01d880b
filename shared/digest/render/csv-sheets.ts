import type { DigestModel } from "../digest-model.ts";
import { FINDING_WORDS, STATUS_WORDS } from "../drawing/words.ts";
import type { Sheet } from "../frame/csv.ts";
import type { Movement } from "../model/movement.ts";

type SheetOf = (model: DigestModel) => Sheet | null;

const MOVEMENT_HEAD = ["since_previous", "of_which_corrections", "compared_with", "days_compared", "label"];

const movementCells = (movement: Movement): readonly (string | number | null)[] => [
  movement.delta,
  movement.corrected,
  movement.since,
  movement.days,
  movement.first ? "first" : movement.gap ? "gap" : "",
];

const pacing: SheetOf = ({ pacing: section }) =>
  section === null
    ? null
    : {
        name: "pacing",
        head: [
          ...["campaign_id", "campaign", "advertiser", "status", "delivered", "required", "end_date", "days_total"],
          ...["days_elapsed", "days_left", "expected", "on_schedule_index", "rate_per_day", "needed_per_day"],
          ...["forecast", "forecast_low", "forecast_high", "cap_reached_on", "held", "status_days", ...MOVEMENT_HEAD],
        ],
        rows: section.rows.map(({ campaign, pace, range, movement, held, standing }) => [
          ...[
            campaign.id,
            campaign.name,
            campaign.advertiser,
            STATUS_WORDS[pace.status],
            pace.delivered,
            pace.required,
          ],
          ...[pace.endDate, pace.daysTotal, pace.daysElapsed, pace.daysLeft, pace.expected, pace.index, pace.rate],
          ...[pace.needed, pace.forecast, range?.low ?? null, range?.high ?? null, pace.reachedOn, held],
          ...[standing?.days ?? null, ...movementCells(movement)],
        ]),
      };

const own: SheetOf = ({ own: section }) =>
  section === null
    ? null
    : {
        name: "campaigns",
        head: [
          ...["campaign_id", "campaign", "delivered", "cap", "end_date", "days_left", "needed_per_day", "rate_per_day"],
          ...["forecast", "leads", "invalid", "invalid_rate", "currency", "earned", "earned_to_date", ...MOVEMENT_HEAD],
        ],
        rows: section.rows.map((row) => [
          ...[row.campaignId, row.campaign, row.delivered, row.cap, row.pace?.endDate ?? null],
          ...[row.pace?.daysLeft ?? null, row.pace?.needed ?? null, row.pace?.rate ?? null, row.pace?.forecast ?? null],
          ...[row.leads, row.invalid, row.invalidRate, row.currency, row.earned, row.earnings],
          ...movementCells(row.movement),
        ]),
      };

const attention: SheetOf = ({ attention: section }) =>
  section === null || section.rows.length === 0
    ? null
    : {
        name: "attention",
        head: [
          "campaign_id",
          "campaign",
          "advertiser",
          "finding",
          "days",
          "missing",
          "required",
          "date",
          "last_conversion",
        ],
        rows: section.rows.map((row) => [
          ...[row.campaign.id, row.campaign.name, row.campaign.advertiser, FINDING_WORDS[row.kind][0]],
          ...[row.standing?.days ?? null, row.missing, row.required, row.date],
          row.lastConversion === null ? null : new Date(row.lastConversion).toISOString(),
        ]),
      };

const changes: SheetOf = (model) =>
  model.changes.length === 0
    ? null
    : {
        name: "changes",
        head: ["kind", "subject", "from", "to", "currency"],
        rows: model.changes.map(({ kind, subject, from, to, currency }) => [kind, subject, from, to, currency]),
      };

const quality: SheetOf = ({ quality: section }) =>
  section === null
    ? null
    : {
        name: "quality",
        head: [
          ...["publisher_id", "publisher", "campaigns", "leads", "invalid", "caution", "invalid_rate", "usual_rate"],
          ...["usual_days", "rise_points", "beyond_chance", "flagged", "flagged_days", "leads_to_date"],
        ],
        rows: section.all.map((row) => [
          ...[row.publisherId, row.publisher, row.campaigns, row.leads, row.invalid, row.caution, row.rate, row.usual],
          ...[row.usualDays, row.rise, row.clear, row.standing !== null, row.standing?.days ?? null, row.leadsToDate],
        ]),
      };

const money: SheetOf = ({ money: section, currency }) =>
  section === null
    ? null
    : {
        name: "money",
        head: [
          ...["campaign_id", "campaign", "advertiser", "base_currency", "revenue", "payout", "margin", "margin_share"],
          ...["currency", "revenue_in_currency", "payout_in_currency", "note"],
        ],
        rows: [
          ...section.rows.map((row) => [
            ...[row.campaign.id, row.campaign.name, row.campaign.advertiser, currency, row.revenue, row.payout],
            ...[row.margin, row.share, row.currency, row.native?.revenue ?? null, row.native?.payout ?? null],
            row.low ? "low margin" : "",
          ]),
          ...section.revalued.map((row) => [
            ...[row.campaign.id, row.campaign.name, row.campaign.advertiser, currency, row.revenue, null, null, null],
            ...[row.currency, null, null, "revalued, not counted"],
          ]),
        ],
      };

const contracts: SheetOf = ({ contracts: section }) =>
  section === null || section.rows.length === 0
    ? null
    : {
        name: "contracts",
        head: [
          ...["campaign_id", "campaign", "publisher", "finding", "delivered", "required", "across_contracts", "days"],
          ...["end_date", "open_leads", "leads_wanted", "finding_days"],
        ],
        rows: section.rows.map((row) => [
          ...[row.campaignId, row.campaign, row.publisher, FINDING_WORDS[row.kind][0], row.delivered, row.required],
          ...[row.renewed, row.days, row.endDate, row.open, row.wanted, row.standing?.days ?? null],
        ]),
      };

const integrations: SheetOf = ({ integrations: section }) =>
  section === null
    ? null
    : {
        name: "integrations",
        head: [
          ...["job_id", "job", "campaign_id", "campaign", "state", "failing_days", "leads", "failed", "failed_share"],
          ...["leads_to_date", "failed_to_date", "pending", "switched_off", "unmapped_fields", "changed_on"],
        ],
        rows: section.all.map((row) => [
          ...[
            row.id,
            row.job,
            row.campaignId,
            row.campaign,
            row.state,
            row.standing?.days ?? null,
            row.total,
            row.failed,
          ],
          ...[row.share, row.totalToDate, row.failedToDate, row.pending, row.disabled, row.unmapped, row.changedOn],
        ]),
      };

/** In the order of the mail. */
export const CSV_SHEETS: readonly SheetOf[] = [
  ...[changes, attention, pacing, own, quality, money, contracts, integrations],
];
