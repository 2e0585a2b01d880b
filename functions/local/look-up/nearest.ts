import { distance } from "fastest-levenshtein";

/** Names worth telling. */
const TOLD = 5;

/** The known names that `name` may have been meant for, nearest first: those that hold it, then by letters to change. */
export function nearest(name: string, known: readonly string[]): readonly string[] {
  const asked = name.toLowerCase();
  const ranked = known.map((candidate) => {
    const other = candidate.toLowerCase();
    const holds = other.includes(asked) || asked.includes(other);
    return { candidate, rank: distance(asked, other) - (holds ? Math.min(asked.length, other.length) : 0) };
  });
  return ranked
    .toSorted((a, b) => a.rank - b.rank)
    .slice(0, TOLD)
    .map(({ candidate }) => candidate);
}
