import { createHash } from "node:crypto";
import { crc32 } from "node:zlib";
import type { AwsRequest } from "./server.ts";

export interface CheckedBody {
  readonly bytes: Buffer;
  /** Header names without `x-amz-checksum-`, such as `sha256`, and what they said. */
  readonly checksums: Readonly<Record<string, string>>;
}

const digest = (algorithm: string, bytes: Buffer) => createHash(algorithm).update(bytes).digest("base64");
const CHECKS: Readonly<Record<string, (bytes: Buffer) => string>> = {
  sha256: (bytes) => digest("sha256", bytes),
  sha1: (bytes) => digest("sha1", bytes),
  crc32: (bytes) => {
    const sum = Buffer.alloc(4);
    sum.writeUInt32BE(crc32(bytes));
    return sum.toString("base64");
  },
};

/** The bytes of a PUT as S3 stores them, or undefined when a checksum sent along does not hold. */
export function checkedBody(request: AwsRequest): CheckedBody | undefined {
  const chunked = request.headers["content-encoding"]?.includes("aws-chunked") ?? false;
  const { bytes, trailers } = chunked ? decodeChunks(request.body) : { bytes: request.body, trailers: {} };
  const declared = { ...request.headers, ...trailers };
  const checksums: Record<string, string> = {};
  for (const [algorithm, compute] of Object.entries(CHECKS)) {
    const told = declared[`x-amz-checksum-${algorithm}`];
    if (told === undefined) continue;
    if (told !== compute(bytes)) return undefined;
    checksums[algorithm] = told;
  }
  const md5 = declared["content-md5"];
  if (md5 !== undefined && md5 !== digest("md5", bytes)) return undefined;
  return { bytes, checksums };
}

/** `size[;extension]\r\n bytes \r\n … 0\r\n trailer:value\r\n \r\n` (S3: "Signature calculations, transferring payload in chunks"). */
function decodeChunks(body: Buffer): { bytes: Buffer; trailers: Record<string, string> } {
  const parts: Buffer[] = [];
  let at = 0;
  for (;;) {
    const lineEnd = body.indexOf("\r\n", at);
    const size = Number.parseInt(body.subarray(at, lineEnd).toString("latin1"), 16);
    at = lineEnd + 2;
    if (size === 0) break;
    parts.push(body.subarray(at, at + size));
    at += size + 2;
  }
  const lines = body.subarray(at).toString("latin1").split("\r\n");
  const trailers = Object.fromEntries(
    lines.filter((line) => line.includes(":")).map((line) => [line.split(":")[0] ?? "", line.split(":")[1] ?? ""]),
  );
  return { bytes: Buffer.concat(parts), trailers };
}
