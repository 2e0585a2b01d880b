// The peer of a function's start: the AWS clients it needs, with the requests it makes of them, and nothing else.
import { GetObjectCommand, HeadObjectCommand, PutObjectCommand, S3Client } from "@aws-sdk/client-s3";
import {
  DescribeSecretCommand,
  GetSecretValueCommand,
  PutSecretValueCommand,
  SecretsManagerClient,
  UpdateSecretVersionStageCommand,
} from "@aws-sdk/client-secrets-manager";

const clients = [new S3Client(), new SecretsManagerClient()];
const requests = [
  ...[GetObjectCommand, HeadObjectCommand, PutObjectCommand, DescribeSecretCommand, GetSecretValueCommand],
  ...[PutSecretValueCommand, UpdateSecretVersionStageCommand],
];

export const handler = async () => [clients.length, requests.length];
