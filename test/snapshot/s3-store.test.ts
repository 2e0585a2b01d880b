import { GetObjectCommand } from "@aws-sdk/client-s3";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { Clock } from "../../shared/platform/clock.ts";
import { createS3Client, createS3Store } from "../../shared/snapshot/s3-store.ts";
import { readObjectBody } from "../../shared/snapshot/s3-store-body.ts";
import { createFakeS3, type FakeS3, refusal } from "../fakes/aws/s3.ts";
import { type FakeAws, startAws } from "../fakes/aws/server.ts";
import { storeSuite } from "./store-suite.ts";

const BUCKET = "reports-bucket";
const JSON_TYPE = { contentType: "application/json" };
const bytes = (text: string) => new TextEncoder().encode(text);
const opened: (() => Promise<void>)[] = [];
const slept: number[] = [];
const clock: Clock = { now: () => 0, sleep: async (ms) => void slept.push(ms) };

async function open(pageSize?: number) {
  const s3 = createFakeS3(BUCKET, pageSize);
  const aws = await startAws([s3]);
  const client = createS3Client(
    { connectionTimeout: 500, requestTimeout: 400 },
    { region: "eu-west-1", endpoint: aws.endpoint, credentials: { accessKeyId: "AKID", secretAccessKey: "canary" } },
  );
  opened.push(async () => {
    client.destroy();
    await aws.close();
  });
  return { s3, aws, store: createS3Store({ client, bucket: BUCKET, clock, random: () => 0.5 }), client };
}

afterEach(async () => {
  slept.length = 0;
  await Promise.all(opened.splice(0).map((close) => close()));
});

storeSuite("the S3 store", async () => (await open()).store);

describe("the S3 store", () => {
  let s3: FakeS3;
  let aws: FakeAws;
  let store: Awaited<ReturnType<typeof open>>["store"];
  beforeEach(async () => {
    ({ s3, aws, store } = await open(2));
  });
  const actions = () => aws.calls.map(({ action }) => action);

  test("a listing of several pages is whole", async () => {
    for (const name of ["e", "a", "d", "b", "c"]) await store.create(`runs/${name}`, bytes(name), JSON_TYPE);
    expect((await store.list("runs/")).map(({ key }) => key)).toEqual(
      ["a", "b", "c", "d", "e"].map((n) => `runs/${n}`),
    );
    expect(actions().filter((action) => action === "s3:ListBucket")).toHaveLength(3);
  });

  test("a PUT carries the SHA-256 of its bytes and the content type", async () => {
    await store.create("a.json", bytes("{}"), JSON_TYPE);
    expect(s3.objects.get("a.json")).toMatchObject({
      contentType: "application/json",
      checksums: { sha256: "RBNvo1WzZ4oRRq0W9+hknpT7T8If536DEMBg9hyq/4o=" },
    });
  });

  test("I10 a key that is not made of plain names is refused before S3 is asked", async () => {
    for (const key of ["../x", "a//b", "a/%2e%2e/b", "a\0b", ""]) {
      await expect(store.create(key, bytes("x"), JSON_TYPE)).rejects.toMatchObject({ name: "StoreFailed" });
      await expect(store.get(key)).rejects.toMatchObject({ name: "StoreFailed" });
    }
    expect(aws.calls).toEqual([]);
  });

  test("W01 SlowDown twice is survived, for ever it is StoreFailed that may be tried again", async () => {
    const slow = { kind: "answer", answer: refusal(503, "SlowDown") } as const;
    aws.faults.push(slow, slow);
    expect(await store.create("a.json", bytes("1"), JSON_TYPE)).toMatchObject({ outcome: "created" });
    aws.faults.push(slow, slow, slow);
    await expect(store.create("b.json", bytes("1"), JSON_TYPE)).rejects.toMatchObject({
      name: "StoreFailed",
      retryable: true,
      message: expect.stringContaining("s3://reports-bucket/b.json"),
    });
    expect([...s3.objects.keys()]).toEqual(["a.json"]);
  });

  test.each([
    ["create", "s3:PutObject", () => store.create("a.json", bytes("1"), JSON_TYPE)],
    ["get", "s3:GetObject", () => store.get("a.json")],
    ["head", "s3:GetObject", () => store.head("a.json")],
    ["list", "s3:ListBucket", () => store.list("a.json")],
  ])("W02 a denied %s asks once and names bucket and action", async (_, action, call) => {
    aws.faults.push({ kind: "answer", answer: refusal(403, "AccessDenied") });
    await expect(call()).rejects.toMatchObject({
      name: "StoreFailed",
      retryable: false,
      message: expect.stringMatching(new RegExp(`${action}.*s3://reports-bucket/a.json`)),
    });
    expect(aws.calls.filter((call) => call.action === action)).toHaveLength(1);
  });

  test("W03 a missing bucket is named, not taken for a missing key", async () => {
    const { client } = await open();
    const lost = createS3Store({ client, bucket: "another" });
    const expected = { name: "StoreFailed", message: expect.stringContaining("the bucket another does not exist") };
    await expect(lost.create("a.json", bytes("1"), JSON_TYPE)).rejects.toMatchObject(expected);
    await expect(lost.overwrite("a.json", bytes("1"), { ...JSON_TYPE, ifMatch: "x" })).rejects.toMatchObject(expected);
    await expect(lost.get("a.json")).rejects.toMatchObject(expected);
    await expect(lost.list("")).rejects.toMatchObject(expected);
  });

  test("W04 a 409 is tried again up to three times with growing waits", async () => {
    const conflict = { kind: "answer", answer: refusal(409, "ConditionalRequestConflict") } as const;
    aws.faults.push(conflict, conflict, conflict);
    expect(await store.create("a.json", bytes("1"), JSON_TYPE)).toMatchObject({ outcome: "created" });
    expect(slept).toEqual([200, 400, 800]);
    aws.faults.push(conflict, conflict, conflict, conflict);
    await expect(store.create("b.json", bytes("1"), JSON_TYPE)).rejects.toMatchObject({
      name: "StoreFailed",
      retryable: true,
    });
    expect(s3.objects.has("b.json")).toBe(false);
    expect(aws.calls).toHaveLength(8);
  });

  test.each(["after-reset", "after-hang"] as const)(
    "a create whose answer is lost (%s) is known as our own when the repetition is refused",
    async (kind) => {
      aws.faults.push({ kind });
      const answer = await store.create("a.json", bytes("mine"), JSON_TYPE);
      expect(answer).toEqual({ outcome: "created", etag: s3.objects.get("a.json")?.etag });
      expect(s3.versions).toHaveLength(1);
    },
  );

  test("an overwrite whose answer is lost is known as our own, too", async () => {
    const first = await store.create("a.json", bytes("1"), JSON_TYPE);
    aws.faults.push({ kind: "after-reset" });
    const ifMatch = first.outcome === "created" ? first.etag : "";
    const answer = await store.overwrite("a.json", bytes("2"), { ...JSON_TYPE, ifMatch });
    expect(answer).toEqual({ outcome: "replaced", etag: s3.objects.get("a.json")?.etag });
  });

  test("a create that lost its answer and then finds another's bytes says that they exist", async () => {
    await store.create("a.json", bytes("theirs"), JSON_TYPE);
    aws.faults.push({ kind: "reset" });
    expect(await store.create("a.json", bytes("mine"), JSON_TYPE)).toEqual({ outcome: "exists" });
  });

  test("the same bytes by another's hand exist all the same when no answer was lost", async () => {
    await store.create("a.json", bytes("same"), JSON_TYPE);
    expect(await store.create("a.json", bytes("same"), JSON_TYPE)).toEqual({ outcome: "exists" });
  });

  test("W05 a connection that breaks in every PUT leaves StoreFailed and no object", async () => {
    aws.faults.push({ kind: "reset" }, { kind: "reset" }, { kind: "reset" });
    await expect(store.create("a.json", bytes("1"), JSON_TYPE)).rejects.toMatchObject({ name: "StoreFailed" });
    expect(s3.objects.size).toBe(0);
  });

  test("W06 an S3 that never answers is given up", async () => {
    aws.faults.push({ kind: "hang" }, { kind: "hang" }, { kind: "hang" });
    const before = Date.now();
    await expect(store.head("a.json")).rejects.toMatchObject({ name: "StoreFailed", retryable: true });
    expect(Date.now() - before).toBeLessThan(5_000);
  });

  test("W07 bytes that S3 finds damaged are StoreFailed, and nothing is visible", async () => {
    aws.faults.push({ kind: "answer", answer: refusal(400, "BadDigest") });
    await expect(store.create("a.json", bytes("1"), JSON_TYPE)).rejects.toMatchObject({
      name: "StoreFailed",
      retryable: true,
      message: expect.stringContaining("damaged"),
    });
    expect(s3.objects.size).toBe(0);
  });

  test("a body that breaks off is read again from its start; one that always does is StoreFailed", async () => {
    await store.create("a.json", bytes("0123456789"), JSON_TYPE);
    aws.faults.push({ kind: "cut-body", bytes: 4 });
    expect((await store.get("a.json"))?.body).toEqual(bytes("0123456789"));
    const cut = { kind: "cut-body", bytes: 4 } as const;
    aws.faults.push(cut, cut, cut);
    await expect(store.get("a.json")).rejects.toMatchObject({ name: "StoreFailed", retryable: true });
  });

  test("W06 a body that drips is given up as a whole", async () => {
    const { client, aws: other, store: filled } = await open();
    await filled.create("a.json", bytes("0123456789".repeat(100)), JSON_TYPE);
    other.faults.push({ kind: "drip", everyMs: 20 });
    const { Body } = await client.send(new GetObjectCommand({ Bucket: BUCKET, Key: "a.json" }));
    if (Body === undefined) throw new Error("no body");
    await expect(readObjectBody(Body, 150)).rejects.toMatchObject({ name: "TimeoutError" });
  });

  test("bytes that do not match the checksum S3 keeps are never handed over", async () => {
    await store.create("a.json", bytes("good"), JSON_TYPE);
    const good = s3.objects.get("a.json");
    if (good !== undefined) s3.objects.set("a.json", { ...good, body: Buffer.from("evil") });
    await expect(store.get("a.json")).rejects.toMatchObject({ name: "StoreFailed" });
  });

  test("no error holds the signing key", async () => {
    aws.faults.push({ kind: "answer", answer: refusal(403, "SignatureDoesNotMatch") });
    const error = await store.get("a.json").catch((thrown: unknown) => thrown);
    expect(JSON.stringify(error) + String(error)).not.toContain("canary");
  });
});
