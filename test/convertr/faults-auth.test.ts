import { expect, test } from "vitest";
import { ids, loginBody, startApi } from "./api-server.ts";
import { kit, whole } from "./client-kit.ts";

test("A01: a 401 on page 1 leads to one new login, and the pull succeeds", async () => {
  await using api = await startApi(ids(250));
  api.script = ({ kind, nth }) => {
    if (kind === "page" && nth === 0) api.tokens.clear();
    return undefined;
  };
  const k = kit(api);
  const report = await k.pull();
  expect(k.handed).toEqual(whole(api));
  expect(api.count("login")).toBe(2);
  expect(report.requests).toBe(api.hits.length);
});

test("A02: when all eight requests in flight get 401 there is exactly one login, and no page is lost or handed over twice", async () => {
  await using api = await startApi(ids(3000));
  api.latencyMs = 20;
  api.script = ({ kind, nth }) => {
    if (kind === "page" && nth === 8) api.tokens.clear();
    return undefined;
  };
  const k = kit(api);
  const report = await k.pull();
  expect(k.handed).toEqual(whole(api));
  expect(report.duplicates).toBe(0);
  expect(api.count("login")).toBe(2);
  expect(api.hits.filter(({ token }) => token?.endsWith("-1")).length).toBeLessThanOrEqual(9 + 8);
});

test("A03: a fresh token that is refused too makes the secret be read past the cache once, then AuthFailed without a third login", async () => {
  await using api = await startApi(ids(250));
  api.script = ({ kind }) => (kind === "login" ? undefined : (reply) => reply.json(401, { error: "invalid_grant" }));
  const k = kit(api);
  const error = await k.fails();
  expect(error).toMatchObject({ name: "AuthFailed", where: "acme", retryable: false });
  expect(api.count("login")).toBe(2);
  expect(k.secret.refreshes).toBe(1);
  expect(k.handed).toEqual([]);
});

test.each([400, 401])(
  "A04: a login answered with %i is AuthFailed after one request, and the version is not tried again",
  async (status) => {
    await using api = await startApi(ids(5));
    api.script = () => (reply) => reply.json(status, { error: "invalid_grant" });
    const k = kit(api);
    expect(await k.fails()).toMatchObject({ name: "AuthFailed", where: "acme", retryable: false });
    expect(api.hits.length).toBe(1);
    expect(k.refused).toEqual(["v1"]);
    expect(await k.fails()).toMatchObject({ name: "AuthFailed" });
    expect(api.hits.length).toBe(1);
  },
);

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

test.each(["status 503", "reset"])("A05: a login that meets %s is tried four times more", async (fault) => {
  await using api = await startApi(ids(5));
  api.script = ({ kind }) => {
    if (kind !== "login") return undefined;
    return (reply) => (fault === "reset" ? void reply.socket.resetAndDestroy() : reply.send(502, "bad gateway"));
  };
  const k = kit(api);
  expect(await k.fails()).toMatchObject({ name: "ApiUnavailable", retryable: true });
  expect(api.hits.length).toBe(5);
  expect(k.refused).toEqual([]);
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

test.each([
  ["HTML", "<html>CANARY</html>", "text/html"],
  ["no access_token", JSON.stringify({ ...loginBody("x"), access_token: undefined }), "application/json"],
  ["a token that no header can hold", JSON.stringify(loginBody("CANARY\r\nx: y")), "application/json"],
  ["expires_in 0", JSON.stringify({ ...loginBody("x"), expires_in: 0 }), "application/json"],
  ["expires_in in a string", JSON.stringify({ ...loginBody("x"), expires_in: "3600" }), "application/json"],
  ["a list", "[]", "application/json"],
])("A06: a login answered with 200 and %s is a BadResponse", async (_, body, type) => {
  await using api = await startApi(ids(5));
  api.script = () => (reply) => reply.send(200, body, { "content-type": type });
  const k = kit(api);
  expect(await k.fails()).toMatchObject({ name: "BadResponse" });
  expect(api.hits.length).toBe(1);
  expect(k.refused).toEqual([]);
});

test("A06: a missing expires_in counts as an hour", async () => {
  await using api = await startApi(ids(5));
  api.script = ({ kind }) => {
    if (kind !== "login") return undefined;
    api.tokens.add("t");
    return (reply) => reply.json(200, { access_token: "t", password_expired: false });
  };
  const k = kit(api);
  await k.pull();
  k.clock.advance(40 * 60_000);
  const later = kit(api, { clock: k.clock, deadline: k.clock.now() + 60_000 });
  await later.pull();
  expect(api.count("login")).toBe(1);
  k.clock.advance(16 * 60_000);
  await kit(api, { clock: k.clock, deadline: k.clock.now() + 60_000 }).pull();
  expect(api.count("login")).toBe(2);
});

test("A07: a login that says the password has expired ends the pull before any page", async () => {
  await using api = await startApi(ids(5));
  api.script = () => (reply) => reply.json(200, { ...loginBody("x"), password_expired: true });
  const error = await kit(api).fails();
  expect(error.name).toBe("PasswordExpired");
  expect(error.message).toContain("Set a new password in Convertr");
  expect(api.hits.length).toBe(1);
});

test.each([403, 401, 500])(
  "A08: status %i that says 'Password expired' is PasswordExpired, without retry or login",
  async (status) => {
    await using api = await startApi(ids(250));
    const body = {
      type: "https://tools.ietf.org/html/rfc2616#section-10",
      title: "An error occurred",
      detail: "Password expired",
    };
    api.script = ({ kind, page }) => (kind === "page" && page === 2 ? (reply) => reply.json(status, body) : undefined);
    expect(await kit(api).fails()).toMatchObject({ name: "PasswordExpired" });
    expect(api.hits.filter(({ page }) => page === 2).length).toBe(1);
    expect(api.count("login")).toBe(1);
  },
);

test("A09: a plain 403 is Forbidden, names the collection and is not tried again", async () => {
  await using api = await startApi(ids(5));
  api.script = ({ kind }) => (kind === "page" ? (reply) => reply.json(403, { message: "Access denied." }) : undefined);
  const error = await kit(api).fails();
  expect(error).toMatchObject({ name: "Forbidden", where: "campaigns of acme", retryable: false });
  expect(api.count("page")).toBe(1);
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
