import type { Card } from "../cards/card.ts";
import type { Cause } from "../cards/cause.ts";
import { joinedBy, type Phrase } from "../drawing/phrase/phrase.ts";
import type { Writing } from "../words/writing.ts";
import { jobBit, publisherBit } from "./writing.ts";

type Told = Pick<Card, "causes" | "subject">;

/** The causes of a card, a sentence each; what its pace or its heading says already is not said again. */
export const causeLines = (writing: Writing, currency: string | null, { causes }: Told): readonly Phrase[] =>
  causes.map((cause) => causeLine(writing, currency, cause)).filter((line) => line.length > 0);

/** The same in one paragraph. */
export const causeText = (writing: Writing, currency: string | null, card: Told): Phrase =>
  joinedBy(" ", causeLines(writing, currency, card));

function causeLine(writing: Writing, currency: string | null, cause: Cause): Phrase {
  const { cause: words } = writing.words;
  switch (cause.kind) {
    case "pace":
    case "ended-short":
      return [];
    case "silent":
      return words.silent(cause);
    case "job":
      return words.job({ ...cause, job: jobBit(writing, cause.job) });
    case "contract-unsigned":
      return words.unsigned({ ...cause, publisher: publisherBit(writing, cause.contract.publisher) });
    case "contract-ending":
      return words.ending({ ...cause, publisher: publisherBit(writing, cause.contract.publisher) });
    case "contract-reached":
      return words.atCap({ ...cause, publisher: publisherBit(writing, cause.contract.publisher) });
    case "paused":
      return words.paused(cause);
    case "starting-unsigned":
      return words.startingUnsigned(cause);
    case "invalid":
      return words.invalid(cause);
    case "margin":
      return words.margin({ ...cause, currency });
  }
}
