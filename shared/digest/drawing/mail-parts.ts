import type { Accent } from "./accents.ts";
import type { Phrase } from "./phrase/phrase.ts";
import type { Progress } from "./progress.ts";
import type { TrendColumn } from "./trend.ts";

/** A mail as a reader meets it. HTML and plain text are both drawn from it, so that they say the same. */
export interface MailParts {
  /** Also the name of the page, and of the article for screen readers. */
  readonly subject: string;
  /** The sentence: what an inbox shows after the subject begins with it. */
  readonly title: string;
  /** Right below it: what it leaves open. */
  readonly lead: Phrase;
  /** The days, the account, the digest. */
  readonly place: Phrase;
  readonly notices: readonly Notice[];
  readonly parts: readonly Part[];
  readonly footer: readonly Phrase[];
}

/** Something to know before the figures. */
export interface Notice {
  readonly title: string;
  readonly text: string;
}

/** A heading and what stands below it. */
export interface Part {
  readonly title: string;
  readonly blocks: readonly Block[];
}

export type Block =
  | { readonly kind: "lines"; readonly lines: readonly Phrase[] }
  | CardBlock
  /** Items with lines between them, or with bullets. */
  | { readonly kind: "ruled" | "bullets"; readonly items: readonly Phrase[] }
  | { readonly kind: "figures"; readonly figures: readonly Figure[] }
  /** `text` says what the columns show. */
  | { readonly kind: "trend"; readonly text: Phrase; readonly columns: readonly TrendColumn[] }
  | TableBlock
  | RowsBlock
  | BarsBlock;

export interface CardBlock {
  readonly kind: "card";
  readonly accent: Accent;
  readonly head: Phrase;
  /** New, Ended, Changed …; empty for none. */
  readonly tag: Phrase;
  readonly subject: Phrase;
  readonly progress: Progress | null;
  readonly lines: readonly Phrase[];
}

/** A figure with its name above and its change below. */
export interface Figure {
  readonly label: string;
  readonly value: string;
  readonly change: Phrase;
}

/** Rows of figures; the first cell of each is its heading. */
export interface TableBlock {
  readonly kind: "table";
  /** What it holds, for screen readers. */
  readonly caption: string;
  readonly head: readonly Column[];
  readonly rows: readonly (readonly Cell[])[];
}

/** Rows of any question: a table where there is room for one, else a line for each cell with its heading in front. */
export interface RowsBlock {
  readonly kind: "rows";
  /** What it holds, for screen readers. */
  readonly caption: string;
  readonly head: readonly Column[];
  readonly rows: readonly (readonly Phrase[])[];
}

/** Bars of block characters, each with its value beside it. */
export interface BarsBlock {
  readonly kind: "bars";
  readonly caption: string;
  readonly bars: readonly Bar[];
}

export interface Bar {
  readonly label: string;
  /** Not negative; null where it is unknown. */
  readonly value: number | null;
  readonly said: string;
}

export interface Column {
  readonly text: string;
  readonly align: "left" | "right";
}

/** A phrase, alone or with a block character that shows the same. */
export type Cell = Phrase | { readonly said: Phrase; readonly block: string };
