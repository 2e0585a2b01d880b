import { describe, expect, test } from "vitest";
import { EXPIRED_USERNAME, MFA_USERNAME } from "../../../functions/local/simulated-api/http/users.ts";
import { CANARY_PATTERN } from "../../../functions/local/simulated-api/records/parts.ts";
import { DEFAULT_CREDENTIALS } from "../../../functions/local/simulated-api/server.ts";
import { logIn, openApi } from "./api-session.ts";
import { morning } from "./demo-world.ts";

const { username, password } = DEFAULT_CREDENTIALS;

describe("login", () => {
  test("answers the whole documented body, its secrets canaries", async () => {
    const { api } = await openApi();
    const { status, body } = await logIn(api, { username, password });
    expect(status).toBe(200);
    expect(Object.keys(body)).toEqual([
      "access_token",
      "expires_in",
      "token_type",
      "scope",
      "refresh_token",
      "client_id",
      "client_secret",
      "user_id",
      "password_expired",
    ]);
    expect(body).toMatchObject({ expires_in: 3600, token_type: "bearer", scope: null, password_expired: false });
    for (const key of ["access_token", "refresh_token", "client_id", "client_secret"]) {
      expect(body[key], key).toMatch(CANARY_PATTERN);
    }
  });

  test("refuses a wrong password, an unknown user and a missing field", async () => {
    const { api } = await openApi();
    const wrong = { error: "invalid_grant", error_description: "Invalid username and password combination" };
    expect(await logIn(api, { username, password: "no" })).toMatchObject({ status: 400, body: wrong });
    expect(await logIn(api, { username: "who@convertr.example", password })).toMatchObject({
      status: 400,
      body: wrong,
    });
    expect(await logIn(api, { username })).toMatchObject({ status: 400, body: { error: "invalid_request" } });
  });

  test("takes a form, not JSON, and only by POST", async () => {
    const { api } = await openApi();
    const headers = { "content-type": "application/json" };
    const json = await fetch(`${api.url}/api/login`, {
      method: "POST",
      headers,
      body: JSON.stringify({ username, password }),
    });
    expect(json.status).toBe(400);
    expect((await fetch(`${api.url}/api/login`)).status).toBe(405);
  });

  test("locks the account after ten wrong passwords in a row, a right one between starts the count again", async () => {
    const { api } = await openApi();
    const tries = async (count: number) => {
      for (let i = 0; i < count; i += 1) await logIn(api, { username, password: "no" });
    };
    await tries(9);
    expect((await logIn(api, { username, password })).status).toBe(200);
    await tries(9);
    expect((await logIn(api, { username, password })).status).toBe(200);
    await tries(10);
    expect(await logIn(api, { username, password })).toMatchObject({ status: 400, body: { error: "invalid_grant" } });
  });

  test("asks a user with a second factor for it, and gives no token", async () => {
    const { api } = await openApi();
    const { status, body } = await logIn(api, { username: MFA_USERNAME, password });
    expect(status).toBe(400);
    expect(body).toEqual({
      error: "Mfa Required",
      error_description: "Multifactor authentication required",
      mfa_token: expect.stringMatching(CANARY_PATTERN),
    });
  });

  test("lets a user with an expired password in and refuses everything else", async () => {
    const { api, get } = await openApi();
    const { status, body } = await logIn(api, { username: EXPIRED_USERNAME, password });
    expect([status, body.password_expired]).toEqual([200, true]);
    const refused = await get("/api/v4/campaigns", { authorization: `Bearer ${body.access_token}` });
    expect(refused.status).toBe(403);
    expect(refused.body).toEqual({
      type: "https://tools.ietf.org/html/rfc2616#section-10",
      title: "An error occurred",
      detail: "Password expired",
    });
  });
});

describe("a token", () => {
  test("is wanted, and a wrong one is refused with a challenge", async () => {
    const { api, get } = await openApi();
    expect((await fetch(`${api.url}/api/v4/campaigns`)).status).toBe(401);
    const { status, headers, body } = await get("/api/v4/campaigns", { authorization: "Bearer nonsense" });
    expect(status).toBe(401);
    expect(body).toEqual({ error: "invalid_grant", error_description: "The access token provided is invalid." });
    expect(headers.get("www-authenticate")).toMatch(/^Bearer .*invalid_grant/);
  });

  test("ends after an hour of the given clock", async () => {
    let nowMs = morning(0);
    const { get } = await openApi({ now: () => nowMs });
    nowMs += 3_599_000;
    expect((await get("/api/v4/campaigns")).status).toBe(200);
    nowMs += 1_000;
    const { status, body } = await get("/api/v4/campaigns");
    expect([status, body.error_description]).toEqual([401, "The access token provided has expired."]);
  });

  test("may come in the query, but not in both places", async () => {
    const { api, token, get } = await openApi();
    const inQuery = await fetch(`${api.url}/api/v4/campaigns?access_token=${token}`);
    expect(inQuery.status).toBe(200);
    const both = await get(`/api/v4/campaigns?access_token=${token}`);
    expect(both).toMatchObject({ status: 400, body: { error: "invalid_request" } });
    expect(both.body.error_description).toMatch(/^Only one method may be used to authenticate at a time/);
  });

  test("can be revoked with all others from outside", async () => {
    const { api, get } = await openApi();
    api.revokeTokens();
    expect((await get("/api/v4/campaigns")).status).toBe(401);
  });
});
