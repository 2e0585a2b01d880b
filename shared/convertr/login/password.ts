import { paginateListSecretVersionIds, type SecretsManagerClient } from "@aws-sdk/client-secrets-manager";
import { CURRENT, type SecretsManagerOptions, secretFailure } from "./secrets-manager.ts";

/** At least 8 characters with capital, symbol and number (docs/convertr-api.md, "Passwords"); here 24, which are about 145 bits. */
const LENGTH = 24;
/** Without characters that people confuse, and without quotes, backslashes, blanks and `&`, which some forms stumble over. */
const CLASSES = ["ABCDEFGHJKLMNPQRSTUVWXYZ", "abcdefghijkmnopqrstuvwxyz", "23456789", "!#$%*+-=?@_"] as const;
const ALL = CLASSES.join("");

/**
 * A password that Convertr's policy takes: every class is in it, at no fixed place.
 * @param below a whole number from 0 to under its argument, from a cryptographically secure source
 */
export function newPassword(below: (limit: number) => number): string {
  const pick = (characters: string) => characters.charAt(below(characters.length));
  const password = [...CLASSES.map(pick), ...Array.from({ length: LENGTH - CLASSES.length }, () => pick(ALL))];
  // Fisher and Yates: every order is as likely.
  for (let last = password.length - 1; last > 0; last--) {
    const other = below(last + 1);
    [password[last], password[other]] = [password[other] ?? "", password[last] ?? ""];
  }
  return password.join("");
}

/**
 * When an enterprise's password was put into its secret, in epoch ms; undefined when it has no value. The date of the current
 * version, not the secret's own date of change: that one moves with every tag, schedule and failed rotation. No value is read.
 */
export function createPasswordSetAt({ client, secretPrefix }: SecretsManagerOptions) {
  /** @throws SecretUnavailable */
  return (enterprise: string): Promise<number | undefined> => passwordSetAt(client, secretPrefix + enterprise);
}

/** @throws SecretUnavailable */
export async function passwordSetAt(client: SecretsManagerClient, SecretId: string): Promise<number | undefined> {
  try {
    for await (const { Versions = [] } of paginateListSecretVersionIds({ client }, { SecretId })) {
      const current = Versions.find(({ VersionStages = [] }) => VersionStages.includes(CURRENT));
      if (current !== undefined) return current.CreatedDate?.getTime();
    }
    return undefined;
  } catch (error) {
    throw secretFailure(error, SecretId, "secretsmanager:ListSecretVersionIds");
  }
}
