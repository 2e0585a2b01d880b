import type { World } from "../../../functions/local/simulated-api/world.ts";
import { addDays, type Day, instantAt } from "../../../shared/platform/day.ts";
import { type AnyRecord, byId, recordsAt, worldFrom, ZONE } from "./demo-world.ts";

export const HISTORY_DAYS: readonly number[] = Array.from({ length: 96 }, (_, index) => index - 35);

export interface AccountHistory {
  readonly world: World;
  /** Epoch ms of a time on a day, numbered from the anchor day. */
  at(day: number, time?: string): number;
  /** The campaigns at 05:00 of a day, by id. */
  on(day: number): Map<number, AnyRecord>;
}

/** The account with this anchor day, at 05:00 of every day from five weeks before to two months after it. */
export function historyOf(anchor: Day): AccountHistory {
  const world = worldFrom(addDays(anchor, -35));
  const at = (day: number, time = "05:00") => instantAt(addDays(anchor, day), time, ZONE);
  const campaigns = new Map(HISTORY_DAYS.map((day) => [day, byId(recordsAt(world, "campaigns", at(day)))]));
  return { world, at, on: (day) => campaigns.get(day) ?? new Map() };
}

export function isCapped(row: AnyRecord): boolean {
  return row.status === "Active" && !row.uncapped && row.leadsRequired > 0 && !row.testMode && !row.internalOnly;
}

/** Forecast at the end by the last seven days, as the digest's bands have it. */
export function bandOf(row: AnyRecord, weekBefore: AnyRecord | undefined, atMs: number): string {
  const rate = (row.statistics.billableLeads - (weekBefore?.statistics.billableLeads ?? 0)) / 7;
  const left = (Date.parse(row.endTs) - atMs) / 86_400_000;
  const forecast = (row.statistics.billableLeads + rate * left) / row.leadsRequired;
  if (forecast < 0.85) return "at risk";
  if (forecast < 0.97) return "behind";
  return forecast > 1.1 ? "ahead" : "on pace";
}
