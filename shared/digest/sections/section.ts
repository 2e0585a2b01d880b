import type { Decimal4 } from "../../catalog/column.ts";
import type { DigestDatasetName } from "../../catalog/datasets.ts";
import type { Account } from "../model/account.ts";
import type { MailHead } from "../model/mail-head.ts";
import type { Note } from "../model/note.ts";
import type { Words } from "../words/catalogue.ts";
import type { Change } from "./changes/figures.ts";
import type { ColumnName } from "./column-kinds.ts";

/** Text, numbers, amounts (Decimal4 as bigint) and flags of a sheet; null is an empty cell. */
export type SheetCell = string | number | Decimal4 | boolean | null;

/** A table with every row of a section. */
export interface Sheet {
  readonly head: readonly ColumnName[];
  readonly rows: readonly (readonly SheetCell[])[];
}

/**
 * A part of the account that a mail may tell of: what it finds out feeds cards, figures and sheets, and the frame draws them. The registry
 * lists all of them.
 */
export interface Section<F extends object> {
  /** Without a snapshot of each of these the section has no figures. */
  readonly needs: readonly DigestDatasetName[];
  /** Looked at too where there is a snapshot. @default none */
  readonly reads?: readonly DigestDatasetName[];
  /** Pure. Null when there is nothing to tell, such as movements on the first day. */
  readonly figures: (account: Account) => F | null;
  /** What of it is different from the previous mail's snapshot, or was reached since, and asks for nothing. @default none */
  readonly notes?: (
    figures: F,
    of: { readonly account: Account; readonly changes: readonly Change[] },
  ) => readonly Note[];
  /** The saved query that gives the same figures. */
  readonly query: string;
  /** Name of the sheet, without an ending. */
  readonly sheetName: string;
  /** Null when there is no sheet. */
  readonly sheet: (figures: F, head: MailHead, words: Words["sheet"]) => Sheet | null;
}

/** Fixes the type of a section's figures. */
export const section = <F extends object>(of: Section<F>): Section<F> => of;
