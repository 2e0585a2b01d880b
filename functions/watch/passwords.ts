import { passwordAge } from "../../shared/settings/password-age.ts";
import type { Settings } from "../../shared/settings/schema.ts";
import type { WatchedEnterprise } from "./due.ts";

export interface PasswordWatch {
  readonly settings: Settings;
  /**
   * When an enterprise's password was put into its secret, epoch ms; undefined when that is not known.
   * @throws SecretUnavailable
   */
  readonly passwordSetAt: (enterprise: string) => Promise<number | undefined>;
}

export interface OldPassword {
  readonly enterprise: string;
  /** Whole days since the password was put into the secret. */
  readonly days: number;
  readonly maxAgeDays: number;
}

/**
 * Whether an enterprise's password is to be changed. A secret that cannot be described hides no other.
 * @returns undefined when nothing is to be done; `unknown` when the secret does not tell its age
 */
export async function oldPassword(
  passwordSetAt: PasswordWatch["passwordSetAt"],
  { enterprise, of: { retired, passwordMaxAgeDays: maxAgeDays } }: Pick<WatchedEnterprise, "enterprise" | "of">,
  now: number,
): Promise<OldPassword | "unknown" | undefined> {
  if (retired) return undefined;
  const setAt = await passwordSetAt(enterprise).catch(() => undefined);
  if (setAt === undefined) return "unknown";
  const { days, isNearEnd } = passwordAge(setAt, now, maxAgeDays);
  return isNearEnd ? { enterprise, days, maxAgeDays } : undefined;
}
