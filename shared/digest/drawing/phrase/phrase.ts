/** A piece of a sentence: plain text, or text that HTML draws in a way of its own. Both parts of a mail are written from it. */
export type Bit =
  | string
  | { readonly kind: "strong" | "soft"; readonly of: Phrase }
  | { readonly kind: "name"; readonly name: string; readonly id: number | null; readonly href: string | undefined }
  | { readonly kind: "link"; readonly text: string; readonly href: string | undefined };

/** What a mail says, before it is HTML or plain text. */
export type Phrase = readonly Bit[];

/** What may stand in a sentence; what is not there leaves no trace. */
export type Sayable = Bit | Phrase | number | null | undefined | false;

/** A sentence of text and pieces: `` say`${publisher} has not signed.` `` */
export function say(strings: TemplateStringsArray, ...values: readonly Sayable[]): Phrase {
  return strings.flatMap((text, position) => [
    ...(text === "" ? [] : [text]),
    ...(position < values.length ? phraseOf(values[position]) : []),
  ]);
}

export function phraseOf(value: Sayable): Phrase {
  if (value === null || value === undefined || value === false || value === "") return [];
  if (typeof value === "number") return [String(value)];
  return isPhrase(value) ? value : [value];
}

const isPhrase = (value: Bit | Phrase): value is Phrase => Array.isArray(value);

export const strong = (of: Sayable): Bit => ({ kind: "strong", of: phraseOf(of) });
/** Of less weight than the text around it. */
export const soft = (of: Sayable): Bit => ({ kind: "soft", of: phraseOf(of) });

/** A name of the account with its id, linked where there is an address; other names are the same, ids are not. */
export const nameOf = (name: string, id: number | null, href?: string | undefined): Bit => ({
  kind: "name",
  name,
  id,
  href,
});

/** Words that lead somewhere: `contract 941`. */
export const linked = (text: string, href: string | undefined): Bit => ({ kind: "link", text, href });

/** Phrases one after the other; those that say nothing leave no gap. */
export function joinedBy(between: string, phrases: readonly Sayable[]): Phrase {
  const said = phrases.map(phraseOf).filter((phrase) => phrase.length > 0);
  return said.flatMap((phrase, position) => (position === 0 ? phrase : [between, ...phrase]));
}

/** Sentences of a paragraph. */
export const sentences = (...phrases: readonly Sayable[]): Phrase => joinedBy(" ", phrases);
