import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { afterEach, beforeEach, expect, test } from "vitest";
import { createFolderStore } from "../../shared/snapshot/folder-store.ts";

const WRITER = new URL("store-writer.ts", import.meta.url).pathname;
const KEY = "deliveries/enterprise=acme/count.json";
const JSON_TYPE = { contentType: "application/json" };
const encode = (value: unknown): Uint8Array => new TextEncoder().encode(JSON.stringify(value));
let root = "";
let children: ChildProcess[] = [];

beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), "folder-store-processes-"));
  children = [];
  await createFolderStore(root).create(KEY, encode({ count: 0 }), JSON_TYPE);
});
afterEach(async () => {
  for (const child of children) child.kill("SIGKILL");
  await rm(root, { recursive: true });
});

/** A child, the numbers it says were confirmed, and its end. */
function start(script: string, ...args: string[]) {
  const child = spawn(process.execPath, [script, ...args], { stdio: ["ignore", "pipe", "inherit"] });
  children.push(child);
  const lines: string[] = [];
  let rest = "";
  child.stdout.setEncoding("utf8").on("data", (text: string) => {
    const parts = (rest + text).split("\n");
    rest = parts.pop() ?? "";
    lines.push(...parts);
  });
  const ended = once(child, "close") as Promise<[number | null, string | null]>;
  const ready = async (): Promise<void> => {
    while (lines.length === 0 && child.exitCode === null) await wait(2);
  };
  return { child, ended, ready, confirmed: () => lines.slice(1).map(Number) };
}

const countNow = async (): Promise<number> => {
  const found = await createFolderStore(root).get(KEY);
  return JSON.parse(new TextDecoder().decode(found?.body)).count;
};

test("three processes that overwrite one object lose no update", async () => {
  const writers = [1, 2, 3].map(() => start(WRITER, root, KEY, "25"));
  const ends = await Promise.all(writers.map(({ ended }) => ended));
  expect(ends.map(([code]) => code)).toEqual([0, 0, 0]);
  const confirmed = writers.flatMap((writer) => writer.confirmed()).sort((a, b) => a - b);
  expect(confirmed).toEqual(Array.from({ length: 75 }, (_, index) => index + 1));
  expect(await countNow()).toBe(75);
});

test("writers killed with SIGKILL at any moment leave a whole version, every confirmed update, and the way free", async () => {
  let confirmed = 0;
  const kills = 10;
  for (let round = 1; round <= kills; round++) {
    // 300 KB take some ms to write and to compare, so that kills fall on every step.
    const victims = [1, 2].map(() => start(WRITER, root, KEY, "1000000", "300000"));
    await Promise.all(victims.map(({ ready }) => ready()));
    await wait(round * 7);
    for (const { child } of victims) child.kill("SIGKILL");
    const ends = await Promise.all(victims.map(({ ended }) => ended));
    expect(ends.map(([, signal]) => signal)).toEqual(["SIGKILL", "SIGKILL"]);
    confirmed += victims.reduce((sum, victim) => sum + victim.confirmed().length, 0);
    // A kill between the rename and the word of it: at most one update for each victim.
    const count = await countNow();
    expect(count).toBeGreaterThanOrEqual(confirmed);
    expect(count).toBeLessThanOrEqual(confirmed + 2);
    confirmed = count;
  }
  expect(confirmed).toBeGreaterThan(0);
  const store = createFolderStore(root, { lockWaitMs: 100 });
  const ifMatch = (await store.head(KEY))?.etag ?? "";
  expect(await store.overwrite(KEY, encode({ count: -1 }), { ...JSON_TYPE, ifMatch })).toMatchObject({
    outcome: "replaced",
  });
  expect((await store.list("")).map(({ key }) => key)).toEqual([KEY]);
});

test("a process stopped inside the lock holds others back, by an error and no lost update; its death lets them on", async () => {
  const lock = new URL("../../shared/snapshot/folder-store-lock.ts", import.meta.url).href;
  const script = `
    const { underLock } = await import(${JSON.stringify(lock)});
    await underLock(process.argv[1], 1000, () => {
      process.stdout.write("inside\\n");
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 60_000);
    });`;
  const store = createFolderStore(root, { lockWaitMs: 150 });
  const ifMatch = (await store.head(KEY))?.etag ?? "";
  await store.overwrite(KEY, encode({ count: 1 }), { ...JSON_TYPE, ifMatch: "other" });
  const holder = start("--input-type=module", "-e", script, join(root, ".store", "overwrite.lock"));
  await holder.ready();
  const overwrite = () => store.overwrite(KEY, encode({ count: 2 }), { ...JSON_TYPE, ifMatch });
  await expect(overwrite()).rejects.toMatchObject({ name: "StoreFailed", retryable: true });
  expect(await countNow()).toBe(0);
  holder.child.kill("SIGKILL");
  await holder.ended;
  expect(await overwrite()).toMatchObject({ outcome: "replaced" });
});

test("a process killed while it creates leaves each object whole or absent", async () => {
  const module = new URL("../../shared/snapshot/folder-store.ts", import.meta.url).href;
  const size = 3_000_000;
  const script = `
    const { createFolderStore } = await import(${JSON.stringify(module)});
    const store = createFolderStore(process.argv[1]);
    for (let n = 0; ; n++) {
      await store.create("big/" + process.pid + "-" + n, new Uint8Array(${size}).fill(7), { contentType: "x/y" });
      if (n === 0) process.stdout.write("ready\\n");
    }`;
  for (let round = 0; round < 6; round++) {
    const writer = start("--input-type=module", "-e", script, root);
    await writer.ready();
    await wait(20 + round * 9);
    writer.child.kill("SIGKILL");
    await writer.ended;
  }
  const found = await createFolderStore(root).list("big/");
  expect(found.length).toBeGreaterThan(0);
  expect(new Set(found.map(({ bytes }) => bytes))).toEqual(new Set([size]));
  expect(new Set(found.map(({ etag }) => etag)).size).toBe(1);
});
