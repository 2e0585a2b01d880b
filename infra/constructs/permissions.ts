import { Stack } from "aws-cdk-lib";
import { PolicyStatement } from "aws-cdk-lib/aws-iam";
import type { IBucket } from "aws-cdk-lib/aws-s3";
import type { Construct } from "constructs";
import { functionArn, namesIn } from "../deployment-stack.ts";
import type { Permission } from "./permission.ts";
import type { DataBucket } from "./storage.ts";

/**
 * Tells a missing key from a forbidden one: without `s3:ListBucket` S3 answers both with 403. A condition on the prefix would undo
 * that, for a GET carries none.
 */
export const mayListBucket = (bucket: IBucket): Permission => ({
  statement: new PolicyStatement({ actions: ["s3:ListBucket"], resources: [bucket.bucketArn] }),
});

/** Athena asks it of who asks about a table. */
export const locateBucket = (bucket: IBucket): Permission => ({
  statement: new PolicyStatement({ actions: ["s3:GetBucketLocation"], resources: [bucket.bucketArn] }),
});

/** @param prefixes with their closing slash */
export const mayReadObjects = (bucket: IBucket, prefixes: readonly string[]): Permission =>
  objectsBelow(bucket, ["s3:GetObject"], prefixes);

/**
 * Writing under a condition. Who writes must also read: an overwrite compares, and a write whose answer was lost is settled by looking.
 * Nothing may delete: overwritten objects stay as versions.
 * @param prefixes with their closing slash
 */
export const mayKeepObjects = (bucket: IBucket, prefixes: readonly string[]): Permission =>
  objectsBelow(bucket, ["s3:GetObject", "s3:PutObject"], prefixes);

/** What the objects of a bucket with a customer's key take beside S3's own permissions: reading decrypts, writing asks for a data key. */
export const mayReadEncrypted = (scope: Construct, { kmsKeyArn }: DataBucket): Permission[] =>
  useOfKey(scope, kmsKeyArn, ["kms:Decrypt"]);

export const mayKeepEncrypted = (scope: Construct, { kmsKeyArn }: DataBucket): Permission[] =>
  useOfKey(scope, kmsKeyArn, ["kms:Decrypt", "kms:GenerateDataKey"]);

/** Only for what passes through S3. No condition on the encryption context: a bucket key changes it. */
function useOfKey(scope: Construct, kmsKeyArn: string | undefined, actions: string[]): Permission[] {
  if (kmsKeyArn === undefined) return [];
  const conditions = { StringEquals: { "kms:ViaService": `s3.${Stack.of(scope).region}.amazonaws.com` } };
  return [{ statement: new PolicyStatement({ actions, resources: [kmsKeyArn], conditions }) }];
}

const objectsBelow = (bucket: IBucket, actions: string[], prefixes: readonly string[]): Permission => ({
  statement: new PolicyStatement({ actions, resources: prefixes.map((prefix) => bucket.arnForObjects(`${prefix}*`)) }),
  wildcards: "Keys below the function's own prefixes are named by enterprise and day; the prefix is the limit.",
});

export const readSecrets = (scope: Construct): Permission => ownSecrets(scope, ["GetSecretValue"]);

/** When their versions were made, not what is in them. */
export const dateSecrets = (scope: Construct): Permission => ownSecrets(scope, ["ListSecretVersionIds"]);

/** Only secrets whose rotation is this function's: those of enterprises that opted in. */
export const rotateSecrets = (scope: Construct): Permission =>
  ownSecrets(scope, ["DescribeSecret", "GetSecretValue", "PutSecretValue", "UpdateSecretVersionStage"], {
    StringEquals: {
      "secretsmanager:resource/AllowRotationLambdaArn": functionArn(scope, namesIn(scope).rotationFunction),
    },
  });

const ownSecrets = (
  scope: Construct,
  actions: readonly string[],
  conditions: Readonly<Record<string, Readonly<Record<string, string>>>> = {},
): Permission => ({
  statement: new PolicyStatement({
    actions: actions.map((action) => `secretsmanager:${action}`),
    resources: [
      Stack.of(scope).formatArn({ service: "secretsmanager", resource: `secret:${namesIn(scope).secretPrefix}*` }),
    ],
    conditions,
  }),
  wildcards:
    "The secrets below this prefix are this deployment's, and Secrets Manager adds letters to a name; a list of them would outgrow a role's policy at about a hundred enterprises.",
});

/**
 * Sending as one address.
 * @param from bare address
 */
export const sendMail = (scope: Construct, from: string): Permission => {
  const arn = (resource: string) => Stack.of(scope).formatArn({ service: "ses", resource });
  return {
    statement: new PolicyStatement({
      actions: ["ses:SendRawEmail"],
      resources: [arn("identity/*"), arn(`configuration-set/${namesIn(scope).configurationSet}`)],
      conditions: { StringEquals: { "ses:FromAddress": from } },
    }),
    wildcards: "In the sandbox SES asks about the recipient's identity too; the sender is fixed by a condition.",
  };
};
