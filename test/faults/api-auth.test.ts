import { describe, expect } from "vitest";
import { EXPIRED_USERNAME } from "../../functions/local/simulated-api/http/users.ts";
import { authKey } from "../../shared/snapshot/keys.ts";
import { faultTest } from "./fault-test.ts";
import { openJobAccount } from "./job-account.ts";

const invalid = { error: "invalid_grant", error_description: "The access token provided is invalid." };
const expired = { title: "An error occurred", detail: "Password expired" };

describe("logging in", () => {
  faultTest("A01", "", async () => {
    const account = await openJobAccount({ rules: [{ fault: "revoke-tokens", on: { kind: "page", times: 1 } }] });
    const record = await account.publishes();
    expect(account.api.stats.logins).toBe(2);
    expect(record).toMatchObject({ retries: 1, requests: account.api.stats.requests });
  });

  faultTest("A02", "", async () => {
    const account = await openJobAccount({
      rows: 300,
      concurrency: 8,
      script: { latencyMs: 20 },
      rules: [{ fault: "revoke-tokens", on: { kind: "page", skip: 9, times: 1 } }],
    });
    const record = await account.publishes();
    expect(account.api.stats.logins).toBe(2);
    expect(account.api.stats.statuses[401]).toBeGreaterThan(4);
    expect(record.duplicates).toBe(0);
  });

  faultTest("A03", "", async () => {
    const account = await openJobAccount({
      rules: [{ fault: "status", status: 401, body: invalid, on: { kind: "page" } }],
    });
    expect(await account.fails()).toMatchObject({ name: "AuthFailed", where: "acme", retryable: false });
    expect(account.api.stats.logins).toBe(2);
    expect(account.secret.refreshes).toBe(1);
  });

  for (const status of [400, 401]) {
    faultTest("A04", String(status), async () => {
      const account = await openJobAccount({
        rules: [{ fault: "status", status, body: invalid, on: { kind: "login" } }],
      });
      expect(await account.fails()).toMatchObject({ name: "AuthFailed", retryable: false });
      expect(account.api.stats.requests).toBe(1);
      const noted = await account.store.get(authKey("acme"));
      expect(JSON.parse(new TextDecoder().decode(noted?.body))).toEqual({
        enterprise: "acme",
        refused_versions: ["v1"],
      });
      expect(await account.fails()).toMatchObject({ name: "AuthFailed" });
      expect(account.api.stats.requests).toBe(1);
    });
  }

  for (const [named, fault] of [
    ["502", { fault: "status", status: 502 }],
    ["reset", { fault: "reset" }],
  ] as const) {
    faultTest("A05", named, async () => {
      const account = await openJobAccount({ rules: [{ ...fault, on: { kind: "login" } }] });
      expect(await account.fails()).toMatchObject({ name: "ApiUnavailable", retryable: true });
      expect(account.api.stats.logins).toBe(5);
    });
    faultTest("A05", `${named}, twice`, async () => {
      const account = await openJobAccount({ rules: [{ ...fault, on: { kind: "login", times: 2 } }] });
      await account.publishes();
    });
  }

  for (const [named, rule] of [
    ["HTML", { fault: "html", body: "<p>CANARY</p>" }],
    ["no access_token", { fault: "answer", unset: ["access_token"] }],
    ["a token that no header can hold", { fault: "answer", set: { access_token: "CANARY\r\nx: y" } }],
    ["a list", { fault: "status", status: 200, body: [] }],
    ["expires_in 0", { fault: "answer", set: { expires_in: 0 } }],
    ["expires_in in a string", { fault: "answer", set: { expires_in: "3600" } }],
  ] as const) {
    faultTest("A06", named, async () => {
      const account = await openJobAccount({ rules: [{ ...rule, on: { kind: "login" } } as never] });
      expect(await account.fails()).toMatchObject({ name: "BadResponse" });
      expect(account.api.stats.requests).toBe(1);
      expect(await account.store.get(authKey("acme"))).toBeUndefined();
    });
  }
  faultTest("A06", "no expires_in", async () => {
    const account = await openJobAccount({
      rules: [{ fault: "answer", unset: ["expires_in"], on: { kind: "login" } }],
    });
    await account.publishes();
    account.clock.advance(40 * 60_000);
    await account.publishes({ overwrite: true });
    expect(account.api.stats.logins).toBe(1);
    account.clock.advance(19 * 60_000);
    await account.publishes({ overwrite: true });
    expect(account.api.stats.logins).toBe(2);
  });

  faultTest("A07", "", async () => {
    const { password } = (await openJobAccount()).secret;
    const credentials = { get: async () => ({ username: EXPIRED_USERNAME, password, version: "v1" }) };
    const account = await openJobAccount({ credentials });
    const error = await account.fails();
    expect(error.name).toBe("PasswordExpired");
    expect(error.message).toContain("Set a new password in Convertr");
    expect(account.api.stats.requests).toBe(1);
  });

  for (const status of [403, 401, 500])
    faultTest("A08", String(status), async () => {
      const account = await openJobAccount({
        rules: [{ fault: "status", status, body: expired, on: { kind: "page", page: 3 } }],
      });
      expect(await account.fails()).toMatchObject({ name: "PasswordExpired" });
      expect(account.seen.filter(({ page, kind }) => kind === "page" && page === 3)).toHaveLength(1);
      expect(account.api.stats.logins).toBe(1);
    });

  faultTest("A09", "", async () => {
    const account = await openJobAccount({ rules: [{ fault: "status", status: 403, on: { kind: "page" } }] });
    expect(await account.fails()).toMatchObject({ name: "Forbidden", where: "campaigns of acme", retryable: false });
    expect(account.api.stats.requests).toBe(2);
  });
});
