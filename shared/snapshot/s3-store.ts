import {
  GetObjectCommand,
  HeadObjectCommand,
  ListObjectsV2Command,
  S3Client,
  type S3ClientConfig,
} from "@aws-sdk/client-s3";
import { type AwsClientOptions, awsFailureOf, requestHandlerOf } from "../platform/aws-client.ts";
import { readObjectBody } from "./s3-store-body.ts";
import { type S3Place, storeFailure } from "./s3-store-errors.ts";
import { put, type S3StoreOptions } from "./s3-store-put.ts";
import type { CreateOutcome, ObjectInfo, ObjectStore, OverwriteOutcome, StoredObject } from "./store.ts";
import { checkedKey } from "./store-key.ts";

/** A slow S3 is an error, not a wait without end (docs/faults.md, W06). */
const S3_TIMEOUTS: AwsClientOptions = { connectionTimeout: 3_000, requestTimeout: 30_000 };

/** An S3 client that gives up in time. Region, credentials and endpoint come from the environment. */
export function createS3Client(timeouts: AwsClientOptions = S3_TIMEOUTS, config: S3ClientConfig = {}): S3Client {
  return new S3Client({ maxAttempts: 3, ...config, requestHandler: requestHandlerOf(timeouts) });
}

/** A body that breaks off is not repeated by the SDK either. */
const BODY_ATTEMPTS = 3;

/** The store on S3. A condition travels with its PUT; bytes travel with their SHA-256, which S3 checks before it stores them. */
export function createS3Store(options: S3StoreOptions): ObjectStore {
  return {
    head: async (key) => head(options, checkedKey(key)),
    get: async (key) => get(options, checkedKey(key)),
    list: (prefix) => list(options, prefix),
    create: async (key, body, { contentType }): Promise<CreateOutcome> => {
      const write = await put(options, { key: checkedKey(key), body, contentType, condition: { IfNoneMatch: "*" } });
      if (write.outcome === "written") return { outcome: "created", etag: write.etag };
      return { outcome: "exists" };
    },
    overwrite: async (key, body, { contentType, ifMatch }): Promise<OverwriteOutcome> => {
      const write = await put(options, { key: checkedKey(key), body, contentType, condition: { IfMatch: ifMatch } });
      if (write.outcome === "written") return { outcome: "replaced", etag: write.etag };
      return { outcome: write.outcome === "missing" ? "gone" : "changed" };
    },
  };
}

async function head({ client, bucket }: S3StoreOptions, key: string): Promise<ObjectInfo | undefined> {
  try {
    const answer = await client.send(new HeadObjectCommand({ Bucket: bucket, Key: key }));
    return infoOf(key, answer.ETag, answer.ContentLength, answer.LastModified);
  } catch (error) {
    // The answer to a HEAD has no body: a missing bucket looks the same here, and shows itself at the first write.
    if (awsFailureOf(error).status === 404) return undefined;
    throw storeFailure(error, { bucket, key, action: "s3:GetObject" });
  }
}

async function get({ client, bucket }: S3StoreOptions, key: string): Promise<StoredObject | undefined> {
  for (let attempt = 1; ; attempt++) {
    try {
      const answer = await client.send(new GetObjectCommand({ Bucket: bucket, Key: key }));
      if (answer.Body === undefined) throw new Error("an answer without a body");
      const body = await readObjectBody(answer.Body);
      return { ...infoOf(key, answer.ETag, body.byteLength, answer.LastModified), body };
    } catch (error) {
      const { name, status } = awsFailureOf(error);
      if (name === "NoSuchKey") return undefined;
      // With a status, or after the SDK's own attempts, S3 has spoken; without, the body broke off or did not match its checksum.
      const spoken = status !== undefined || awsFailureOf(error).attempts > 1;
      if (spoken || attempt === BODY_ATTEMPTS) throw storeFailure(error, { bucket, key, action: "s3:GetObject" });
    }
  }
}

async function list({ client, bucket }: S3StoreOptions, prefix: string): Promise<readonly ObjectInfo[]> {
  const found: ObjectInfo[] = [];
  const place: S3Place = { bucket, key: prefix, action: "s3:ListBucket" };
  const seen = new Set<string>();
  let token: string | undefined;
  for (;;) {
    const answer = await client
      .send(new ListObjectsV2Command({ Bucket: bucket, Prefix: prefix, ContinuationToken: token }))
      .catch((error: unknown) => {
        throw storeFailure(error, place);
      });
    for (const object of answer.Contents ?? []) {
      if (object.Key === undefined) throw storeFailure(new Error("a listing without keys"), place);
      found.push(infoOf(object.Key, object.ETag, object.Size, object.LastModified));
    }
    token = answer.NextContinuationToken;
    if (token === undefined) return found;
    if (seen.has(token)) throw storeFailure(new Error("a listing that goes round in circles"), place);
    seen.add(token);
  }
}

function infoOf(
  key: string,
  etag: string | undefined,
  bytes: number | undefined,
  lastModified: Date | undefined,
): ObjectInfo {
  return { key, etag: etag ?? "", bytes: bytes ?? 0, lastModified: lastModified?.getTime() ?? 0 };
}
