import { createHash } from "node:crypto";
import type { Settings } from "../shared/settings/schema.ts";

/** Fixed for good: another number would move every enterprise to another stack. At ten resources each it takes about 1,000 enterprises. */
const SHARDS = 32;

/** Which of the sibling stacks an enterprise's secret and schedules lie in; adding one moves no other. */
export function shardOf(enterprise: string): string {
  const hash = createHash("sha256").update(enterprise).digest();
  return String(hash.readUInt32BE(0) % SHARDS).padStart(2, "0");
}

/** The enterprises by shard, in order of both. */
export function shards(enterprises: Settings["enterprises"]): ReadonlyMap<string, Settings["enterprises"]> {
  const names = Object.keys(enterprises).sort();
  const numbers = [...new Set(names.map(shardOf))].sort();
  return new Map(
    numbers.map((shard) => {
      const own = names.filter((name) => shardOf(name) === shard);
      return [shard, Object.fromEntries(Object.entries(enterprises).filter(([name]) => own.includes(name)))];
    }),
  );
}
