import type { Format } from "../drawing/format.ts";
import type { Plurals } from "./plurals.ts";

/** What texts are made with: numbers and dates by the digest's locale, plurals by the language's own rules. */
export interface Tools {
  readonly format: Format;
  readonly plurals: Plurals;
}
