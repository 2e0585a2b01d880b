import { createHash } from "node:crypto";
import { HeadObjectCommand, PutObjectCommand, type S3Client } from "@aws-sdk/client-s3";
import { awsFailureOf } from "../platform/aws-client.ts";
import { type Clock, systemClock } from "../platform/clock.ts";
import { storeFailure } from "./s3-store-errors.ts";

export interface S3StoreOptions {
  readonly client: S3Client;
  readonly bucket: string;
  /** @default the system's */
  readonly clock?: Clock;
  /** Spreads the waits after a conflict; 0 to 1. @default Math.random */
  readonly random?: () => number;
}

/** The SDK does not repeat a 409; S3 asks that we do. */
const CONFLICT_RETRIES = 3;
const CONFLICT_WAIT_MS = 200;

export type PutCondition = { readonly IfNoneMatch: "*" } | { readonly IfMatch: string };
export type Write =
  | { readonly outcome: "written"; readonly etag: string }
  | { readonly outcome: "refused" }
  | { readonly outcome: "missing" };

export interface PutRequest {
  readonly key: string;
  readonly body: Uint8Array;
  readonly contentType: string;
  readonly condition: PutCondition;
}

/**
 * One conditional write, whole or absent.
 * @throws StoreFailed
 */
export async function put(options: S3StoreOptions, request: PutRequest): Promise<Write> {
  const { client, bucket, clock = systemClock, random = Math.random } = options;
  const { key, body, contentType, condition } = request;
  const checksum = createHash("sha256").update(body).digest("base64");
  const command = () =>
    new PutObjectCommand({
      Bucket: bucket,
      Key: key,
      Body: body,
      ContentType: contentType,
      ContentLength: body.byteLength,
      ChecksumSHA256: checksum,
      ...condition,
    });
  for (let conflicts = 0; ; conflicts++) {
    try {
      const { ETag } = await client.send(command());
      if (ETag === undefined) throw new Error("an answer without an ETag");
      return { outcome: "written", etag: ETag };
    } catch (error) {
      const failure = awsFailureOf(error);
      // Our own first attempt may have been stored and its answer lost: then the condition fails against ourselves.
      if (failure.status === 412) {
        const own = failure.attempts > 1 || conflicts > 0 ? await ownWrite(options, key, checksum) : undefined;
        return own ?? { outcome: "refused" };
      }
      if (failure.name === "NoSuchKey") return { outcome: "missing" };
      if (failure.status !== 409 || conflicts === CONFLICT_RETRIES) {
        const own = hasNoWord(failure.status)
          ? await ownWrite(options, key, checksum).catch(() => undefined)
          : undefined;
        if (own !== undefined) return own;
        throw storeFailure(error, { bucket, key, action: "s3:PutObject" });
      }
      await clock.sleep(CONFLICT_WAIT_MS * 2 ** conflicts * (0.5 + random()));
    }
  }
}

/** No answer, or one that leaves open what was stored. */
const hasNoWord = (status: number | undefined): boolean => status === undefined || status >= 500;

/** The object at `key` if its bytes are exactly the ones just sent. */
async function ownWrite({ client, bucket }: S3StoreOptions, key: string, sha256: string): Promise<Write | undefined> {
  const command = new HeadObjectCommand({ Bucket: bucket, Key: key, ChecksumMode: "ENABLED" });
  const answer = await client.send(command).catch((error: unknown) => {
    throw storeFailure(error, { bucket, key, action: "s3:GetObject" });
  });
  if (answer.ChecksumSHA256 !== sha256 || answer.ETag === undefined) return undefined;
  return { outcome: "written", etag: answer.ETag };
}
