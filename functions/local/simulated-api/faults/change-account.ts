import type { EditedWorld } from "../edits.ts";
import type { CollectionName } from "../world/entries.ts";
import type { World } from "../world.ts";
import type { AccountFault } from "./fault-kinds.ts";

/** What of a served account a script may change. */
export interface Account {
  readonly base: World;
  readonly edited: EditedWorld;
  readonly revokeTokens: () => void;
  readonly setPassword: (password: string) => void;
}

/** Changes the account as of `atMs`, epoch ms. */
export function changeAccount(account: Account, fault: AccountFault, atMs: number): void {
  switch (fault.fault) {
    case "remove":
      for (const id of rowsOf(account, fault, atMs)) account.edited.remove(fault.collection, id);
      return;
    case "insert":
      insert(account, fault, atMs);
      return;
    case "change":
      for (const id of rowsOf(account, fault, atMs)) {
        account.edited.alter(fault.collection, id, (record) => without({ ...record, ...fault.set }, fault.unset));
      }
      return;
    case "revoke-tokens":
      account.revokeTokens();
      return;
    default:
      account.setPassword(fault.value);
  }
}

function rowsOf(
  { edited }: Account,
  { collection, ids, places }: { collection: CollectionName; ids: readonly number[]; places: readonly number[] },
  atMs: number,
): readonly number[] {
  const living = edited.world.ids(collection, atMs);
  return [...ids, ...places.flatMap((place) => living.at(place) ?? [])];
}

function insert(account: Account, fault: AccountFault & { fault: "insert" }, atMs: number): void {
  const { collection, ids, count, set } = fault;
  const { world } = account.edited;
  const living = world.ids(collection, atMs);
  // The newest row of the account as it was is the pattern, also when it has gone meanwhile.
  const patternId = living.at(-1) ?? account.base.ids(collection, atMs).at(-1);
  const pattern =
    patternId === undefined
      ? undefined
      : (world.record(collection, patternId, atMs) ?? account.base.record(collection, patternId, atMs));
  if (pattern === undefined) return;
  const greatest = Math.max(0, ...ids, living.at(-1) ?? 0, account.base.ids(collection, atMs).at(-1) ?? 0);
  const fresh = [...ids, ...Array.from({ length: count }, (_, index) => greatest + 1 + index)];
  for (const id of fresh) {
    account.edited.insert(collection, { ...pattern, "@id": `/api/v4/${collection}/${id}`, ...set, id });
  }
}

/** A copy that lacks the named fields. */
export function without<T extends object>(record: T, names: readonly string[]): T {
  return Object.fromEntries(Object.entries(record).filter(([name]) => !names.includes(name))) as T;
}
