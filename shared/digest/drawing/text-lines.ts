/** A section's heading with its underline. */
export const heading = (title: string): readonly string[] => ["", title, "-".repeat(title.length)];

const RIGHT_TO_LEFT = /[\p{Script=Hebrew}\p{Script=Arabic}\p{Script=Syriac}\p{Script=Thaana}\p{Script=Nko}]/u;

/** A name that runs from right to left, shut off from the text around it. */
export const isolated = (name: string): string => (RIGHT_TO_LEFT.test(name) ? `\u2068${name}\u2069` : name);

/** Spaces of Intl that a plain mail had better not hold. */
export const plain = (line: string): string => line.replace(/[\u00a0\u202f\u2009]/g, " ").trimEnd();

/** A list's item: `- name: what there is to say`. */
export const lined = (head: string, detail: string): string => `- ${head}${detail === "" ? "" : `: ${detail}`}`;

/** A section of the plain mail. */
export interface SectionText {
  readonly title: string;
  readonly lines: readonly string[];
  /** What is not shown, in words. */
  readonly more: string;
}

/** Its lines; the saved query that gives the same figures is named below. */
export const sectionLines = ({ title, lines, more }: SectionText, query: string): readonly string[] => [
  ...heading(title),
  ...lines,
  ...(more === "" ? [] : [`(${more})`]),
  `Saved query: ${query}`,
];
