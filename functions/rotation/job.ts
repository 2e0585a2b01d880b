import { CURRENT, PENDING } from "../../shared/convertr/login/secrets-manager.ts";
import { isReportsError, ReportsError } from "../../shared/platform/errors.ts";
import type { Log } from "../../shared/platform/log.ts";
import { enterpriseOf } from "../../shared/settings/lookup.ts";
import { namesOf } from "../../shared/settings/names.ts";
import type { Settings } from "../../shared/settings/schema.ts";
import type { RotationRequest, Step } from "./event.ts";
import { createSecret, finishSecret, type Rotation, type StepOutcome, setSecret, testSecret } from "./steps.ts";

export interface RotationDependencies {
  readonly deployment: Settings["deployment"];
  /** Settings that hold an enterprise, if there is such a one. */
  readonly settingsOf: (enterprise: string) => Settings;
  readonly log: Log;
  /** What a rotation of one enterprise works with, bound to this invocation's deadline. */
  readonly rotationOf: (enterprise: string) => Omit<Rotation, "enterprise" | "token">;
}

export interface RotationAnswer {
  readonly enterprise: string;
  readonly step: Step;
  readonly outcome: StepOutcome;
}

const RUN: Readonly<Record<Step, (rotation: Rotation, from: string | undefined) => Promise<StepOutcome>>> = {
  createSecret,
  setSecret,
  testSecret,
  finishSecret,
};

/**
 * One step of changing a service user's password. Each may be run again with its token, whatever became of it before.
 * @throws InvalidEvent | UnknownEnterprise | InvalidSettings before anything is called; AuthFailed | PasswordExpired |
 *   PasswordRefused | SecretChanged | SecretUnavailable | SecretMalformed | Forbidden | ApiUnavailable | BadResponse | RateLimited |
 *   DeadlineExceeded | StoreFailed
 */
export async function rotatePassword(deps: RotationDependencies, request: RotationRequest): Promise<RotationAnswer> {
  const { Step: step, ClientRequestToken: token } = request;
  const enterprise = rotatedEnterprise(deps, request);
  try {
    const rotation: Rotation = { ...deps.rotationOf(enterprise), enterprise, token };
    const outcome = await run(rotation, step);
    deps.log.info("rotation-step", { enterprise, step, outcome });
    return { enterprise, step, outcome };
  } catch (error) {
    const told = isReportsError(error) ? { name: error.name, message: error.message } : { name: "unforeseen" };
    deps.log.error("rotation-step", { enterprise, step, outcome: "failed", error: told });
    throw error;
  }
}

/** What Secrets Manager's own templates check first, for every step. */
async function run(rotation: Rotation, step: Step): Promise<StepOutcome> {
  const labels = await rotation.secret.labels();
  const own = labels.get(rotation.token) ?? [];
  if (own.includes(CURRENT)) return "already-current";
  if (!own.includes(PENDING)) {
    throw new ReportsError("InvalidEvent", {
      what: "the version named by ClientRequestToken is not the one that a rotation is making",
      where: `secret of ${rotation.enterprise}`,
      remedy: "Rotations are started by Secrets Manager: aws secretsmanager rotate-secret",
    });
  }
  const [current] = [...labels].find(([, stages]) => stages.includes(CURRENT)) ?? [];
  return await RUN[step](rotation, current);
}

/** `…:secret:convertr-reports/acme-AbCdEf` → `acme`: Secrets Manager ends a name in a hyphen and six characters. */
function rotatedEnterprise(
  { deployment, settingsOf }: Pick<RotationDependencies, "deployment" | "settingsOf">,
  { SecretId }: RotationRequest,
): string {
  const name = SecretId.split(":secret:")[1]?.replace(/-[A-Za-z0-9]{6}$/, "") ?? "";
  const { secretPrefix } = namesOf(deployment);
  if (!name.startsWith(secretPrefix)) {
    throw new ReportsError("InvalidEvent", {
      what: `the secret is none of this deployment: its name does not begin with ${secretPrefix}`,
      where: "event of rotation, SecretId",
      remedy: "Take this function out of that secret's rotation",
    });
  }
  const enterprise = name.slice(secretPrefix.length);
  const { rotatePassword, retired } = enterpriseOf(settingsOf(enterprise), enterprise);
  if (!rotatePassword || retired) {
    throw new ReportsError("InvalidSettings", {
      what: retired ? "the enterprise is retired" : "its settings do not say rotatePassword",
      where: `enterprises.${enterprise}`,
      remedy: "Say so and deploy, or take the rotation off the secret: aws secretsmanager cancel-rotate-secret",
    });
  }
  return enterprise;
}
