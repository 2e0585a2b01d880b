/** A text as databases compare it: without case and accents. */
export const folded = (text: string): string => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();

/**
 * SQL's `LIKE '%text%'` as a predicate, with `%` in the text for any text and `_` for any character; in time that grows with the
 * length of the text times that of the value.
 */
export function likeAnyPart(text: string): (value: string) => boolean {
  const parts = folded(text)
    .split(/%+/)
    .map((part) => new RegExp(RegExp.escape(part).replaceAll("_", "."), "gsu"));
  return (value) => {
    const searched = folded(value);
    let at = 0;
    return parts.every((part) => {
      part.lastIndex = at;
      const found = part.test(searched);
      at = part.lastIndex;
      return found;
    });
  };
}
