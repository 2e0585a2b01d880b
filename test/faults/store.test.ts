import { execFile } from "node:child_process";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { describe, expect, onTestFinished } from "vitest";
import { createFolderStore } from "../../shared/snapshot/folder-store.ts";
import { snapshotKey } from "../../shared/snapshot/keys.ts";
import { createS3Store } from "../../shared/snapshot/s3-store.ts";
import type { ObjectStore } from "../../shared/snapshot/store.ts";
import { refusal } from "../fakes/aws/s3.ts";
import type { Fault } from "../fakes/aws/server.ts";
import { faultTest } from "./fault-test.ts";
import { type AccountOptions, openJobAccount, TODAY } from "./job-account.ts";
import { BUCKET, type LoopbackOptions, openAws } from "./loopback-aws.ts";
import { openProxy } from "./meddling-proxy.ts";

const KEY = snapshotKey("campaigns", "acme", TODAY);
const ON_SNAPSHOT = /^s3:PutObject .*\/snapshots\//;
const answered = (status: number, code: string): Fault => ({
  kind: "answer",
  answer: refusal(status, code),
  on: ON_SNAPSHOT,
});

/** The snapshot job on S3; faults are for what comes after the day before was put there. */
async function onS3(options: LoopbackOptions & AccountOptions = {}) {
  const { before, ...rest } = options;
  const clock = { now: Date.now, sleep: async () => {} };
  const aws = await openAws({ clock, ...(before === undefined ? {} : { before }) });
  const account = await openJobAccount({ rows: 20, store: aws.store, ...rest });
  const puts = (): number =>
    aws.aws.calls.filter(({ action, resource }) => ON_SNAPSHOT.test(`${action} ${resource}`)).length;
  const before_ = puts();
  return { ...aws, account, faults: aws.aws.faults, attempts: () => puts() - before_ };
}

describe("S3", () => {
  faultTest("W01", "twice", async () => {
    const { account, faults, attempts } = await onS3();
    faults.push(answered(503, "SlowDown"), answered(500, "InternalError"));
    await account.publishes();
    expect(attempts()).toBe(3);
  });
  faultTest("W01", "for ever", async () => {
    const { account, faults } = await onS3();
    faults.push(...Array.from({ length: 9 }, () => answered(503, "SlowDown")));
    expect(await account.fails()).toMatchObject({ name: "StoreFailed", retryable: true });
  });

  faultTest("W02", "", async () => {
    const { account, faults, attempts } = await onS3();
    faults.push(answered(403, "AccessDenied"));
    const error = await account.fails();
    expect(error).toMatchObject({ name: "StoreFailed", retryable: false });
    expect(error.message).toContain(`S3 refused s3:PutObject (AccessDenied 403) (s3://${BUCKET}/${KEY})`);
    expect(attempts()).toBe(1);
  });

  faultTest("W03", "", async () => {
    const aws = await openAws();
    const lost = createS3Store({ client: aws.s3Client, bucket: "another" });
    const account = await openJobAccount({ rows: 20, store: { ...lost, create: aws.store.create } });
    // The run's first look tells: a missing bucket is not taken for a missing snapshot.
    await expect(account.take()).rejects.toMatchObject({
      name: "StoreFailed",
      retryable: false,
      message: expect.stringMatching(/another.*existingBucket in the settings/s),
    });
  });

  faultTest("W04", "412: another run has won meanwhile", async () => {
    const { account, s3, store } = await onS3();
    const rival = await openJobAccount({ rows: 20 });
    await rival.take();
    const theirs = (await rival.store.get(KEY))?.body ?? new Uint8Array();
    // The other run's object appears while this one pulls, after its look at the key.
    const meanwhile: ObjectStore = {
      ...store,
      create: async (key, body, options) => {
        if (key === KEY) await store.create(key, theirs, options);
        return store.create(key, body, options);
      },
    };
    Object.assign(account.deps, { store: meanwhile });
    expect(await account.take()).toMatchObject({ outcome: "already-published", rows: 20 });
    expect(s3.objects.get(KEY)?.body).toEqual(Buffer.from(theirs));
  });
  for (const [times, outcome] of [
    [3, "published"],
    [4, "StoreFailed"],
  ] as const) {
    faultTest("W04", `409, ${times} times`, async () => {
      const { account, faults, attempts } = await onS3();
      faults.push(...Array.from({ length: times }, () => answered(409, "ConditionalRequestConflict")));
      if (outcome === "published") await account.publishes();
      else expect(await account.fails()).toMatchObject({ name: outcome, retryable: true });
      expect(attempts()).toBe(4);
    });
  }

  faultTest("W05", "before the answer, the object not stored", async () => {
    const { account, faults, attempts } = await onS3();
    faults.push({ kind: "reset", on: ON_SNAPSHOT });
    await account.publishes();
    expect(attempts()).toBe(2);
  });
  faultTest("W05", "before the answer, the object stored", async () => {
    const { account, faults, s3 } = await onS3();
    faults.push({ kind: "after-reset", on: ON_SNAPSHOT });
    // The second try finds the object: it is our own, so this run has published it.
    await account.publishes();
    expect(s3.versions.filter(({ key }) => key === KEY)).toHaveLength(1);
  });
  const unanswered = (): Fault[] => Array.from({ length: 3 }, () => ({ kind: "after-reset", on: ON_SNAPSHOT }));
  faultTest("W05", "before the answer to any try, the object stored", async () => {
    const { account, faults, s3 } = await onS3();
    faults.push(...unanswered());
    // A look at the key shows that the bytes are this run's.
    await account.publishes();
    expect(s3.versions.filter(({ key }) => key === KEY)).toHaveLength(1);
  });
  faultTest("W05", "before the answer to any try and to the look, the object stored", async () => {
    const { account, faults, store } = await onS3();
    const silent: ObjectStore = {
      ...store,
      create: async (key, body, options) => {
        if (key === KEY) {
          const noLook = { ...answered(503, "SlowDown"), on: /^s3:GetObject .*\/snapshots\// };
          faults.push(...unanswered(), noLook, noLook, noLook);
        }
        return store.create(key, body, options);
      },
    };
    Object.assign(account.deps, { store: silent });
    await expect(account.take()).rejects.toMatchObject({ name: "StoreFailed", retryable: true });
    const [failed] = await account.records();
    expect(failed).toMatchObject({ outcome: "failed", rows: null });
    // The catch-up finds the snapshot, and the record of the run that made it says so.
    expect(await account.take()).toMatchObject({ outcome: "already-published", rows: 20 });
    const restored = (await account.records()).find(({ runId }) => runId === failed?.runId);
    const { requests, startedAt } = failed ?? {};
    expect(restored).toMatchObject({ outcome: "published", rows: 20, error: null, requests, startedAt });
  });
  faultTest("W05", "in the middle of the body", async () => {
    let broken = 0;
    const before = (endpoint: string): Promise<string> =>
      openProxy(endpoint, (bytes) => {
        if (broken > 0 || !bytes.includes(`${TODAY}/campaigns.parquet`)) return bytes;
        broken += 1;
        return null;
      });
    const { account, s3 } = await onS3({ before });
    await account.publishes();
    expect(broken).toBe(1);
    expect(s3.versions.filter(({ key }) => key === KEY)).toHaveLength(1);
  });

  faultTest("W06", "", async () => {
    const { account, faults } = await onS3();
    faults.push(...Array.from({ length: 9 }, (): Fault => ({ kind: "hang", on: ON_SNAPSHOT })));
    const error = await account.fails();
    expect(error).toMatchObject({ name: "StoreFailed", retryable: true });
    expect(error.message).toContain("TimeoutError");
  });

  faultTest("W07", "", async () => {
    let damaged = 0;
    const before = (endpoint: string): Promise<string> =>
      openProxy(endpoint, (bytes) => {
        const end = bytes.lastIndexOf("PAR1");
        if (!bytes.includes("activity_date") || end < 0) return bytes;
        damaged += 1;
        return Buffer.concat([bytes.subarray(0, end), Buffer.from("PAR2"), bytes.subarray(end + 4)]);
      });
    const aws = await openAws();
    const account = await openJobAccount({ rows: 20, store: aws.store });
    const through = await openAws({ before: async () => before(aws.aws.endpoint) });
    Object.assign(account.deps, { store: through.store });
    const error = await account.fails();
    expect(error).toMatchObject({ name: "StoreFailed", retryable: true });
    expect(error.message).toContain("arrived damaged");
    expect(damaged).toBeGreaterThan(0);
    expect(aws.s3.objects.has(KEY)).toBe(false);
  });
});

describe("a folder", () => {
  async function folder(): Promise<string> {
    const path = await mkdtemp(join(tmpdir(), "faults-"));
    onTestFinished(() => rm(path, { recursive: true, force: true }));
    return path;
  }
  faultTest("W23", "something else is in the way", async () => {
    const root = await folder();
    const account = await openJobAccount({ rows: 20, store: createFolderStore(root) });
    await mkdir(join(root, "snapshots/campaigns/enterprise=acme"), { recursive: true });
    await writeFile(join(root, `snapshots/campaigns/enterprise=acme/snapshot_date=${TODAY}`), "not a folder");
    const error = await account.fails();
    expect(error).toMatchObject({ name: "StoreFailed", retryable: true });
    expect(error.message).toContain("writable and not full");
  });
  faultTest("W23", "no room for a whole file", async () => {
    const root = await folder();
    // A limit on file sizes stands for the full disk: the write ends early, with an error.
    const code = `
      import { createFolderStore } from "./shared/snapshot/folder-store.ts";
      const store = createFolderStore(process.argv[1]);
      const failed = await store.create("a/b.bin", new Uint8Array(1_000_000), { contentType: "x" }).catch((error) => error);
      const { outcome } = await store.create("a/c.bin", new Uint8Array(10), { contentType: "x" });
      console.log(JSON.stringify([failed.name, failed.message, outcome, (await store.list("")).map(({ key }) => key)]));`;
    const limited = `trap "" XFSZ; ulimit -f 64; exec "$0" --input-type=module -e "$1" "$2"`;
    const { stdout } = await promisify(execFile)("/bin/sh", ["-c", limited, process.execPath, code, root]);
    const [name, message, outcome, keys] = JSON.parse(stdout);
    expect([name, outcome, keys]).toEqual(["StoreFailed", "created", ["a/c.bin"]]);
    expect(message).toContain("EFBIG");
  });
});
