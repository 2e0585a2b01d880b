import { scalarsAt } from "../../functions/local/simulated-api/records/facets.ts";
import type { JsonObject } from "../../functions/local/simulated-api/records/parts.ts";
import type { CollectionName } from "../../functions/local/simulated-api/world/entries.ts";
import { createWorld, type World } from "../../functions/local/simulated-api/world.ts";
import { instantAt } from "../../shared/platform/day.ts";

export const ZONE = "Europe/London";
export const MORNING = instantAt("2026-11-24", "05:00", ZONE);

let patterns: ReadonlyMap<CollectionName, JsonObject> | undefined;

/** A row of each collection as the simulated account has them, canaries included. */
export function patternOf(collection: CollectionName): JsonObject {
  patterns ??= drawPatterns();
  return patterns.get(collection) ?? {};
}

function drawPatterns(): ReadonlyMap<CollectionName, JsonObject> {
  const world = createWorld({ seed: 1, campaigns: 20, historyStart: "2026-10-19", timeZone: ZONE });
  const collections = ["campaigns", "campaign-publishers", "campaign-processr-jobs"] as const;
  return new Map(
    collections.map((name) => [name, world.record(name, world.ids(name, MORNING).at(-1) ?? 0, MORNING) ?? {}]),
  );
}

type Fields = JsonObject | ((id: number, atMs: number) => JsonObject);

/** `count` ids from 1 on. */
export const idsTo = (count: number): number[] => Array.from({ length: count }, (_, index) => index + 1);

/**
 * An account whose campaigns have the given ids, all else alike: cheap enough for hundreds of pulls.
 * @param fields of all campaigns, or of each by its id and the time
 */
export function rowWorld(ids: readonly number[], fields: Fields = {}): World {
  const own = typeof fields === "function" ? fields : () => fields;
  const none: readonly number[] = [];
  const known = new Set(ids);
  const record: World["record"] = (collection, id, atMs) =>
    collection === "campaigns" && known.has(id)
      ? { ...patternOf(collection), name: `Campaign ${id}`, ...own(id, atMs), id, "@id": `/api/v4/${collection}/${id}` }
      : undefined;
  return {
    anchor: "2026-11-23",
    timeZone: ZONE,
    ids: (collection) => (collection === "campaigns" ? ids : none),
    record,
    reader: (collection, path, atMs) => (id) => scalarsAt(record(collection, id, atMs) ?? {}, path),
  };
}
