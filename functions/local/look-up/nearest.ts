/** Names worth telling. */
const TOLD = 5;

/** The known names that `name` may have been meant for, nearest first: those that hold it, then by letters to change. */
export function nearest(name: string, known: readonly string[]): readonly string[] {
  const asked = name.toLowerCase();
  const ranked = known.map((candidate) => {
    const other = candidate.toLowerCase();
    const holds = other.includes(asked) || asked.includes(other);
    return { candidate, rank: lettersBetween(asked, other) - (holds ? Math.min(asked.length, other.length) : 0) };
  });
  return ranked
    .toSorted((a, b) => a.rank - b.rank)
    .slice(0, TOLD)
    .map(({ candidate }) => candidate);
}

/** Levenshtein's distance: letters put in, left out or changed. */
function lettersBetween(from: string, to: string): number {
  let row = Array.from({ length: to.length + 1 }, (_, index) => index);
  for (const [at, letter] of [...from].entries()) {
    const next = [at + 1];
    for (const [index, other] of [...to].entries()) {
      const changed = (row[index] ?? 0) + (letter === other ? 0 : 1);
      next.push(Math.min(changed, (row[index + 1] ?? 0) + 1, (next[index] ?? 0) + 1));
    }
    row = next;
  }
  return row[to.length] ?? 0;
}
