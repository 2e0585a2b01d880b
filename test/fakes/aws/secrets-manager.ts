import type { AwsAnswer, AwsRequest, AwsService } from "./server.ts";

export interface FakeSecret {
  readonly SecretString?: string;
  /** Base64. */
  readonly SecretBinary?: string;
  readonly VersionId?: string;
  /** Another name than the one asked for. */
  readonly Name?: string;
  /** ISO instant. */
  readonly LastChangedDate?: string;
}

export interface FakeSecretsManager extends AwsService {
  /** By name. A secret with neither text nor bytes was created without a value. */
  readonly secrets: Map<string, FakeSecret>;
}

/** What the fake's account and region are, in ARNs. */
export const FAKE_SCOPE = { region: "eu-west-1", account: "123456789012" } as const;

/** Secrets Manager's GetSecretValue and DescribeSecret, as the SDK speaks them (JSON 1.1). */
export function createFakeSecretsManager(): FakeSecretsManager {
  const secrets = new Map<string, FakeSecret>();
  return {
    signingName: "secretsmanager",
    secrets,
    callsOf: (request) => [
      { action: `secretsmanager:${actionOf(request)}`, resource: arnOf(idOf(request)), context: {} },
    ],
    answer: (request) => {
      const secret = secrets.get(idOf(request));
      const missing = "Secrets Manager can't find the specified secret";
      if (secret === undefined) return secretRefusal("ResourceNotFoundException", `${missing}.`);
      if (actionOf(request) === "DescribeSecret") return json(200, described(idOf(request), secret));
      if (actionOf(request) !== "GetSecretValue")
        return secretRefusal("UnknownOperationException", "unknown operation");
      if (secret.SecretString === undefined && secret.SecretBinary === undefined) {
        return secretRefusal("ResourceNotFoundException", `${missing} value for staging label: AWSCURRENT`);
      }
      const { LastChangedDate: _, ...value } = secret;
      return json(200, { ARN: arnOf(idOf(request)), Name: idOf(request), VersionId: "version-1", ...value });
    },
  };
}

function described(name: string, secret: FakeSecret) {
  const changed = secret.LastChangedDate;
  return {
    ARN: arnOf(name),
    Name: name,
    ...(changed === undefined ? {} : { LastChangedDate: Date.parse(changed) / 1000 }),
  };
}

const actionOf = (request: AwsRequest) => request.headers["x-amz-target"]?.split(".")[1] ?? "";
const idOf = (request: AwsRequest) => String(JSON.parse(request.body.toString("utf8")).SecretId);
const arnOf = (name: string) =>
  `arn:aws:secretsmanager:${FAKE_SCOPE.region}:${FAKE_SCOPE.account}:secret:${name}-AbCdEf`;

const json = (status: number, body: object): AwsAnswer => ({
  status,
  headers: { "content-type": "application/x-amz-json-1.1" },
  body: JSON.stringify(body),
});

/** An error of Secrets Manager, as an answer for `faults` too. */
export const secretRefusal = (type: string, message: string, status = 400): AwsAnswer =>
  json(status, { __type: type, Message: message, message });
