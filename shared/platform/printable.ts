/** Controls, line and paragraph separators, and every mark that reorders, joins or hides text. */
const UNWANTED =
  "\\p{Cc}\\u061c\\u200b\\u200e\\u200f\\u2028-\\u202e\\u2060-\\u2069\\ufeff\\ufff9-\\ufffb\\u{e0000}-\\u{e007f}";
const RUNS = new RegExp(`[${UNWANTED}]+`, "gu");
const RUNS_WITHIN_LINES = new RegExp(`(?:(?![\\n\\t])[${UNWANTED}])+`, "gu");
const EACH = new RegExp(`[${UNWANTED}]`, "gu");

/** Text of others as one line that steers no terminal and turns no text around it: what could is a space. */
export const printableLine = (text: string): string => text.toWellFormed().replace(RUNS, " ");

/** The same for text of several lines: line ends and tabs stay. */
export const printableLines = (text: string): string => text.toWellFormed().replace(RUNS_WITHIN_LINES, " ");

/** A value as one line of JSON that a program reads back exactly and that steers no terminal: what could is escaped. */
export const printableJson = (value: unknown): string =>
  JSON.stringify(value).replace(EACH, (mark) =>
    [...Array(mark.length).keys()].map((at) => `\\u${mark.charCodeAt(at).toString(16).padStart(4, "0")}`).join(""),
  );
