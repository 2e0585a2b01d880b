import stringWidth from "fast-string-width";

/** Signs that are one column wide and one unit long, so that nothing need be measured. */
const PLAIN = /^[\x20-\x7e]*$/;

/** Columns that a text takes where every letter is as wide as another: two for those of East Asia, none for marks on a letter. */
export const textWidth = (text: string): number => (PLAIN.test(text) ? text.length : stringWidth(text));
