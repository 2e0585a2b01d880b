import { existsSync } from "node:fs";
import { mkdir, mkdtemp, readdir, rm, symlink, utimes, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createFolderStore } from "../../shared/snapshot/folder-store.ts";
import { storeSuite } from "./store-suite.ts";

const JSON_TYPE = { contentType: "application/json" };
const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
let folder = "";
let made = 0;
const freshRoot = (): string => join(folder, `root-${made++}`);

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "folder-store-"));
});
afterAll(async () => {
  await rm(folder, { recursive: true });
});

storeSuite("the folder store", async () => createFolderStore(freshRoot()));

describe("the folder store", () => {
  const refused = {
    "parent folder": "runs/../../secret",
    "parent folder alone": "..",
    "this folder": "runs/./a",
    NUL: "runs/a\0b",
    absolute: "/etc/passwd",
    backslash: "runs\\a",
    "drive letter": "C:/a",
    "empty part": "runs//a",
    "ends with a slash": "runs/",
    empty: "",
    "the store's own folder": ".store/overwrite.lock",
    "hidden name": "runs/.a",
    "percent escape": "runs/%2e%2e/a",
    "line feed": "runs/a\nb",
    "not ASCII": "runs/\u00e4",
    "1025 characters": "a".repeat(1025),
  };
  test.each(Object.entries(refused))("a key is refused before anything is touched: %s", async (_, key) => {
    const root = freshRoot();
    const store = createFolderStore(root);
    const body = bytes("x");
    const calls = [
      () => store.head(key),
      () => store.get(key),
      () => store.create(key, body, JSON_TYPE),
      () => store.overwrite(key, body, { ...JSON_TYPE, ifMatch: "x" }),
    ];
    for (const call of calls) await expect(call()).rejects.toMatchObject({ name: "StoreFailed", retryable: false });
    expect(existsSync(root)).toBe(false);
  });

  test("a prefix cannot leave the folder", async () => {
    const store = createFolderStore(freshRoot());
    await expect(store.list("../")).rejects.toMatchObject({ name: "StoreFailed" });
    await expect(store.list("a/../../b")).rejects.toMatchObject({ name: "StoreFailed" });
  });

  test("nothing but objects is listed: not its own folder, hidden files or a link that leads nowhere, and no file is left aside", async () => {
    const root = freshRoot();
    const store = createFolderStore(root);
    const created = await store.create("a/b.json", bytes("1"), JSON_TYPE);
    await store.create("a/b.json", bytes("2"), JSON_TYPE);
    const ifMatch = created.outcome === "created" ? created.etag : "";
    await store.overwrite("a/b.json", bytes("3"), { ...JSON_TYPE, ifMatch });
    await store.overwrite("a/b.json", bytes("4"), { ...JSON_TYPE, ifMatch });
    await writeFile(join(root, "a", ".DS_Store"), "");
    await symlink(join(root, "nowhere"), join(root, "a", "link.json"));
    expect((await store.list("")).map(({ key }) => key)).toEqual(["a/b.json"]);
    expect(await readdir(join(root, ".store", "aside"))).toEqual([]);
  });

  test("what a killed process left aside goes after an hour, what another is writing now stays", async () => {
    const root = freshRoot();
    const aside = join(root, ".store", "aside");
    await mkdir(aside, { recursive: true });
    await writeFile(join(aside, "old"), "half");
    await writeFile(join(aside, "new"), "half");
    const longAgo = new Date(Date.now() - 2 * 60 * 60 * 1000);
    await utimes(join(aside, "old"), longAgo, longAgo);
    await createFolderStore(root).create("a.json", bytes("1"), JSON_TYPE);
    expect(await readdir(aside)).toEqual(["new"]);
  });

  test("the etag is of the content: another process's store gives the same, and a file edited by hand another", async () => {
    const root = freshRoot();
    const store = createFolderStore(root);
    await store.create("a.json", bytes("1"), JSON_TYPE);
    const etag = (await store.head("a.json"))?.etag;
    expect((await createFolderStore(root).head("a.json"))?.etag).toBe(etag);
    await writeFile(join(root, "a.json"), "by hand");
    expect((await store.head("a.json"))?.etag).not.toBe(etag);
  });

  test("a folder that cannot be written is StoreFailed, naming key, folder and cause but no content", async () => {
    const root = freshRoot();
    await mkdir(folder, { recursive: true });
    await writeFile(root, "a file where the folder should be");
    const store = createFolderStore(root);
    await expect(store.create("a.json", bytes("canary"), JSON_TYPE)).rejects.toMatchObject({
      name: "StoreFailed",
      message: expect.stringMatching(/could not create an object: E(EXIST|NOTDIR) \(a\.json in .*root-/),
    });
    await expect(store.create("a.json", bytes("canary"), JSON_TYPE)).rejects.not.toThrow("canary");
  });

  test("an object below another object's name is StoreFailed, not a loss of the first", async () => {
    const store = createFolderStore(freshRoot());
    await store.create("a/b", bytes("1"), JSON_TYPE);
    await expect(store.create("a/b/c", bytes("2"), JSON_TYPE)).rejects.toMatchObject({ name: "StoreFailed" });
    expect(await store.get("a/b")).toMatchObject({ body: bytes("1") });
  });
});
