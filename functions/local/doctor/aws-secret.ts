import { DescribeSecretCommand, type SecretsManagerClient } from "@aws-sdk/client-secrets-manager";
import { passwordAge } from "../../../shared/settings/password-age.ts";
import { type Finding, fail, notApplicable, pass } from "./finding.ts";

export interface PasswordCheck {
  readonly secretId: string;
  /** Days after which Convertr makes a password expire. */
  readonly maxAgeDays: number;
  /** Epoch ms. */
  readonly now: number;
}

/** How old the secret's value is. Convertr does not tell the age of a password, but the secret is changed with it. */
export async function passwordAgeCheck(client: SecretsManagerClient, of: PasswordCheck): Promise<Finding> {
  const { LastChangedDate } = await client.send(new DescribeSecretCommand({ SecretId: of.secretId }));
  if (LastChangedDate === undefined) return notApplicable("password age", `${of.secretId} was never given a value`);
  const { days, isNearEnd } = passwordAge(LastChangedDate.getTime(), of.now, of.maxAgeDays);
  const told = `${of.secretId} was changed ${days} days ago, of ${of.maxAgeDays}`;
  if (!isNearEnd) return pass("password age", told);
  return fail("password age", told, "Set a new password in Convertr and put it into the secret");
}
