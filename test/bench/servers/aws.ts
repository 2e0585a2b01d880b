// S3 on loopback in a process of its own; given a folder, with what lies in it.
import { createHash } from "node:crypto";
import { readdir, readFile } from "node:fs/promises";
import { join, relative } from "node:path";
import { createFakeS3 } from "../../fakes/aws/s3.ts";
import { startAws } from "../../fakes/aws/server.ts";
import { answer, inputOf } from "../measure.ts";
import { type AwsInput, BUCKET } from "../suites/aws.ts";

const { folder } = inputOf<AwsInput>();
const s3 = createFakeS3(BUCKET);
for (const entry of folder === undefined ? [] : await readdir(folder, { recursive: true, withFileTypes: true })) {
  if (!entry.isFile()) continue;
  const path = join(entry.parentPath, entry.name);
  const body = await readFile(path);
  const etag = `"${createHash("md5").update(body).digest("hex")}"`;
  const checksums = { sha256: createHash("sha256").update(body).digest("base64") };
  const contentType = "application/vnd.apache.parquet";
  s3.objects.set(relative(folder ?? "", path), { body, etag, contentType, checksums, lastModified: new Date(0) });
}
const { endpoint } = await startAws([s3]);
answer({ endpoint });
process.stdin.resume().once("end", () => process.exit(0));
