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

test("nothing is refused at first; then the last refused version is, per enterprise, for later runs too", async () => {
  const secrets = createRefusedSecrets(createFolderStore(root));
  expect(await secrets.read("acme")).toBeUndefined();
  await secrets.remember("acme", "version-1");
  await secrets.remember("acme", "version-1");
  await secrets.remember("acme", "version-2");
  expect(await createRefusedSecrets(createFolderStore(root)).read("acme")).toBe("version-2");
  expect(await secrets.read("other")).toBeUndefined();
  expect(await readFile(join(root, "auth", "enterprise=acme.json"), "utf8")).toBe(
    '{"enterprise":"acme","refused_version":"version-2"}\n',
  );
});

test("runs that are refused at the same time all end, and one of their versions is remembered", async () => {
  const versions = ["a", "b", "c", "d", "e", "f"];
  await Promise.all(versions.map((version) => createRefusedSecrets(createFolderStore(root)).remember("acme", version)));
  expect(versions).toContain(await createRefusedSecrets(createFolderStore(root)).read("acme"));
});

test("a note that cannot be read is an error, not permission to try the secret again", async () => {
  const store = createFolderStore(root);
  await store.create("auth/enterprise=acme.json", new TextEncoder().encode("{"), { contentType: "application/json" });
  const secrets = createRefusedSecrets(store);
  await expect(secrets.read("acme")).rejects.toMatchObject({ name: "StoreFailed", retryable: false });
  await expect(secrets.remember("acme", "v")).rejects.toMatchObject({ name: "StoreFailed" });
});
