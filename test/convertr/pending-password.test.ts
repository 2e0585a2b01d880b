import { expect, test } from "vitest";
import { ids, startApi } from "./api-server.ts";
import { kit } from "./client-kit.ts";

// A rotation has given Convertr a new password and died before it became the secret's current value.

const withPending = (pending: { version: string; password: string } | undefined) => {
  const asked: string[] = [];
  return {
    asked,
    over: (credentials: ReturnType<typeof kit>["options"]["credentials"]) => ({
      ...credentials,
      pending: async (enterprise: string) => {
        asked.push(enterprise);
        return pending === undefined ? undefined : { username: "CANARY-user@acme.example", ...pending };
      },
    }),
  };
};

test("when the current password is refused, the pending one is tried once, and the pull succeeds", async () => {
  await using api = await startApi(ids(150));
  api.password = "CANARY-next";
  const { over, asked } = withPending({ version: "v2", password: "CANARY-next" });
  const first = kit(api);
  const k = kit(api, { credentials: over(first.options.credentials) });
  await k.pull();
  expect(api.count("login")).toBe(2);
  expect(asked).toEqual(["acme"]);
  expect(k.refused).toEqual(["v1"]);
});

test("the refused current password is not tried again by the next run, the pending one is", async () => {
  await using api = await startApi(ids(5));
  api.password = "CANARY-next";
  const { over } = withPending({ version: "v2", password: "CANARY-next" });
  const credentials = over(kit(api).options.credentials);
  const refused = new Set<string>(["v1"]);
  const refusedSecrets = {
    read: async () => refused,
    remember: async (_: string, version: string) => void refused.add(version),
    forget: async () => {},
  };
  await kit(api, { credentials, refusedSecrets }).pull();
  expect(api.hits.filter(({ kind }) => kind === "login").map(({ form }) => form.get("password"))).toEqual([
    "CANARY-next",
  ]);
});

test("when both are refused, each is remembered, and the next run asks Convertr nothing", async () => {
  await using api = await startApi(ids(5));
  api.password = "CANARY-other";
  const { over } = withPending({ version: "v2", password: "CANARY-next" });
  const k = kit(api, { credentials: over(kit(api).options.credentials) });
  expect(await k.fails()).toMatchObject({ name: "AuthFailed" });
  expect(k.refused).toEqual(["v1", "v2"]);
  expect(await k.fails()).toMatchObject({ name: "AuthFailed" });
  expect(api.count("login")).toBe(2);
});

test("a current password that is taken leaves the pending one unread", async () => {
  await using api = await startApi(ids(5));
  const { over, asked } = withPending({ version: "v2", password: "CANARY-next" });
  await kit(api, { credentials: over(kit(api).options.credentials) }).pull();
  expect(asked).toEqual([]);
});

test("after a rotation has ended both labels are on one version, which is tried once", async () => {
  await using api = await startApi(ids(5));
  api.password = "CANARY-other";
  const { over } = withPending({ version: "v1", password: "CANARY-password" });
  const k = kit(api, { credentials: over(kit(api).options.credentials) });
  expect(await k.fails()).toMatchObject({ name: "AuthFailed" });
  expect(api.count("login")).toBe(1);
});

test.each([400, 401, 403])("a locked account is named (status %i), and no version is blamed for it", async (status) => {
  await using api = await startApi(ids(5));
  const body = { error: "invalid_grant", error_description: "User account is locked." };
  api.script = () => (reply) => reply.json(status, body);
  const { over, asked } = withPending({ version: "v2", password: "CANARY-next" });
  const k = kit(api, { credentials: over(kit(api).options.credentials) });
  expect(await k.fails()).toMatchObject({ name: "AuthFailed", message: expect.stringMatching(/locked.*Unlock/s) });
  expect(k.refused).toEqual([]);
  expect([api.count("login"), asked.length]).toEqual([1, 0]);
});
