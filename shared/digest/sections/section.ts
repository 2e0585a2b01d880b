import type { Decimal4 } from "../../catalog/column.ts";
import type { DigestDatasetName } from "../../catalog/datasets.ts";
import type { DigestSettings } from "../../settings/schema.ts";
import type { Format } from "../drawing/format.ts";
import type { SectionMarkup } from "../drawing/pieces.ts";
import type { SectionText } from "../drawing/text-lines.ts";
import type { Account } from "../model/account.ts";
import type { Finding, Resolved } from "../model/finding.ts";
import type { MailHead } from "../model/mail-head.ts";

/** What a section found out about the account. */
export interface Figures {
  /** What needs somebody; told on top of the mail too. */
  readonly findings?: readonly Finding[];
  /** Findings of the previous mail that are over. */
  readonly resolved?: readonly Resolved[];
}

/** What every section goes by beside its own figures. */
export interface MailContext {
  readonly head: MailHead;
  readonly format: Format;
  /** Nothing needs action: the mail is to be short. */
  readonly quiet: boolean;
}

/** A section's figures, and the rows of them that the mail has room for. */
export interface SectionPart<F, R> extends MailContext {
  readonly figures: F;
  readonly shown: readonly R[];
  /** What there was no room for, in words; empty when all rows are shown. */
  readonly more: string;
}

/** Text, numbers, amounts (Decimal4 as bigint) and flags of a sheet; null is an empty cell. */
export type SheetCell = string | number | Decimal4 | boolean | null;

/** A table with every row of a section. */
export interface Sheet {
  readonly head: readonly string[];
  readonly rows: readonly (readonly SheetCell[])[];
}

/** Everything there is to know of a section of the mail. The registry lists all of them. */
export interface Section<F extends Figures, R> {
  readonly audiences: readonly DigestSettings["audience"][];
  /** Without a snapshot of each of these the section has no figures. */
  readonly needs: readonly DigestDatasetName[];
  /** Looked at too where there is a snapshot. @default none */
  readonly reads?: readonly DigestDatasetName[];
  /** Pure. Null when there is nothing to tell, such as movements on the first day. */
  readonly figures: (account: Account) => F | null;
  /** What is listed, in the mail's order. */
  readonly rows: (figures: F, context: MailContext) => readonly R[];
  /** How many rows a mail of usual size shows, as HTML and as text. */
  readonly limit: { readonly html: number; readonly text: number };
  /** Rows worth showing, where that is fewer than the limit. @default all */
  readonly most?: (figures: F, context: MailContext) => number;
  /** Null leaves the section out of the HTML. */
  readonly html: (part: SectionPart<F, R>) => SectionMarkup | null;
  /** Null leaves the section out of the text. */
  readonly text: (part: SectionPart<F, R>) => SectionText | null;
  /** The saved query that gives the same figures. */
  readonly query: string;
  /** Name of the sheet, without an ending. */
  readonly sheetName: string;
  /** Null when there is no sheet. */
  readonly sheet: (figures: F, head: MailHead) => Sheet | null;
}

/** Fixes the types of a section's figures and rows. */
export const section = <F extends Figures, R>(of: Section<F, R>): Section<F, R> => of;
