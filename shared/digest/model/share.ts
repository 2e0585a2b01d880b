/** A share of leads; null when there are none, as after corrections. */
export const shareOf = (part: number, whole: number): number | null => (whole <= 0 ? null : part / whole);
