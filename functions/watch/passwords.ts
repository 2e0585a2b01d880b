import { passwordAge } from "../../shared/settings/password-age.ts";
import type { Settings } from "../../shared/settings/schema.ts";

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

export interface PasswordAges {
  /** Expired, or soon to be. */
  readonly old: readonly OldPassword[];
  /** Enterprises whose secret does not tell its age. */
  readonly unknown: readonly string[];
}

/** Passwords that are to be changed. A secret that cannot be described hides no other: its enterprise is named. */
export async function oldPasswords({ settings, passwordSetAt }: PasswordWatch, now: number): Promise<PasswordAges> {
  const old: OldPassword[] = [];
  const unknown: string[] = [];
  for (const [enterprise, { retired, passwordMaxAgeDays: maxAgeDays }] of Object.entries(settings.enterprises)) {
    if (retired) continue;
    const setAt = await passwordSetAt(enterprise).catch(() => undefined);
    if (setAt === undefined) {
      unknown.push(enterprise);
      continue;
    }
    const { days, isNearEnd } = passwordAge(setAt, now, maxAgeDays);
    if (isNearEnd) old.push({ enterprise, days, maxAgeDays });
  }
  return { old, unknown };
}
