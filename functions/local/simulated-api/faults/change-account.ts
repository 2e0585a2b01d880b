import type { EditedWorld } from "../edits.ts";
import type { CollectionName } from "../world/entries.ts";
import type { World } from "../world.ts";
import type { FaultOf } from "./fault-kinds.ts";

/** What of the served world a script may change. */
export interface ServedWorld {
  readonly base: World;
  readonly edited: EditedWorld;
  readonly revokeTokens: () => void;
  readonly setPassword: (password: string) => void;
}

/** Changes the world as of `atMs`, epoch ms. */
export function changeAccount(served: ServedWorld, fault: FaultOf<"account">, atMs: number): void {
  switch (fault.fault) {
    case "remove":
      for (const id of rowsOf(served, fault, atMs)) served.edited.remove(fault.collection, id);
      return;
    case "insert":
      insert(served, fault, atMs);
      return;
    case "change":
      for (const id of rowsOf(served, fault, atMs)) {
        served.edited.alter(fault.collection, id, (record) => without({ ...record, ...fault.set }, fault.unset));
      }
      return;
    case "revoke-tokens":
      served.revokeTokens();
      return;
    default:
      served.setPassword(fault.value);
  }
}

function rowsOf(
  { edited }: ServedWorld,
  { collection, ids, places }: { collection: CollectionName; ids: readonly number[]; places: readonly number[] },
  atMs: number,
): readonly number[] {
  const living = edited.world.ids(collection, atMs);
  return [...ids, ...places.flatMap((place) => living.at(place) ?? [])];
}

function insert(served: ServedWorld, fault: FaultOf<"account"> & { fault: "insert" }, atMs: number): void {
  const { collection, ids, count, set } = fault;
  const { world } = served.edited;
  const living = world.ids(collection, atMs);
  // The newest row of the account as it was is the pattern, also when it has gone meanwhile.
  const patternId = living.at(-1) ?? served.base.ids(collection, atMs).at(-1);
  const pattern =
    patternId === undefined
      ? undefined
      : (world.record(collection, patternId, atMs) ?? served.base.record(collection, patternId, atMs));
  if (pattern === undefined) return;
  const greatest = Math.max(0, ...ids, living.at(-1) ?? 0, served.base.ids(collection, atMs).at(-1) ?? 0);
  const fresh = [...ids, ...Array.from({ length: count }, (_, index) => greatest + 1 + index)];
  for (const id of fresh) {
    served.edited.insert(collection, { ...pattern, "@id": `/api/v4/${collection}/${id}`, ...set, id });
  }
}

/** A copy that lacks the named fields. */
export function without<T extends object>(record: T, names: readonly string[]): T {
  return Object.fromEntries(Object.entries(record).filter(([name]) => !names.includes(name))) as T;
}
