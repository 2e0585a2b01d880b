// The peer of a function's start: the AWS clients it needs, with the requests it makes of them, and nothing else.
import {
  GetObjectCommand,
  HeadObjectCommand,
  ListObjectsV2Command,
  PutObjectCommand,
  S3Client,
} from "@aws-sdk/client-s3";
import { SESClient, SendRawEmailCommand } from "@aws-sdk/client-ses";

const clients = [new S3Client(), new SESClient()];
const requests = [GetObjectCommand, HeadObjectCommand, ListObjectsV2Command, PutObjectCommand, SendRawEmailCommand];

export const handler = async () => [clients.length, requests.length];
