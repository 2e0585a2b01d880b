/** A stream of fractions in [0, 1). */
export type Random = () => number;

/** Final mixing of MurmurHash3: every input bit reaches every output bit. */
function mix(value: number): number {
  let h = value;
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return (h ^ (h >>> 16)) >>> 0;
}

/** One unsigned 32-bit number out of several; not for secrets. */
export function hashOf(seed: number, topic: string, ...keys: readonly number[]): number {
  let h = mix(seed | 0);
  for (let i = 0; i < topic.length; i += 1) h = Math.imul(h ^ topic.charCodeAt(i), 0x01000193);
  for (const key of keys) h = mix(h ^ Math.imul(key + 1, 0x9e3779b1));
  return mix(h);
}

/** Mulberry32, started from the seed, a topic and keys: what one topic draws never shifts what another draws. */
export function randomOf(seed: number, topic: string, ...keys: readonly number[]): Random {
  let state = hashOf(seed, topic, ...keys);
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/** A number in [from, to). */
export const between = (random: Random, from: number, to: number): number => from + random() * (to - from);

/** An integer in [from, to], both included. */
export const integerBetween = (random: Random, from: number, to: number): number =>
  from + Math.floor(random() * (to - from + 1));

export function pick<T>(random: Random, list: readonly T[]): T {
  const value = list[Math.floor(random() * list.length)];
  if (value === undefined) throw new RangeError("cannot pick from an empty list");
  return value;
}
