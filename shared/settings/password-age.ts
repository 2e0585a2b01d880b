const DAY_MS = 86_400_000;
/** Time for somebody to see the alarm, to find who may change the password, and to do it. */
const WARNING_DAYS = 10;

/** However long Convertr lets a password live: a schedule that nobody sees run for longer is forgotten. */
const LONGEST_ROTATION_DAYS = 60;

/** What a password must last at least to be rotated: at half of it there is a day left to try again. */
export const SHORTEST_ROTATED_DAYS = 4;

/** Days between rotations: half of the password's life, so that a failed one is tried again long before the warning. */
export function rotationDays(maxAgeDays: number): number {
  return Math.min(LONGEST_ROTATION_DAYS, Math.floor(maxAgeDays / 2));
}

export interface PasswordAge {
  /** Whole days since the password was put into the secret. */
  readonly days: number;
  /** Ten days, or for short-lived passwords a third of the life, are left at most. */
  readonly isNearEnd: boolean;
}

/**
 * The age of a password, by its secret: Convertr tells nothing of it, but the secret gets a value with it.
 * @param setAt epoch ms, as `now`
 */
export function passwordAge(setAt: number, now: number, maxAgeDays: number): PasswordAge {
  const days = Math.floor((now - setAt) / DAY_MS);
  return { days, isNearEnd: days >= maxAgeDays - Math.min(WARNING_DAYS, Math.floor(maxAgeDays / 3)) };
}
