/** A section's heading with its underline. */
export const heading = (title: string): readonly string[] => ["", title, "-".repeat(title.length)];

const RIGHT_TO_LEFT = /[\p{Script=Hebrew}\p{Script=Arabic}\p{Script=Syriac}\p{Script=Thaana}\p{Script=Nko}]/u;

/** A name that runs from right to left, shut off from the text around it. */
export const isolated = (name: string): string => (RIGHT_TO_LEFT.test(name) ? `\u2068${name}\u2069` : name);

/** Spaces of Intl that a plain mail had better not hold. */
export const plain = (line: string): string => line.replace(/[\u00a0\u202f\u2009]/g, " ").trimEnd();

/** What is left out, and the saved query, as the last lines of a section. */
export function closing(more: string, query: string): readonly string[] {
  return [...(more === "" ? [] : [`(${more})`]), `Saved query: ${query}`];
}
