import { createHash } from "node:crypto";
import { checkedBody } from "./checksums.ts";
import type { AwsAnswer, AwsCall, AwsRequest, AwsService } from "./server.ts";

export interface FakeObject {
  readonly body: Buffer;
  readonly etag: string;
  readonly contentType: string;
  readonly checksums: Readonly<Record<string, string>>;
  readonly lastModified: Date;
}

export interface FakeS3 extends AwsService {
  readonly objects: Map<string, FakeObject>;
  /** Everything ever stored, for the bucket is versioned. */
  readonly versions: { readonly key: string; readonly object: FakeObject }[];
}

const ACTIONS: Readonly<Record<string, string>> = {
  HEAD: "s3:GetObject",
  GET: "s3:GetObject",
  PUT: "s3:PutObject",
  DELETE: "s3:DeleteObject",
};

/** S3 as its documentation tells of conditional writes, checksums, listing and errors. One bucket, path-style. */
export function createFakeS3(bucket: string, pageSize = 1000): FakeS3 {
  const objects = new Map<string, FakeObject>();
  const versions: FakeS3["versions"] = [];
  return {
    signingName: "s3",
    objects,
    versions,
    callsOf: (request) => {
      const call = callOf(request);
      // Who may not list is told 403 of a key that is not there, not 404: so IAM is asked about that, too.
      const listing = { action: "s3:ListBucket", resource: `arn:aws:s3:::${placeOf(request).bucket}`, context: {} };
      const isMissing = call.action === "s3:GetObject" && !objects.has(placeOf(request).key);
      return isMissing ? [call, listing] : [call];
    },
    answer: (request) => {
      const { bucket: asked, key } = placeOf(request);
      if (asked !== bucket) return refusal(404, "NoSuchBucket");
      if (key === "" && request.method === "GET") return list(objects, request.url.searchParams, pageSize);
      if (request.method === "PUT") return put(objects, versions, { key, request });
      if (request.method === "GET" || request.method === "HEAD") return get(objects.get(key), request);
      return refusal(405, "MethodNotAllowed");
    },
  };
}

function placeOf({ url }: AwsRequest): { bucket: string; key: string } {
  const [, bucket = "", ...key] = url.pathname.split("/");
  return { bucket, key: key.map(decodeURIComponent).join("/") };
}

function callOf(request: AwsRequest): AwsCall {
  const { bucket, key } = placeOf(request);
  if (key !== "") {
    return { action: ACTIONS[request.method] ?? "", resource: `arn:aws:s3:::${bucket}/${key}`, context: {} };
  }
  const prefix = request.url.searchParams.get("prefix");
  return {
    action: request.method === "HEAD" || request.method === "GET" ? "s3:ListBucket" : "",
    resource: `arn:aws:s3:::${bucket}`,
    context: prefix === null ? {} : { "s3:prefix": prefix },
  };
}

function put(
  objects: Map<string, FakeObject>,
  versions: FakeS3["versions"],
  { key, request }: { key: string; request: AwsRequest },
): AwsAnswer {
  const checked = checkedBody(request);
  if (checked === undefined) return refusal(400, "BadDigest");
  const present = objects.get(key);
  const { "if-none-match": ifNoneMatch, "if-match": ifMatch } = request.headers;
  if (ifNoneMatch !== undefined && ifNoneMatch !== "*") return refusal(501, "NotImplemented");
  if (ifNoneMatch === "*" && present !== undefined) return refusal(412, "PreconditionFailed");
  if (ifMatch !== undefined && present === undefined) return refusal(404, "NoSuchKey");
  if (ifMatch !== undefined && ifMatch !== present?.etag) return refusal(412, "PreconditionFailed");
  const object: FakeObject = {
    body: checked.bytes,
    etag: `"${createHash("md5").update(checked.bytes).digest("hex")}"`,
    contentType: request.headers["content-type"] ?? "binary/octet-stream",
    checksums: checked.checksums,
    lastModified: new Date(),
  };
  objects.set(key, object);
  versions.push({ key, object });
  return { status: 200, headers: { etag: object.etag, "x-amz-version-id": String(versions.length) } };
}

function get(object: FakeObject | undefined, request: AwsRequest): AwsAnswer {
  if (object === undefined) return refusal(404, "NoSuchKey");
  const wanted = request.headers["x-amz-checksum-mode"] === "ENABLED" ? object.checksums : {};
  const checksums = Object.entries(wanted).map(([name, value]) => [`x-amz-checksum-${name}`, value]);
  return {
    status: 200,
    headers: {
      etag: object.etag,
      "content-type": object.contentType,
      "content-length": String(object.body.length),
      "last-modified": object.lastModified.toUTCString(),
      ...Object.fromEntries(checksums),
    },
    body: object.body,
  };
}

function list(objects: Map<string, FakeObject>, query: URLSearchParams, pageSize: number): AwsAnswer {
  const prefix = query.get("prefix") ?? "";
  const after = query.get("continuation-token");
  const keys = [...objects.keys()]
    .filter(
      (key) => key.startsWith(prefix) && (after === null || Buffer.compare(Buffer.from(key), Buffer.from(after)) > 0),
    )
    .sort((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b)));
  const page = keys.slice(0, Math.min(pageSize, Number(query.get("max-keys") ?? 1000)));
  const contents = page.map((key) => {
    const object = objects.get(key);
    return `<Contents><Key>${escapeXml(key)}</Key><LastModified>${object?.lastModified.toISOString()}</LastModified><ETag>${escapeXml(object?.etag ?? "")}</ETag><Size>${object?.body.length}</Size></Contents>`;
  });
  const more = page.length < keys.length;
  const token = more ? `<NextContinuationToken>${escapeXml(page.at(-1) ?? "")}</NextContinuationToken>` : "";
  return xml(
    200,
    `<ListBucketResult><IsTruncated>${more}</IsTruncated>${token}<KeyCount>${page.length}</KeyCount>${contents.join("")}</ListBucketResult>`,
  );
}

/** An error of S3, as an answer for `faults` too. */
export const refusal = (status: number, code: string): AwsAnswer =>
  xml(status, `<Error><Code>${code}</Code><Message>fake ${code}</Message></Error>`);

const xml = (status: number, body: string): AwsAnswer => ({
  status,
  headers: { "content-type": "application/xml" },
  body: `<?xml version="1.0" encoding="UTF-8"?>${body}`,
});

const escapeXml = (text: string) => text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll('"', "&quot;");
