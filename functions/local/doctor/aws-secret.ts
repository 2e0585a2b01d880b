import { DescribeSecretCommand, type SecretsManagerClient } from "@aws-sdk/client-secrets-manager";
import { type Finding, fail, notApplicable, pass } from "./finding.ts";

const DAY_MS = 86_400_000;
/** As long before the end as the alarm sounds. */
const WARN_DAYS = 10;

export interface PasswordAge {
  readonly secretId: string;
  /** Days after which Convertr makes a password expire. */
  readonly maxAgeDays: number;
  /** Epoch ms. */
  readonly now: number;
}

/** How old the secret's value is. Convertr does not tell the age of a password, but the secret is changed with it. */
export async function passwordAgeCheck(client: SecretsManagerClient, of: PasswordAge): Promise<Finding> {
  const { LastChangedDate } = await client.send(new DescribeSecretCommand({ SecretId: of.secretId }));
  if (LastChangedDate === undefined) return notApplicable("password age", `${of.secretId} was never given a value`);
  const days = Math.floor((of.now - LastChangedDate.getTime()) / DAY_MS);
  const told = `${of.secretId} was changed ${days} days ago, of ${of.maxAgeDays}`;
  if (days < of.maxAgeDays - WARN_DAYS) return pass("password age", told);
  return fail("password age", told, "Set a new password in Convertr and put it into the secret");
}
