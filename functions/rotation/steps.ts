import type { Credentials, RefusedSecrets } from "../../shared/convertr/login/credentials.ts";
import type { SecretVersions } from "../../shared/convertr/login/secret-versions.ts";
import type { ServiceUser, UserSession } from "../../shared/convertr/login/service-user.ts";
import type { Clock } from "../../shared/platform/clock.ts";
import { ReportsError } from "../../shared/platform/errors.ts";

/** One rotation of one enterprise's password. */
export interface Rotation {
  readonly enterprise: string;
  /** The rotation's name, and the id of the version it makes. */
  readonly token: string;
  readonly secret: SecretVersions;
  readonly user: ServiceUser;
  readonly refusedSecrets: RefusedSecrets;
  readonly clock: Pick<Clock, "sleep">;
  /** One that the policy takes, from a secure source; another one each time. */
  readonly newPassword: () => string;
}

export type StepOutcome =
  | ("created" | "set" | "tested" | "finished")
  /** An earlier run of the step had done it. */
  | ("already-created" | "already-set" | "already-current")
  /** Secrets Manager only wants to know whether this function works: there is no new password, the current one was tried. */
  | "tested-current"
  /** The same, of a secret that has no value yet. */
  | "nothing-to-test";

/** 202 says that the change was accepted, not that it is done. */
const SETTLE_MS = 30_000;

/** Makes the new password and lays it aside in the secret, before anybody is told of it: from then on it cannot get lost. */
export async function createSecret({ secret, token, newPassword }: Rotation): Promise<StepOutcome> {
  if ((await secret.pending(token)) !== undefined) return "already-created";
  const { username } = await secret.current();
  await secret.putPending(token, { username, password: newPassword() });
  return "created";
}

/**
 * Has Convertr take the new password. At most two logins: with the current password, and should that or the change be refused with
 * the new one, which an earlier run may have set. A version that was refused before is not tried again.
 */
export async function setSecret(rotation: Rotation): Promise<StepOutcome> {
  const { enterprise, token, secret, user, refusedSecrets } = rotation;
  const next = await pendingOf(rotation);
  const current = await secret.current();
  const refused = await refusedSecrets.read(enterprise);
  const session = refused.has(current.version) ? undefined : await logInOrRemember(rotation, current);
  if (session === undefined) {
    const isSet = !refused.has(next.version) && (await logInOrRemember(rotation, next)) !== undefined;
    if (isSet) return "already-set";
    throw refusedBoth(enterprise);
  }
  if (current.username !== next.username) throw await otherUser(rotation);
  // Before the change: whoever finds the current password refused afterwards must be free to try this one.
  await refusedSecrets.forget(enterprise, next.version);
  const answer = await session.changePassword({ from: current.password, to: next.password });
  if (answer === "changed") return "set";
  // An earlier change may only just have come through: its password must not be thrown away.
  if ((await user.logIn(next)) !== undefined) return "already-set";
  // The current password is the account's, so nothing hangs on this version; with another one the next rotation may fare better.
  await secret.dropPending(token);
  throw new ReportsError("PasswordRefused", {
    what: "Convertr's password policy refused the new password; the old one stays, and this rotation is given up",
    where: enterprise,
    remedy:
      'When the secret was changed by hand meanwhile, start another rotation (aws secretsmanager rotate-secret); else compare the policy in Convertr with docs/operations.md, "Rotate the password"',
  });
}

/**
 * Proves the new password by one login; when it is refused, by a second and last one half a minute later. A refusal is not remembered:
 * should the change come through later still, the next run of `setSecret` finds it, and that step comes before this one.
 */
export async function testSecret(rotation: Rotation, current: string | undefined): Promise<StepOutcome> {
  const { enterprise, token, secret, user, refusedSecrets, clock } = rotation;
  const next = await secret.pending(token);
  if (next === undefined) return current === undefined ? "nothing-to-test" : await testCurrent(rotation);
  let session = await user.logIn(next);
  if (session === undefined) {
    await clock.sleep(SETTLE_MS);
    session = await user.logIn(next);
  }
  refuseUnproven(rotation, session);
  await refusedSecrets.forget(enterprise, next.version);
  return "tested";
}

/**
 * Makes the new password the current one. One login before, and the label moves only off the version that was current before the login:
 * a password changed by hand meanwhile is never replaced by one that Convertr refuses.
 */
export async function finishSecret(rotation: Rotation, current: string | undefined): Promise<StepOutcome> {
  const { token, secret } = rotation;
  const next = await pendingOf(rotation);
  refuseUnproven(rotation, await logInOrRemember(rotation, next));
  // A pending version with a value was made from a current one.
  await secret.makeCurrent(token, current ?? "");
  return "finished";
}

async function testCurrent(rotation: Rotation): Promise<StepOutcome> {
  const current = await rotation.secret.current();
  const refused = await rotation.refusedSecrets.read(rotation.enterprise);
  refuseUnproven(rotation, refused.has(current.version) ? undefined : await logInOrRemember(rotation, current));
  return "tested-current";
}

async function pendingOf({ secret, token, enterprise }: Rotation): Promise<Credentials> {
  const next = await secret.pending(token);
  if (next !== undefined) return next;
  throw new ReportsError("SecretUnavailable", {
    what: "the new password is not in the secret, or not yet to be read",
    where: `secret of ${enterprise}`,
    remedy: "Secrets Manager begins again with createSecret",
    retryable: true,
  });
}

/** Undefined when the credentials were refused, which is remembered. */
async function logInOrRemember(
  { user, refusedSecrets, enterprise }: Rotation,
  credentials: Credentials,
): Promise<UserSession | undefined> {
  const session = await user.logIn(credentials);
  if (session === undefined) await refusedSecrets.remember(enterprise, credentials.version);
  return session;
}

function refuseUnproven({ enterprise }: Rotation, session: UserSession | undefined): void {
  if (session === undefined) {
    throw new ReportsError("AuthFailed", {
      what: "Convertr refuses the password that the rotation is to prove; the secret keeps its current value",
      where: enterprise,
      remedy:
        "If somebody changed the password by hand, put it into the secret; the rotation then converges when it is tried again",
    });
  }
  if (!session.isExpired) return;
  throw new ReportsError("PasswordExpired", {
    what: "Convertr takes the password and calls it expired",
    where: enterprise,
    remedy: 'Set a password in Convertr by hand and put it into the secret (docs/operations.md, "Rotate the password")',
  });
}

function refusedBoth(enterprise: string): ReportsError {
  return new ReportsError("AuthFailed", {
    what: "Convertr refuses both the current and the new password of the secret; neither version is tried again",
    where: enterprise,
    remedy: 'Set a password in Convertr by hand and put it into the secret (docs/operations.md, "Rotate the password")',
  });
}

/** The secret names another user than the one the new password was made for, and Convertr has just let that user in. */
async function otherUser({ secret, token, enterprise }: Rotation): Promise<ReportsError> {
  await secret.dropPending(token);
  return new ReportsError("SecretChanged", {
    what: "the secret was given another user by hand during the rotation, which is given up",
    where: `secret of ${enterprise}`,
    remedy: "Nothing is left to do; the next rotation is that user's",
  });
}
