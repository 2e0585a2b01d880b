const LONGEST = 31;
/** Excel keeps it for itself. */
const TAKEN = "history";

/** Names as tabs may have them: at most 31 characters, none of `\ / ? * [ ] :`, no apostrophe at the ends, each unlike the others. */
export function tabNames(names: readonly string[]): readonly string[] {
  const taken = new Set([TAKEN]);
  return names.map((name) => {
    const fit = cut(name.replace(/[\\/?*[\]:\p{C}\s]+/gu, " ").replace(/^['\s]+|['\s]+$/g, ""), LONGEST) || "Sheet";
    let made = fit;
    for (let count = 2; taken.has(made.toLowerCase()); count += 1) {
      const end = ` ${count}`;
      made = cut(fit, LONGEST - end.length) + end;
    }
    taken.add(made.toLowerCase());
    return made;
  });
}

/** Never within a character that takes two. */
const cut = (text: string, length: number): string =>
  text
    .slice(0, length)
    .replace(/[\ud800-\udbff]$/, "")
    .replace(/['\s]+$/, "");
