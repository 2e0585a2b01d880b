import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { createFolderStore } from "../../shared/snapshot/folder-store.ts";
import { createRefusedSecrets } from "../../shared/snapshot/refused-secrets.ts";

let root = "";
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), "refused-secrets-"));
});
afterEach(async () => {
  await rm(root, { recursive: true });
});

test("nothing is refused at first; then each refused version is, per enterprise, for later runs too", async () => {
  const secrets = createRefusedSecrets(createFolderStore(root));
  expect(await secrets.read("acme")).toEqual(new Set());
  await secrets.remember("acme", "version-1");
  await secrets.remember("acme", "version-1");
  await secrets.remember("acme", "version-2");
  expect(await createRefusedSecrets(createFolderStore(root)).read("acme")).toEqual(new Set(["version-1", "version-2"]));
  expect(await secrets.read("other")).toEqual(new Set());
  expect(await readFile(join(root, "auth", "enterprise=acme.json"), "utf8")).toBe(
    '{"enterprise":"acme","refused_versions":["version-1","version-2"]}\n',
  );
});

test("what is forgotten may be tried again; the last eight are remembered", async () => {
  const secrets = createRefusedSecrets(createFolderStore(root));
  await secrets.forget("acme", "version-1");
  for (let number = 1; number <= 10; number++) await secrets.remember("acme", `version-${number}`);
  await secrets.forget("acme", "version-9");
  await secrets.forget("acme", "version-9");
  const left = [3, 4, 5, 6, 7, 8, 10].map((number) => `version-${number}`);
  expect(await secrets.read("acme")).toEqual(new Set(left));
});

test("a note of the first form, with one version, is read and added to", async () => {
  const store = createFolderStore(root);
  const note = new TextEncoder().encode('{"enterprise":"acme","refused_version":"version-1"}\n');
  await store.create("auth/enterprise=acme.json", note, { contentType: "application/json" });
  await createRefusedSecrets(store).remember("acme", "version-2");
  expect(await createRefusedSecrets(store).read("acme")).toEqual(new Set(["version-1", "version-2"]));
});

test("runs that are refused at the same time all end, and each of their versions is remembered", async () => {
  const versions = ["a", "b", "c", "d", "e", "f"];
  await Promise.all(versions.map((version) => createRefusedSecrets(createFolderStore(root)).remember("acme", version)));
  expect(await createRefusedSecrets(createFolderStore(root)).read("acme")).toEqual(new Set(versions));
});

test("a note that cannot be read is an error, not permission to try the secret again", async () => {
  const store = createFolderStore(root);
  await store.create("auth/enterprise=acme.json", new TextEncoder().encode("{"), { contentType: "application/json" });
  const secrets = createRefusedSecrets(store);
  await expect(secrets.read("acme")).rejects.toMatchObject({ name: "StoreFailed", retryable: false });
  await expect(secrets.remember("acme", "v")).rejects.toMatchObject({ name: "StoreFailed" });
});
