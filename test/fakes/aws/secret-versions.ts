export interface FakeVersion {
  readonly SecretString?: string;
  /** Base64. */
  readonly SecretBinary?: string;
  readonly stages: Set<string>;
  /** Epoch ms. */
  readonly createdMs?: number;
}

/** A secret with one current version told in short, or with `versions`; what is written makes it one with versions. */
export interface FakeSecret {
  SecretString?: string;
  /** Base64. */
  SecretBinary?: string;
  VersionId?: string;
  /** ISO instant of the current version. */
  CreatedDate?: string;
  versions?: Map<string, FakeVersion>;
  /** Another name than the one asked for. */
  Name?: string;
  /** ISO instant of its deletion, which is not over until the secret is gone from the map. */
  DeletedDate?: string;
  description?: string;
  tags?: Readonly<Record<string, string>>;
  /** ISO instants. */
  LastChangedDate?: string;
  LastRotatedDate?: string;
  NextRotationDate?: string;
  RotationEnabled?: boolean;
  RotationLambdaARN?: string;
}

/** An error of the service. */
export interface Refusal {
  readonly refusal: string;
  readonly message: string;
}

const refusal = (name: string, message: string): Refusal => ({ refusal: name, message });

/** All versions of a secret, by id; those without a label are deprecated and still there. */
export function versionsOf(secret: FakeSecret): Map<string, FakeVersion> {
  if (secret.versions !== undefined) return secret.versions;
  const { SecretString, SecretBinary, VersionId = "version-1", CreatedDate } = secret;
  if (SecretString === undefined && SecretBinary === undefined) return new Map();
  const version: FakeVersion = {
    ...(SecretString === undefined ? {} : { SecretString }),
    ...(SecretBinary === undefined ? {} : { SecretBinary }),
    stages: new Set(["AWSCURRENT"]),
    ...(CreatedDate === undefined ? {} : { createdMs: Date.parse(CreatedDate) }),
  };
  return new Map([[VersionId, version]]);
}

export const labelsOf = (secret: FakeSecret): Readonly<Record<string, string[]>> =>
  Object.fromEntries(
    [...versionsOf(secret)].filter(([, { stages }]) => stages.size > 0).map(([id, { stages }]) => [id, [...stages]]),
  );

export const versionWith = (secret: FakeSecret, stage: string): string | undefined =>
  [...versionsOf(secret)].find(([, { stages }]) => stages.has(stage))?.[0];

/** GetSecretValue. */
export function readVersion(secret: FakeSecret, asked: Record<string, unknown>): object | Refusal {
  const stage = String(asked["VersionStage"] ?? "AWSCURRENT");
  const id = asked["VersionId"] === undefined ? versionWith(secret, stage) : String(asked["VersionId"]);
  const version = id === undefined ? undefined : versionsOf(secret).get(id);
  const missing = "Secrets Manager can't find the specified secret value for";
  if (version !== undefined && asked["VersionId"] !== undefined && asked["VersionStage"] !== undefined) {
    const told = "You provided a VersionStage that is not associated to the provided VersionId.";
    if (!version.stages.has(stage)) return refusal("InvalidRequestException", told);
  }
  if (version === undefined || (version.SecretString === undefined && version.SecretBinary === undefined)) {
    const what = asked["VersionId"] === undefined ? `staging label: ${stage}` : `VersionId: ${id}`;
    return refusal("ResourceNotFoundException", `${missing} ${what}`);
  }
  const { stages, createdMs, ...value } = version;
  // An empty id is what a test gives to see it refused.
  return {
    ...value,
    VersionId: id,
    VersionStages: [...stages],
    ...(createdMs === undefined ? {} : { CreatedDate: createdMs / 1000 }),
  };
}

/** PutSecretValue: a version gets its value once; labels move to it. */
export function putVersion(secret: FakeSecret, asked: Record<string, unknown>, now: number): object | Refusal {
  const id = String(asked["ClientRequestToken"]);
  const SecretString = String(asked["SecretString"]);
  const versions = written(secret);
  const before = versions.get(id);
  if (before?.SecretString !== undefined && before.SecretString !== SecretString) {
    const told = "You can't modify an existing version, you can only create a new version.";
    return refusal("ResourceExistsException", told);
  }
  if (before?.SecretString === undefined) {
    versions.set(id, { SecretString, stages: before?.stages ?? new Set(), createdMs: now });
    secret.LastChangedDate = new Date(now).toISOString();
    const stages = (asked["VersionStages"] as string[] | undefined) ?? ["AWSCURRENT"];
    for (const stage of stages) moveStage(versions, stage, id);
  }
  return { VersionId: id, VersionStages: [...(versions.get(id)?.stages ?? [])] };
}

/** UpdateSecretVersionStage: a label moves only off the version that the request names. */
export function updateStage(secret: FakeSecret, asked: Record<string, unknown>): object | Refusal {
  const versions = written(secret);
  const [stage, from, to] = [String(asked["VersionStage"]), asked["RemoveFromVersionId"], asked["MoveToVersionId"]];
  const holder = versionWith(secret, stage);
  if (to !== undefined && holder !== undefined && holder !== to && holder !== from) {
    const told = `The parameter RemoveFromVersionId can't be empty or is not the version that has ${stage}.`;
    return refusal("InvalidParameterException", told);
  }
  if (to === undefined && from !== holder)
    return refusal("InvalidParameterException", `${stage} is not on that version.`);
  if (to === undefined) versions.get(String(from))?.stages.delete(stage);
  else if (!versions.has(String(to))) return refusal("ResourceNotFoundException", "no such version");
  else moveStage(versions, stage, String(to));
  return {};
}

/** RotateSecret, before it starts the function: a version without a value, unless an earlier rotation has not ended. */
export function beginRotation(secret: FakeSecret, token: string): string {
  const pending = versionWith(secret, "AWSPENDING");
  if (pending !== undefined && pending !== versionWith(secret, "AWSCURRENT")) return pending;
  const versions = written(secret);
  if (versions.has(token)) return token;
  versions.set(token, { stages: new Set() });
  moveStage(versions, "AWSPENDING", token);
  return token;
}

function written(secret: FakeSecret): Map<string, FakeVersion> {
  secret.versions = versionsOf(secret);
  return secret.versions;
}

/** AWSPREVIOUS follows where AWSCURRENT leaves. */
function moveStage(versions: Map<string, FakeVersion>, stage: string, to: string): void {
  const holder = [...versions].find(([, { stages }]) => stages.has(stage));
  if (holder?.[0] === to) return;
  holder?.[1].stages.delete(stage);
  if (stage === "AWSCURRENT" && holder !== undefined) moveStage(versions, "AWSPREVIOUS", holder[0]);
  versions.get(to)?.stages.add(stage);
}
