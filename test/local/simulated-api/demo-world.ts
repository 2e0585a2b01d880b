import type { JsonObject } from "../../../functions/local/simulated-api/records/parts.ts";
import type { CollectionName } from "../../../functions/local/simulated-api/world/entries.ts";
import { createWorld, type World } from "../../../functions/local/simulated-api/world.ts";
import { addDays, type Day, instantAt } from "../../../shared/platform/day.ts";

export const ZONE = "Europe/London";
export const DEMO_DAY = "2026-11-23";
const NEWEST_LEADS = 600;

/** The account of the demo; its anchor day is DEMO_DAY. */
export const demoWorld = (options: { seed?: number; campaigns?: number } = {}): World =>
  createWorld({ seed: 1, historyStart: "2026-10-19", timeZone: ZONE, ...options });

/** A time on the day this many days after DEMO_DAY; 05:00 is when snapshots are taken. */
export const morning = (days: number, time = "05:00"): number => instantAt(addDays(DEMO_DAY, days), time, ZONE);

/** The demo's account, its story set five weeks after `historyStart`. */
export const worldFrom = (historyStart: Day): World => createWorld({ seed: 1, historyStart, timeZone: ZONE });

// biome-ignore lint/suspicious/noExplicitAny: a record of the API is read by hand here
export type AnyRecord = any;

/** Of leads, the newest few hundred: there are hundreds of thousands. */
export function recordsAt(world: World, collection: CollectionName, atMs: number): AnyRecord[] {
  const ids = world.ids(collection, atMs);
  const shown = collection === "leads" ? ids.slice(-NEWEST_LEADS) : ids;
  return shown.map((id) => world.record(collection, id, atMs));
}

export function latestContractsAt(world: World, atMs: number): AnyRecord[] {
  const isLatest = world.reader("campaign-publishers", "latest", atMs);
  return world
    .ids("campaign-publishers", atMs)
    .filter((id) => isLatest(id)[0] === true)
    .map((id) => world.record("campaign-publishers", id, atMs));
}

export const integrationJobsAt = (world: World, atMs: number): AnyRecord[] =>
  recordsAt(world, "campaign-processr-jobs", atMs).filter((job) => job.processrJob.processrJobCategory.id === 2);

export const byId = (records: readonly AnyRecord[]): Map<number, AnyRecord> =>
  new Map(records.map((record) => [record.id, record]));

/** `16.50` → 1650. */
export const minor = (money: string): number => Number(money.replace(".", ""));

export function isPlainObject(value: unknown): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
