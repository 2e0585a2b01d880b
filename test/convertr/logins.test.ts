import { expect, test } from "vitest";
import { ids, startApi } from "./api-server.ts";
import { kit, whole } from "./client-kit.ts";

test("a refused secret is read once past the cache, and a new version of it logs in", async () => {
  await using api = await startApi(ids(5));
  api.password = "CANARY-new";
  const k = kit(api);
  k.secret.cached = { version: "v1", password: "CANARY-old" };
  Object.assign(k.secret, { version: "v2", password: "CANARY-new" });
  await k.pull();
  expect(k.handed).toEqual(whole(api));
  expect(k.refused).toEqual(["v1"]);
  expect(api.count("login")).toBe(2);
});

test("two wrong versions make two logins, never a third", async () => {
  await using api = await startApi(ids(5));
  api.password = "something else";
  const k = kit(api);
  k.secret.cached = { version: "v1", password: "CANARY-old" };
  Object.assign(k.secret, { version: "v2", password: "CANARY-new" });
  expect(await k.fails()).toMatchObject({ name: "AuthFailed" });
  expect(api.count("login")).toBe(2);
  expect(k.refused).toEqual(["v1", "v2"]);
});

test("A05: logins are tried again over a minute, as long as a restart of the other side takes", async () => {
  await using api = await startApi(ids(5));
  let logins = 0;
  api.script = ({ kind }) => (kind === "login" && ++logins < 5 ? (reply) => reply.send(503, "soon") : undefined);
  const k = kit(api);
  await k.pull();
  expect(k.clock.slept.slice(0, 4)).toEqual([2_000, 6_000, 16_000, 36_000]);
  expect(k.handed).toEqual(whole(api));
});

test("A05: a wait that would end after the run's own time is not begun, and the reason is the login's", async () => {
  await using api = await startApi(ids(5));
  api.script = ({ kind }) => (kind === "login" ? (reply) => reply.send(503, "later") : undefined);
  const k = kit(api, { deadline: Date.UTC(2026, 10, 24, 5) + 20_000 });
  expect(await k.fails()).toMatchObject({ name: "ApiUnavailable", retryable: true });
  expect(k.clock.slept).toEqual([2_000, 6_000]);
});

test.each([200, 400, 401, 403])(
  "a login that asks for a second factor with status %i says that MFA must be off",
  async (status) => {
    await using api = await startApi(ids(5));
    const body = {
      error: "Mfa Required",
      error_description: "Multifactor authentication required",
      mfa_token: "CANARY-mfa",
    };
    api.script = () => (reply) => reply.json(status, body);
    const k = kit(api);
    const error = await k.fails();
    expect(error.name).toBe("AuthFailed");
    expect(error.message).toContain("MFA");
    expect(k.refused).toEqual([]);
  },
);

test("W14: a password changed during the run is picked up after a 401", async () => {
  await using api = await startApi(ids(1500));
  const k = kit(api);
  api.script = ({ kind, nth }) => {
    if (kind === "page" && nth === 5) {
      api.tokens.clear();
      api.password = "CANARY-rotated";
      k.secret.cached = { version: "v1", password: "CANARY-password" };
      Object.assign(k.secret, { version: "v2", password: "CANARY-rotated" });
    }
    return undefined;
  };
  await k.pull();
  expect(k.handed).toEqual(whole(api));
  expect(k.refused).toEqual(["v1"]);
});

test("the login is a form, and the token only ever goes into the header", async () => {
  await using api = await startApi(ids(150));
  const secrets: string[] = [];
  const k = kit(api, { redactor: { addSecret: (value) => void secrets.push(value) } });
  await k.pull({ latest: "true" });
  const [login, ...pages] = api.hits;
  expect(Object.fromEntries(login?.form ?? [])).toEqual({
    username: "CANARY-user@acme.example",
    password: "CANARY-password",
  });
  expect(pages.every(({ token, query }) => token === "CANARY-token-1" && !query.has("access_token"))).toBe(true);
  expect(Object.fromEntries(pages[0]?.query ?? [])).toEqual({
    latest: "true",
    itemsPerPage: "100",
    "order[id]": "asc",
    page: "1",
  });
  expect(secrets).toEqual(
    expect.arrayContaining(["CANARY-password", "CANARY-token-1", "CANARY-refresh", "CANARY-client-secret"]),
  );
});

test("a token serves the next client of a warm process, but not another enterprise", async () => {
  await using api = await startApi(ids(5));
  const { clock } = kit(api);
  const deadline = clock.now() + 60_000;
  await kit(api, { clock, deadline }).pull();
  await kit(api, { clock, deadline }).pull();
  expect(api.count("login")).toBe(1);
  await kit(api, { clock, deadline, enterprise: "other" }).pull();
  expect(api.count("login")).toBe(2);
});
