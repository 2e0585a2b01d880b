import type { Decimal4 } from "../../catalog/column.ts";
import { type Phrase, say } from "../drawing/phrase/phrase.ts";
import type { Writing } from "../words/writing.ts";

/** Rows of each part; the rest is counted, and lies in the attachment. */
export const LIMITS = { act: 8, open: 15, over: 4, watch: 12, information: 8, noteItems: 4, rows: 8 } as const;

interface More<T> {
  readonly left: readonly T[];
  readonly moneyOf?: (one: T) => Decimal4 | null;
  /** They are rows of the board, which is what goes along. @default true */
  readonly ofBoard?: boolean;
}

/**
 * `13 more, £2,300, in the attachment.` Nothing when all are shown.
 */
export function moreLine<T>(writing: Writing, { left, moneyOf, ofBoard = true }: More<T>): readonly Phrase[] {
  if (left.length === 0) return [];
  const money = left.reduce((sum, one) => sum + (moneyOf?.(one) ?? 0n), 0n);
  const { words } = writing;
  const attached = ofBoard && writing.attached;
  return [
    say`${words.units.more({ count: left.length, money: money === 0n ? null : writing.money(money), attached })}`,
  ];
}
