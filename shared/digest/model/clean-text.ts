import { printableLine } from "../../platform/printable.ts";

const LONGEST = 160;
/** No more than a few marks may stand on one letter. */
const MARKS = /(\p{M}{4})\p{M}+/gu;

/**
 * A name of the API as one line of bounded length: what it cannot do is break a header, a layout or the direction of the text
 * around it. Markup stays as it is: escaping belongs to the rendering.
 * @param fallback what to say when nothing is left
 */
export function cleanText(text: string | null | undefined, fallback: string): string {
  const start = (text ?? "").slice(0, LONGEST * 8);
  const line = printableLine(start).replace(MARKS, "$1").replace(/\s+/gu, " ").trim();
  return line === "" ? fallback : shorten(line, LONGEST);
}

/** At most `longest` characters, the last an ellipsis when something was cut; no character is cut in two. */
function shorten(text: string, longest: number): string {
  if (text.length <= longest) return text;
  const characters = [...text];
  return characters.length <= longest
    ? text
    : `${characters
        .slice(0, longest - 1)
        .join("")
        .trimEnd()}…`;
}
