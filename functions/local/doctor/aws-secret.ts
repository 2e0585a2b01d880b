import { DescribeSecretCommand, type SecretsManagerClient } from "@aws-sdk/client-secrets-manager";
import { passwordSetAt } from "../../../shared/convertr/login/password.ts";
import { CURRENT, PENDING } from "../../../shared/convertr/login/secrets-manager.ts";
import { dayOf } from "../../../shared/platform/day.ts";
import { passwordAge } from "../../../shared/settings/password-age.ts";
import type { EnterpriseSettings } from "../../../shared/settings/schema.ts";
import { type CheckFinding, fail, notApplicable, pass } from "./finding.ts";

export interface PasswordCheck {
  readonly secretId: string;
  readonly of: EnterpriseSettings;
  /** Epoch ms. */
  readonly now: number;
}

/** How old the secret's value is. Convertr does not tell the age of a password, but the secret gets a value with it. */
export async function passwordAgeCheck(client: SecretsManagerClient, check: PasswordCheck): Promise<CheckFinding> {
  const { secretId, of, now } = check;
  const setAt = await passwordSetAt(client, secretId);
  if (setAt === undefined) return notApplicable("password age", `${secretId} was never given a value`);
  const { days, isNearEnd } = passwordAge(setAt, now, of.passwordMaxAgeDays);
  const summary = `${secretId} got its value ${days} days ago, of ${of.passwordMaxAgeDays}`;
  if (!isNearEnd) return pass("password age", summary);
  return fail("password age", summary, "Set a new password in Convertr and put it into the secret");
}

/** Whether the password changes itself, when it does next, and whether the last time came to an end. */
export async function rotationCheck(client: SecretsManagerClient, check: PasswordCheck): Promise<CheckFinding> {
  const name = "password rotation";
  const { secretId, of, now } = check;
  const secret = await client.send(new DescribeSecretCommand({ SecretId: secretId }));
  const isOn = secret.RotationEnabled === true;
  if (!of.rotatePassword) {
    if (!isOn) return notApplicable(name, "the settings do not say rotatePassword");
    return fail(name, `${secretId} rotates, which the settings do not say`, "Deploy, or say rotatePassword");
  }
  if (!isOn) return fail(name, `${secretId} does not rotate, though the settings say rotatePassword`, "Deploy");
  const labels = Object.values(secret.VersionIdsToStages ?? {});
  if (labels.some((stages) => stages.includes(PENDING) && !stages.includes(CURRENT))) {
    return fail(name, "a rotation was begun and has not ended", 'See docs/operations.md, "When a rotation fails"');
  }
  const { LastRotatedDate: last, NextRotationDate: next } = secret;
  const day = (date: Date) => dayOf(date.getTime(), of.timeZone);
  const summary = `last ${last === undefined ? "never" : day(last)}, next ${next === undefined ? "unknown" : day(next)}`;
  if (next !== undefined && next.getTime() < now)
    return fail(name, `${summary}, which has passed`, "See rotation-errors");
  return pass(name, summary);
}
