import type { Format } from "../drawing/format.ts";

/** Forms of a word by the language's plural categories; `other` stands in for those it does not have. */
export type Forms = Readonly<{ other: string } & Partial<Record<Intl.LDMLPluralRule, string>>>;

export interface Plurals {
  /** The form for a number. */
  form(value: number, forms: Forms): string;
  /** `1 lead`, `1,204 leads` */
  counted(value: number, forms: Forms): string;
  /** `a, b and c` */
  list(items: readonly string[]): string;
}

export function pluralsOf(language: string, format: Format): Plurals {
  const rules = new Intl.PluralRules(language);
  const lists = new Intl.ListFormat(language === "en" ? "en-GB" : language);
  const form: Plurals["form"] = (value, forms) => forms[rules.select(value)] ?? forms.other;
  return {
    form,
    counted: (value, forms) => `${format.count(value)} ${form(value, forms)}`,
    list: (items) => lists.format(items),
  };
}
