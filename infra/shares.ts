import { createHash } from "node:crypto";
import type { Settings } from "../shared/settings/schema.ts";

/** Fixed for good: another number would move every enterprise to another stack. Of a thousand enterprises the fullest has about 30. */
const SHARES = 64;

/** Which of the sibling stacks an enterprise's schedules lie in; adding one moves no other. */
export function shareOf(enterprise: string): string {
  const hash = createHash("sha256").update(enterprise).digest();
  return numbered(hash.readUInt32BE(0) % SHARES);
}

/** The enterprises by share, in order of both. Every share is there, also one without enterprises. */
export function shares(enterprises: Settings["enterprises"]): ReadonlyMap<string, Settings["enterprises"]> {
  const byShare = Map.groupBy(Object.entries(enterprises).sort(byName), ([name]) => shareOf(name));
  const all = Array.from({ length: SHARES }, (_, index) => numbered(index));
  return new Map(all.map((share) => [share, Object.fromEntries(byShare.get(share) ?? [])]));
}

const numbered = (share: number): string => String(share).padStart(2, "0");
const byName = ([one]: readonly [string, unknown], [other]: readonly [string, unknown]): number =>
  one < other ? -1 : Number(one > other);
