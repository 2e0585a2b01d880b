// The peer of a function's start: the AWS clients it needs, with the requests it makes of them, and nothing else.
import {
  GetObjectCommand,
  HeadObjectCommand,
  ListObjectsV2Command,
  PutObjectCommand,
  S3Client,
} from "@aws-sdk/client-s3";
import { DescribeSecretCommand, SecretsManagerClient } from "@aws-sdk/client-secrets-manager";

const clients = [new S3Client(), new SecretsManagerClient()];
const requests = [GetObjectCommand, HeadObjectCommand, ListObjectsV2Command, PutObjectCommand, DescribeSecretCommand];

export const handler = async () => [clients.length, requests.length];
