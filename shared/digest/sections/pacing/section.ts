import { MOVEMENT_HEAD, movementCells } from "../../drawing/movement-cells.ts";
import { section } from "../section.ts";
import { pacingOf } from "./figures.ts";

/** Active capped campaigns against their caps. */
export const pacing = section({
  needs: ["campaigns"],
  figures: pacingOf,
  query: "pacing",
  sheetName: "pacing",
  sheet: ({ rows }, _, words) => ({
    head: [
      ...["campaign_id", "campaign", "advertiser", "status", "delivered", "required", "end_date", "days_total"],
      ...["days_elapsed", "days_left", "expected", "on_schedule_index", "rate_per_day", "needed_per_day"],
      ...["forecast", "forecast_low", "forecast_high", "cap_reached_on", "held", "status_days", ...MOVEMENT_HEAD],
    ] as const,
    rows: rows.map(({ campaign, pace, range, movement, held, streak }) => [
      ...[campaign.id, campaign.name, campaign.advertiser, words.status[pace.status], pace.capLeads, pace.required],
      ...[pace.endDate, pace.daysTotal, pace.daysElapsed, pace.daysLeft, pace.expected, pace.index, pace.rate],
      ...[pace.needed, pace.forecast, range?.low ?? null, range?.high ?? null, pace.reachedOn, held],
      ...[streak?.days ?? null, ...movementCells(movement)],
    ]),
  }),
});
