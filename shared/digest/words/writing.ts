import type { Decimal4 } from "../../catalog/column.ts";
import type { Format } from "../drawing/format.ts";
import type { Linker } from "../drawing/links.ts";
import type { Words } from "./catalogue.ts";

/** What every part of a mail is written with. */
export interface Writing {
  readonly format: Format;
  readonly words: Words;
  readonly link: Linker;
  /** Everything that is left out of the mail's lists goes along as a file. */
  readonly attached: boolean;
  /** Whole, in the base currency; null stays null. */
  readonly money: (amount: Decimal4 | null) => string | null;
}
