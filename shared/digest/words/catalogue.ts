import type { Format } from "../drawing/format.ts";
import { english } from "./english/english.ts";
import { pluralsOf } from "./plurals.ts";
import type { Tools } from "./tools.ts";

/** Every text of a mail, by topic. English is the pattern: another language has each of its texts, or does not compile. */
export type Words = ReturnType<typeof english>;

/** A language may be set once it stands here and a golden mail of it exists. */
const CATALOGUES = { en: english } as const satisfies Readonly<Record<string, (tools: Tools) => Words>>;

type Language = keyof typeof CATALOGUES;

export const wordsOf = (format: Format, language: Language = "en"): Words =>
  CATALOGUES[language]({ format, plurals: pluralsOf(language, format) });
