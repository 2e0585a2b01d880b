/**
 * A part of a whole; null without a whole, and where the part is below nothing or above all, as when earlier leads were judged again:
 * that is no share, and is said in words.
 */
export const shareOf = (part: number, whole: number): number | null =>
  whole <= 0 || part < 0 || part > whole ? null : part / whole;

/** Leads that came before and were judged again since, at the least: what the newer ones alone cannot explain. */
export const rejudgedOf = (part: number, whole: number): number => Math.max(part - Math.max(whole, 0), -part, 0);

/** Floats miss sums and quotients that are round by a hair: 9 % less 5 % are four points, and 17 leads in 7 days bring 17 more in 7. */
export const ROUNDING = 1e-9;
