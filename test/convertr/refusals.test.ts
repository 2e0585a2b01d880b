import { chmod, mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, onTestFinished, test } from "vitest";
import { environmentCredentials } from "../../functions/local/credentials.ts";
import { createFolderStore } from "../../shared/snapshot/folder-store.ts";
import { createRefusedSecrets } from "../../shared/snapshot/refused-secrets.ts";
import { ids, startApi } from "./api-server.ts";
import { kit } from "./client-kit.ts";

const wrong = { error: "invalid_grant", error_description: "Invalid username and password combination" };

async function dataFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "refusals-"));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  return folder;
}

describe("a refusal that cannot be noted", () => {
  /** A folder whose `auth` is a file, where nobody can write a note, whoever runs this. */
  const unwritable = async () => {
    const folder = await dataFolder();
    await writeFile(join(folder, "auth"), "");
    return createRefusedSecrets(createFolderStore(folder));
  };

  test("is remembered by the process: three pulls make one login, whoever pulls", async () => {
    await using api = await startApi(ids(5));
    api.password = "another";
    const refusedSecrets = await unwritable();
    for (const _ of [1, 2, 3]) expect(await kit(api, { refusedSecrets }).fails()).toMatchObject({ name: "AuthFailed" });
    expect(api.count("login")).toBe(1);
  });

  test("is not told as one that no later run repeats", async () => {
    await using api = await startApi(ids(5));
    api.password = "another";
    const { message } = await kit(api, { refusedSecrets: await unwritable() }).fails();
    expect(message).not.toContain("is not tried again");
    expect(message).toContain("the next run tries them once more");
    expect(message).toContain("auth/");
    await using noted = await startApi(ids(5));
    noted.password = "another";
    expect((await kit(noted).fails()).message).toContain("is not tried again");
  });

  test("leaves another version free to log in", async () => {
    await using api = await startApi(ids(5));
    api.password = "CANARY-new";
    const k = kit(api, { refusedSecrets: await unwritable() });
    await k.fails();
    Object.assign(k.secret, { version: "v2", password: "CANARY-new" });
    await k.pull();
    expect(api.count("login")).toBe(2);
  });

  test("that is noted can be forgotten, by whoever made the password right", async () => {
    await using api = await startApi(ids(5));
    api.password = "another";
    const k = kit(api);
    await k.fails();
    api.password = k.secret.password;
    await k.options.refusedSecrets.forget("acme", "v1");
    await k.pull();
    expect(api.count("login")).toBe(2);
  });
});

describe("an answer that may be a lock-out condemns no password", () => {
  test.each([
    [400, { error: "invalid_grant", error_description: "User account is locked." }],
    [401, { code: 401, message: "Account is disabled." }],
    [401, { message: "Your account has been suspended" }],
    [
      400,
      { error: "invalid_grant", error_description: "Too many failed login attempts, please try again in 5 minutes." },
    ],
    [400, { detail: "This user is temporarily unavailable" }],
    [401, { "hydra:description": "Maximum number of login attempts reached" }],
    [401, { message: "Inactive user" }],
    [423, { message: "Locked" }],
    [403, { message: "Blocked account" }],
  ])("%i %j", async (status, body) => {
    await using api = await startApi(ids(5));
    api.script = () => (reply) => reply.json(status, body);
    const k = kit(api);
    const error = await k.fails();
    expect(error).toMatchObject({ name: "AuthFailed" });
    expect(error.message).toContain("this password was not judged");
    expect(k.refused).toEqual([]);
    api.script = () => undefined;
    await k.pull();
  });

  test.each([
    [401, "<html>Sign in to the proxy</html>", "text/html"],
    [400, "Bad Request", "text/plain"],
    [401, "", ""],
  ])(
    "%i %j of type %j, which are not the API's words, is tried again by the next process and not by this one",
    async (...given) => {
      const [status, body, type] = given;
      await using api = await startApi(ids(5));
      api.script = () => (reply) => reply.send(status, body, type === "" ? {} : { "content-type": type });
      const k = kit(api);
      expect(await k.fails()).toMatchObject({ name: "BadResponse" });
      expect(k.refused).toEqual([]);
      await k.fails();
      expect(api.count("login")).toBe(1);
    },
  );

  test("a refusal in the API's words does", async () => {
    for (const body of [wrong, { error: "invalid_grant" }, { code: 401, message: "Bad credentials." }]) {
      await using api = await startApi(ids(5));
      api.script = () => (reply) => reply.json(401, body);
      const k = kit(api);
      await k.fails();
      expect(k.refused).toEqual(["v1"]);
    }
  });
});

describe("what stands for a password on the disk", () => {
  const versionOf = async (password: string, username = "user@acme.example", enterprise = "acme") => {
    const provider = environmentCredentials({ CONVERTR_USERNAME: username, CONVERTR_PASSWORD: password });
    return (await provider.get(enterprise)).version;
  };

  test("is the same for the same login in any process, and another for another password, user or enterprise", async () => {
    const version = await versionOf("Secret-1");
    expect(await versionOf("Secret-1")).toBe(version);
    expect(await versionOf("Secret-2")).not.toBe(version);
    expect(await versionOf("Secret-1", "other@acme.example")).not.toBe(version);
    expect(await versionOf("Secret-1", "user@acme.example", "other")).not.toBe(version);
  });

  test("is too short to confirm a guess: 20 bits, whatever the password", async () => {
    for (const password of ["a", "Secret-1", "x".repeat(500)])
      expect(await versionOf(password)).toMatch(/^local-[0-9a-f]{5}$/);
  });

  test("is all of it that the note holds", async () => {
    const folder = await dataFolder();
    await mkdir(join(folder, "auth"));
    await chmod(join(folder, "auth"), 0o700);
    await using api = await startApi(ids(5));
    api.password = "another";
    const credentials = environmentCredentials({
      CONVERTR_USERNAME: "CANARY-user@acme.example",
      CONVERTR_PASSWORD: "CANARY-password",
    });
    const refusedSecrets = createRefusedSecrets(createFolderStore(folder));
    await kit(api, { credentials, refusedSecrets }).fails();
    const note = JSON.parse(await readFile(join(folder, "auth", "enterprise=acme.json"), "utf8"));
    expect(note).toEqual({
      enterprise: "acme",
      refused_versions: [await versionOf("CANARY-password", "CANARY-user@acme.example")],
    });
  });
});
