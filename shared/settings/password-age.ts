const DAY_MS = 86_400_000;
/** Time for somebody to see the alarm, to find who may change the password, and to do it. */
const WARNING_DAYS = 10;

export interface PasswordAge {
  /** Whole days since the secret was changed. */
  readonly days: number;
  /** Ten days, or for short-lived passwords a third of the life, are left at most. */
  readonly isNearEnd: boolean;
}

/**
 * The age of a password, by its secret: Convertr tells nothing of it, but the secret is changed with it.
 * @param changedAt epoch ms, as `now`
 */
export function passwordAge(changedAt: number, now: number, maxAgeDays: number): PasswordAge {
  const days = Math.floor((now - changedAt) / DAY_MS);
  return { days, isNearEnd: days >= maxAgeDays - Math.min(WARNING_DAYS, Math.floor(maxAgeDays / 3)) };
}
