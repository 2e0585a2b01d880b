/** Weight of each ISO weekday, Monday first: business leads dip at the weekend. */
const WEEKDAY_WEIGHTS = [0.95, 1.1, 1.12, 1.05, 0.82, 0.14, 0.12] as const;

/** Minute of the day by which a part of its leads has arrived; linear between. */
const ARRIVALS = [
  { minute: 420, share: 0 },
  { minute: 540, share: 0.1 },
  { minute: 720, share: 0.45 },
  { minute: 780, share: 0.52 },
  { minute: 1_050, share: 0.9 },
  { minute: 1_350, share: 1 },
] as const;

export const weekdayWeight = (weekday: number): number => WEEKDAY_WEIGHTS[weekday - 1] ?? 0;

/** Part of a day's leads that has arrived by a minute of the day. */
export function shareBy(minute: number): number {
  for (let i = 1; i < ARRIVALS.length; i += 1) {
    const [from, to] = [ARRIVALS[i - 1], ARRIVALS[i]];
    if (from === undefined || to === undefined || minute >= to.minute) continue;
    const passed = Math.max(0, minute - from.minute) / (to.minute - from.minute);
    return from.share + passed * (to.share - from.share);
  }
  return 1;
}

/** The inverse: the minute of the day by which that part has arrived. */
export function minuteOfShare(share: number): number {
  for (let i = 1; i < ARRIVALS.length; i += 1) {
    const [from, to] = [ARRIVALS[i - 1], ARRIVALS[i]];
    if (from === undefined || to === undefined || share > to.share) continue;
    return from.minute + ((share - from.share) / (to.share - from.share)) * (to.minute - from.minute);
  }
  return 1_350;
}
