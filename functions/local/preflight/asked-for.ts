import type { S3Client } from "@aws-sdk/client-s3";
import { DescribeSecretCommand, type SecretsManagerClient } from "@aws-sdk/client-secrets-manager";
import type { SESv2Client } from "@aws-sdk/client-sesv2";
import { CURRENT } from "../../../shared/convertr/login/secrets-manager.ts";
import { atOnce } from "../../../shared/platform/at-once.ts";
import { awsFailureOf } from "../../../shared/platform/aws-client.ts";
import { systemClock } from "../../../shared/platform/clock.ts";
import { namesOf } from "../../../shared/settings/names.ts";
import type { Settings } from "../../../shared/settings/schema.ts";
import { createS3Store } from "../../../shared/snapshot/s3-store.ts";
import { bucketEncryption, keyDifference } from "../aws/bucket-key.ts";
import { findIdentity, findSendingIdentity, senderDomain, sendingIdentities } from "../aws/sender-identity.ts";
import { lackingMonths, listedMonths } from "../doctor/aws-months.ts";
import { type CheckFinding, fail, notApplicable, pass } from "../doctor/finding.ts";

/** Enterprises looked at at a time. */
const AT_ONCE = 8;

export interface DeployedAndAsked {
  readonly settings: Settings;
  /** Outputs of the stack; undefined when it is not there. */
  readonly deployed: Readonly<Record<string, string>> | undefined;
}

/** Making an identity that exists stops a deployment, and taking one over would have `destroy` take it away from others. */
export async function identityCheck(
  client: SESv2Client,
  { settings, deployed }: DeployedAndAsked,
): Promise<CheckFinding> {
  const name = "SES identity";
  if (settings.identity === "existing") {
    const found = await findSendingIdentity(client, settings);
    if (found?.isVerified) return pass(name, `${found.name} is there and verified`);
    if (found !== undefined) return pass(name, `${found.name} is there, and sends nothing until it is verified`);
    return fail(
      name,
      `none of ${sendingIdentities(settings).slice(1).join(", ")} nor the sender's address is an identity here`,
      'Make and verify one in this region, or say "identity": "create"',
    );
  }
  const domain = senderDomain(settings);
  if (await isMadeHere(domain, deployed)) return pass(name, `${domain} is this deployment's own`);
  if ((await findIdentity(client, domain)) === undefined) return pass(name, `${domain} will be made`);
  return fail(
    name,
    `${domain} is an identity already, which this deployment did not make`,
    'Say "identity": "existing" in the settings',
  );
}

/** Records for the DNS are among the outputs only of the deployment that made the identity. */
const isMadeHere = async (domain: string, deployed: DeployedAndAsked["deployed"]): Promise<boolean> =>
  deployed?.["DkimRecord1"]?.split(" ")[0]?.endsWith(`._domainkey.${domain}`) === true;

/** A bucket that was brought along: there, and encrypted with the key that the functions are let use. */
export async function bucketCheck(client: S3Client, { existingBucket }: Settings): Promise<CheckFinding> {
  const name = "existing bucket";
  if (existingBucket === null) return notApplicable(name, "the deployment makes its own");
  try {
    const difference = keyDifference(await bucketEncryption(client, existingBucket.name), existingBucket.kmsKeyArn);
    if (difference === undefined) return pass(name, `${existingBucket.name} is there, with the key of the settings`);
    return fail(name, `${existingBucket.name}: ${difference}`, 'See docs/operations.md, "Existing bucket"');
  } catch (error) {
    if (awsFailureOf(error).name !== "NoSuchBucket") throw error;
    return fail(name, `there is no bucket ${existingBucket.name}`, "Correct existingBucket, or leave it out");
  }
}

/** SQL that takes older days from months lacks the rows of every month that is not there. */
export async function monthsCheck(client: S3Client, { settings, deployed }: DeployedAndAsked): Promise<CheckFinding> {
  const name = "months";
  if (!settings.months) return notApplicable(name, "SQL reads the days themselves");
  const bucket = settings.existingBucket?.name ?? deployed?.["Bucket"];
  if (bucket === undefined) return pass(name, "there is no history yet");
  const store = createS3Store({ client, bucket, clock: systemClock });
  const now = systemClock.now();
  const looks = await atOnce(Object.keys(settings.enterprises), AT_ONCE, async (enterprise) => {
    const { there, lacking } = await lackingMonths({ store, settings, enterprise, now });
    return { there, lacking: lacking.map((month) => `${enterprise} ${month}`) };
  });
  const lacking = looks.flatMap((look) => look.lacking);
  if (lacking.length === 0) return pass(name, `all ${looks.reduce((sum, { there }) => sum + there, 0)} are there`);
  return fail(
    name,
    `not there: ${listedMonths(lacking)}`,
    'Deploy with "months": false first and invoke convertr-reports-months with {} until nothing is left (docs/operations.md, "Months")',
  );
}

/** Secrets Manager schedules the rotation of a secret that is there only, and starts by logging in with its value. */
export async function rotatedSecretsCheck(client: SecretsManagerClient, settings: Settings): Promise<CheckFinding> {
  const name = "secrets to rotate";
  const rotating = Object.entries(settings.enterprises).filter(([, of]) => of.rotatePassword && !of.retired);
  if (rotating.length === 0) return notApplicable(name, "no enterprise says rotatePassword");
  const { secretPrefix } = namesOf(settings.deployment);
  const lacking: string[] = [];
  for (const [enterprise] of rotating)
    if (!(await isFilled(client, secretPrefix + enterprise))) lacking.push(enterprise);
  if (lacking.length === 0) return pass(name, `all ${rotating.length} are there and filled`);
  return fail(
    name,
    `not there, or without a value: ${lacking.map((enterprise) => secretPrefix + enterprise).join(", ")}`,
    `First npm run reports -- secret --enterprise ${lacking[0]}`,
  );
}

async function isFilled(client: SecretsManagerClient, SecretId: string): Promise<boolean> {
  try {
    const { DeletedDate, VersionIdsToStages = {} } = await client.send(new DescribeSecretCommand({ SecretId }));
    return DeletedDate === undefined && Object.values(VersionIdsToStages).flat().includes(CURRENT);
  } catch (error) {
    if (awsFailureOf(error).name === "ResourceNotFoundException") return false;
    throw error;
  }
}
