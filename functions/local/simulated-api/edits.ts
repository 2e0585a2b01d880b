import { scalarsAt } from "./records/facets.ts";
import type { JsonObject } from "./records/parts.ts";
import { COLLECTIONS, type CollectionName } from "./world/entries.ts";
import type { World } from "./world.ts";

type InsertedRecord = JsonObject & { readonly id: number };
type Change = (record: JsonObject) => JsonObject;

/** A world whose rows can be changed by hand while it is served: what happens between two pages of a pull. */
export interface EditedWorld {
  readonly world: World;
  remove(collection: CollectionName, id: number): void;
  /** Adds a row, or puts another in the place of the one with this id. */
  insert(collection: CollectionName, record: InsertedRecord): void;
  /** Changes what a row looks like from now on; several changes apply in turn. */
  alter(collection: CollectionName, id: number, change: Change): void;
}

interface Edits {
  readonly removed: Set<number>;
  readonly inserted: Map<number, JsonObject>;
  readonly changes: Map<number, Change>;
  /** The ids after the edits, made again after each. */
  known: { readonly base: readonly number[]; readonly ids: readonly number[] } | undefined;
}

/** Lays edits over a world, which itself stays as it is. */
export function editWorld(base: World): EditedWorld {
  const all = Object.fromEntries(COLLECTIONS.map((name) => [name, noEdits()])) as Record<CollectionName, Edits>;
  const recordOf: World["record"] = (collection, id, atMs) => {
    const { removed, inserted, changes } = all[collection];
    if (removed.has(id)) return undefined;
    const record = inserted.get(id) ?? base.record(collection, id, atMs);
    return record && (changes.get(id)?.(record) ?? record);
  };
  const world: World = {
    ...base,
    ids: (collection, atMs) => editedIds(all[collection], base.ids(collection, atMs)),
    record: recordOf,
    reader: (collection, path, atMs) => {
      const { removed, inserted, changes } = all[collection];
      const read = base.reader(collection, path, atMs);
      return (id) => {
        if (removed.has(id)) return [];
        if (!inserted.has(id) && !changes.has(id)) return read(id);
        // A row made by hand is the newest version; what its record does not show is as it was before.
        const shown = scalarsAt(recordOf(collection, id, atMs) ?? {}, path);
        if (shown.length > 0) return shown;
        return path === "latest" && inserted.has(id) ? [true] : read(id);
      };
    },
  };
  const edit = (collection: CollectionName, apply: (edits: Edits) => void) => {
    apply(all[collection]);
    all[collection].known = undefined;
  };
  return {
    world,
    remove: (collection, id) => edit(collection, ({ removed }) => removed.add(id)),
    insert: (collection, record) =>
      edit(collection, ({ removed, inserted }) => {
        removed.delete(record.id);
        inserted.set(record.id, record);
      }),
    alter: (collection, id, change) =>
      edit(collection, ({ changes }) => {
        const before = changes.get(id);
        changes.set(id, before === undefined ? change : (record) => change(before(record)));
      }),
  };
}

const noEdits = (): Edits => ({ removed: new Set(), inserted: new Map(), changes: new Map(), known: undefined });

function editedIds(edits: Edits, base: readonly number[]): readonly number[] {
  if (edits.known?.base !== base) {
    const kept = new Set([...base, ...edits.inserted.keys()].filter((id) => !edits.removed.has(id)));
    edits.known = { base, ids: [...kept].toSorted((a, b) => a - b) };
  }
  return edits.known.ids;
}
