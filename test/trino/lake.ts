import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { CreateBucketCommand, PutObjectCommand, S3Client } from "@aws-sdk/client-s3";
import { BUCKET, type Deployment } from "../end-to-end/deployment.ts";
import { FAKE_SCOPE } from "../fakes/aws/secrets-manager.ts";
import { createOf } from "../moto/deploy-to-moto.ts";

/**
 * The tables and views of the synthesised template, over the bucket.
 * @param months that there are, oldest first: Athena projects them by the calendar, which Trino does of nothing longer than a day
 */
export async function createTables(deployment: Deployment, months: readonly string[] = []): Promise<void> {
  const resources = deployment.stacks.flatMap(({ template }) => Object.entries(template.Resources));
  const bucket = resources.find(([, { Type }]) => Type === "AWS::S3::Bucket")?.[0] ?? "";
  for (const [, { Type, Properties }] of resources) {
    if (Type === "AWS::Glue::Table")
      Properties.TableInput = withMonthsNamed(runAsInvoker(Properties.TableInput), months);
  }
  await createOf(deployment, new Map([[bucket, BUCKET]]), ["AWS::Glue::Database", "AWS::Glue::Table"]);
}

interface TableInput {
  readonly Parameters?: Readonly<Record<string, string>>;
  readonly ViewOriginalText?: string;
}

/** `projection.snapshot_month` as a list of values. */
function withMonthsNamed(input: TableInput, months: readonly string[]): TableInput {
  const { Parameters = {} } = input;
  if (Parameters["projection.snapshot_month.type"] === undefined) return input;
  const others = Object.entries(Parameters).filter(([name]) => !name.startsWith("projection.snapshot_month."));
  const named = { "projection.snapshot_month.type": "enum", "projection.snapshot_month.values": months.join(",") };
  return { ...input, Parameters: { ...Object.fromEntries(others), ...named } };
}

/** Athena runs every view as the one who asks, and leaves that out of the view's JSON; Trino wants it said. */
function runAsInvoker(input: TableInput): TableInput {
  const encoded = /^\/\* Presto View: (.*) \*\/$/.exec(input.ViewOriginalText ?? "")?.[1];
  if (encoded === undefined) return input;
  const view = JSON.stringify({ ...JSON.parse(Buffer.from(encoded, "base64").toString()), runAsInvoker: true });
  return { ...input, ViewOriginalText: `/* Presto View: ${Buffer.from(view).toString("base64")} */` };
}

/** A data folder as the bucket's objects. */
export async function fillBucket(folder: string): Promise<void> {
  const s3 = new S3Client({ forcePathStyle: true });
  const CreateBucketConfiguration = { LocationConstraint: FAKE_SCOPE.region };
  await s3.send(new CreateBucketCommand({ Bucket: BUCKET, CreateBucketConfiguration }));
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  for (const entry of entries.filter((one) => one.isFile())) {
    const path = join(entry.parentPath, entry.name);
    const Key = path.slice(folder.length + 1);
    await s3.send(new PutObjectCommand({ Bucket: BUCKET, Key, Body: await readFile(path) }));
  }
}
