import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { CFB } from "@e965/xlsx";
import PostalMime from "postal-mime";
import { DATASETS } from "../../../shared/catalog/datasets.ts";
import { readParquet } from "../../../shared/parquet/reader.ts";
import { createFakeS3, type FakeS3 } from "../../fakes/aws/s3.ts";
import { createFakeSecretsManager, type FakeSecretsManager } from "../../fakes/aws/secrets-manager.ts";
import { type AwsRequest, type FakeAws, startAws } from "../../fakes/aws/server.ts";
import { createFakeSes, type FakeSes } from "../../fakes/aws/ses.ts";
import { writeBundledSettings } from "../../settings/bundled-folder.ts";
import { BUCKET } from "../loopback-aws.ts";
import type { Leaving } from "./canary-scan.ts";
import type { Step, Told } from "./functions-in-child.ts";

const CHILD = fileURLToPath(new URL("functions-in-child.ts", import.meta.url));

export interface LeakyDeployment {
  readonly aws: FakeAws;
  readonly s3: FakeS3;
  readonly ses: FakeSes;
  readonly secrets: FakeSecretsManager;
  /** Runs one step; what it leaves is remembered under its name. */
  step(named: string, step: Step): Promise<Told>;
  /** Everything that has left since it was last asked for: logs, errors, answers, requests, objects and mails, opened as far as they can be. */
  left(): Promise<{ readonly all: readonly Leaving[]; readonly mails: readonly Leaving[] }>;
  /** What steps left that keeps the process alive, by step. */
  readonly alive: readonly string[];
  /** The process must end by itself. */
  close(): Promise<void>;
}

/** The functions in a process of their own, AWS on loopback, and an ear on all that leaves. */
export async function deployLeaky(settings: object, signingKey: string): Promise<LeakyDeployment> {
  const folder = await mkdtemp(join(tmpdir(), "leaks-"));
  await writeBundledSettings(folder, settings);
  const fakes = { s3: createFakeS3(BUCKET), ses: createFakeSes(), secrets: createFakeSecretsManager() };
  const requests: AwsRequest[] = [];
  const aws = await startAws([fakes.s3, fakes.ses, fakes.secrets], (request) => void requests.push(request));
  const child = spawn(process.execPath, [CHILD], {
    stdio: ["ignore", "pipe", "pipe", "ipc"],
    env: {
      ...{ REPORTS_BUCKET: BUCKET, REPORTS_CONFIGURATION_SET: "reports", LAMBDA_TASK_ROOT: folder },
      ...{ AWS_ENDPOINT_URL: aws.endpoint, AWS_REGION: "eu-west-1", AWS_ACCESS_KEY_ID: "AKID" },
      ...{ AWS_SECRET_ACCESS_KEY: signingKey, AWS_SESSION_TOKEN: `${signingKey}-session` },
    },
  });
  const told: Leaving[] = [];
  const alive: string[] = [];
  let current = "start";
  for (const stream of [child.stdout, child.stderr]) {
    stream?.on(
      "data",
      (chunk: Buffer) => void told.push({ where: `log of ${current}`, bytes: chunk.toString("utf8") }),
    );
  }
  return {
    aws,
    ...fakes,
    alive,
    step: async (named, step) => {
      current = named;
      const answer = await ask(child, step);
      told.push({ where: `answer of ${named}`, bytes: JSON.stringify(withoutRecipients(answer.answer)) });
      alive.push(...answer.alive.map((resource) => `${resource} after ${named}`));
      told.push(...answer.forms.map((bytes) => ({ where: `error of ${named}`, bytes })));
      return answer;
    },
    left: async () => {
      const versions = fakes.s3.versions.splice(0);
      const objects = await Promise.all(versions.map(({ key, object }) => opened(key, object.body)));
      const mails = await Promise.all(fakes.ses.sent.splice(0).map(({ raw }, at) => openedMail(`mail ${at}`, raw)));
      const all = [...told.splice(0), ...objects.flat(), ...requests.splice(0).map(asLeaving)];
      return { all, mails: mails.flat() };
    },
    close: async () => {
      const ended = once(child, "exit");
      child.disconnect();
      await ended;
      await aws.close();
      await rm(folder, { recursive: true });
    },
  };
}

async function ask(child: ChildProcess, step: Step): Promise<Told> {
  child.send(step);
  const [told] = await once(child, "message");
  return told as Told;
}

/** The answer names its recipients to whoever asked: the one place beside the mail itself. */
function withoutRecipients(answer: unknown): unknown {
  if (typeof answer !== "object" || answer === null || !("recipients" in answer)) return answer ?? null;
  const { recipients, ...rest } = answer as { recipients: readonly { to: string }[] };
  return { ...rest, recipients: recipients.map(({ to: _, ...state }) => state) };
}

/**
 * SES's requests are mails, looked at as such. What AWS is to get: the session token with each request, and a new value of the
 * secret where one is put.
 */
function asLeaving({ method, url, headers, body }: AwsRequest): Leaving {
  const { "x-amz-security-token": _, ...rest } = headers;
  const isMeant = body.includes("Action=SendRawEmail") || headers["x-amz-target"]?.endsWith(".PutSecretValue");
  const told = isMeant ? "" : body.toString("latin1");
  return {
    where: `request ${method} ${url.pathname} ${headers["x-amz-target"] ?? ""}`,
    bytes: `${url.href}\n${JSON.stringify(rest)}\n${told}`,
  };
}

/** An object as it lies there, and a Parquet file's cells as well. */
async function opened(key: string, body: Uint8Array): Promise<Leaving[]> {
  const raw: Leaving = { where: `object ${key}`, bytes: body };
  const dataset = Object.values(DATASETS).find(({ table }) => key.startsWith(`snapshots/${table}/`));
  if (key.endsWith(".xlsx")) return unpacked(body).map((bytes) => ({ where: `part of ${key}`, bytes }));
  if (dataset === undefined) return [raw];
  const { rows, metadata } = await readParquet(new Uint8Array(body), dataset.columns);
  const text = JSON.stringify([rows, metadata], (_, value) => (typeof value === "bigint" ? String(value) : value));
  return [raw, { where: `cells of ${key}`, bytes: text }];
}

/** A workbook part by part. */
const unpacked = (workbook: Uint8Array): string[] =>
  CFB.read(Buffer.from(workbook), { type: "buffer" }).FileIndex.map((part: { readonly content?: ArrayLike<number> }) =>
    Buffer.from(part.content ?? []).toString("utf8"),
  );

async function openedMail(where: string, raw: Uint8Array): Promise<Leaving[]> {
  const { headers, html, text, attachments } = await PostalMime.parse(raw);
  const sheets = attachments.flatMap(({ content }) => unpacked(new Uint8Array(content as ArrayBuffer)));
  return [raw, JSON.stringify(headers), html ?? "", text ?? "", ...sheets].map((bytes) => ({ where, bytes }));
}
