import { bodyOf, jsonAnswer, targetOf } from "./answers.ts";
import {
  type FakeSecret,
  labelsOf,
  putVersion,
  type Refusal,
  readVersion,
  updateStage,
  versionsOf,
} from "./secret-versions.ts";
import type { AwsAnswer, AwsRequest, AwsService } from "./server.ts";

export interface FakeSecretsManager extends AwsService {
  /** By name. A secret with neither text, bytes nor versions was created without a value. */
  readonly secrets: Map<string, FakeSecret>;
}

/** What the fake's account and region are, in ARNs. */
export const FAKE_SCOPE = { region: "eu-west-1", account: "123456789012" } as const;

/** Secrets Manager as the SDK speaks it (JSON 1.1): values, versions and their labels, as its API reference has them. */
export function createFakeSecretsManager(now: () => number = Date.now): FakeSecretsManager {
  const secrets = new Map<string, FakeSecret>();
  return {
    signingName: "secretsmanager",
    secrets,
    callsOf: (request) => {
      const rotates = secrets.get(nameIn(request))?.RotationLambdaARN;
      const context = rotates === undefined ? {} : { "secretsmanager:resource/AllowRotationLambdaArn": rotates };
      return [{ action: `secretsmanager:${targetOf(request)}`, resource: secretArn(nameIn(request)), context }];
    },
    answer: (request) => {
      const name = nameIn(request);
      if (targetOf(request) === "CreateSecret") return create(secrets, bodyOf(request), now());
      const secret = secrets.get(name);
      if (secret === undefined) {
        return secretRefusal("ResourceNotFoundException", "Secrets Manager can't find the specified secret.");
      }
      if (secret.DeletedDate !== undefined && !["DescribeSecret", "RestoreSecret"].includes(targetOf(request))) {
        const told = "You can't perform this operation on the secret because it was marked for deletion.";
        return secretRefusal("InvalidRequestException", told);
      }
      const done = ACTIONS[targetOf(request)]?.({ name, secret, body: bodyOf(request), now: now() });
      if (done === undefined) return secretRefusal("UnknownOperationException", "unknown operation");
      if ("refusal" in done) return secretRefusal(done.refusal, done.message);
      return jsonAnswer(200, { ARN: secretArn(name), Name: secret.Name ?? name, ...done });
    },
  };
}

interface Asked {
  readonly name: string;
  readonly secret: FakeSecret;
  readonly body: Record<string, unknown>;
  readonly now: number;
}

const ACTIONS: Readonly<Record<string, (asked: Asked) => object | Refusal>> = {
  GetSecretValue: ({ secret, body }) => readVersion(secret, body),
  PutSecretValue: ({ secret, body, now }) => putVersion(secret, body, now),
  RestoreSecret: ({ secret }) => {
    delete secret.DeletedDate;
    return {};
  },
  UpdateSecretVersionStage: ({ secret, body }) => updateStage(secret, body),
  DescribeSecret: ({ secret }) => ({
    ...(secret.RotationEnabled === undefined ? {} : { RotationEnabled: secret.RotationEnabled }),
    ...(secret.RotationLambdaARN === undefined ? {} : { RotationLambdaARN: secret.RotationLambdaARN }),
    ...datesOf(secret),
    VersionIdsToStages: labelsOf(secret),
  }),
  ListSecretVersionIds: ({ secret }) => ({
    Versions: [...versionsOf(secret)]
      .filter(([, { stages }]) => stages.size > 0)
      .map(([VersionId, { stages, createdMs }]) => ({
        VersionId,
        VersionStages: [...stages],
        ...(createdMs === undefined ? {} : { CreatedDate: createdMs / 1000 }),
      })),
  }),
};

function datesOf(secret: FakeSecret): Readonly<Record<string, number>> {
  const names = ["DeletedDate", "LastChangedDate", "LastRotatedDate", "NextRotationDate"] as const;
  return Object.fromEntries(
    names.flatMap((name) => {
      const date = secret[name];
      return date === undefined ? [] : [[name, Date.parse(date) / 1000] as const];
    }),
  );
}

/** A name is taken until the secret is gone, also while it waits to be deleted. */
function create(secrets: Map<string, FakeSecret>, body: Record<string, unknown>, now: number): AwsAnswer {
  const name = String(body["Name"]);
  const before = secrets.get(name);
  if (before?.DeletedDate !== undefined) {
    const told = "You can't create this secret because a secret with this name is already scheduled for deletion.";
    return secretRefusal("InvalidRequestException", told);
  }
  if (before !== undefined) return secretRefusal("ResourceExistsException", "a secret with this name already exists.");
  const tags = (body["Tags"] ?? []) as readonly { readonly Key: string; readonly Value: string }[];
  const secret: FakeSecret = {
    description: String(body["Description"]),
    tags: Object.fromEntries(tags.map(({ Key, Value }) => [Key, Value])),
  };
  secrets.set(name, secret);
  return jsonAnswer(200, { ARN: secretArn(name), Name: name, ...putVersion(secret, body, now) });
}

const nameIn = (request: AwsRequest): string =>
  String(bodyOf(request)["SecretId"] ?? bodyOf(request)["Name"])
    .replace(/^arn:.*:secret:/, "arn:")
    .replace(/^arn:(.*)-[A-Za-z0-9]{6}$/, "$1");

export const secretArn = (name: string): string =>
  `arn:aws:secretsmanager:${FAKE_SCOPE.region}:${FAKE_SCOPE.account}:secret:${name}-AbCdEf`;

/** An error of Secrets Manager, as an answer for `faults` too. */
export const secretRefusal = (type: string, message: string, status = 400): AwsAnswer => ({
  ...jsonAnswer(status, { __type: type, Message: message, message }),
  status,
});
