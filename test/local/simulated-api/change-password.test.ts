import { describe, expect, test } from "vitest";
import { EXPIRED_USERNAME } from "../../../functions/local/simulated-api/http/users.ts";
import { DEFAULT_CREDENTIALS } from "../../../functions/local/simulated-api/server.ts";
import { logIn, openApi } from "./api-session.ts";

const { username, password } = DEFAULT_CREDENTIALS;

async function opened(as = username) {
  const { api } = await openApi();
  const { body } = await logIn(api, { username: as, password });
  const change = async (asked: unknown, id = body.user_id, headers: Record<string, string> = {}) => {
    const answer = await fetch(`${api.url}/api/v4/users/${id}/change-password`, {
      method: "POST",
      headers: { authorization: `Bearer ${body.access_token}`, "content-type": "application/json", ...headers },
      body: JSON.stringify(asked),
    });
    return { status: answer.status, text: await answer.text() };
  };
  const take = async (one: string) => (await logIn(api, { username: as, password: one })).status === 200;
  return { api, change, take };
}

describe("change-password", () => {
  test("answers 202 and takes the new password from then on, for that user alone", async () => {
    const { api, change, take } = await opened();
    expect(await change({ currentPassword: password, newPassword: "Another-2" })).toEqual({ status: 202, text: "" });
    expect([await take(password), await take("Another-2")]).toEqual([false, true]);
    expect((await logIn(api, { username: EXPIRED_USERNAME, password })).status).toBe(200);
  });

  test.each([
    ["short", "Ab-1xyz", /shorter than 8/],
    ["without a capital", "another-2", /capital/],
    ["without a number", "Another-two", /number/],
    ["without a symbol", "Another22", /symbol/],
    ["the present one", password, /used before/],
  ])("refuses a new password that is %s", async (_, newPassword, why) => {
    const { change, take } = await opened();
    const { status, text } = await change({ currentPassword: password, newPassword });
    expect(status).toBe(400);
    expect(JSON.parse(text)["hydra:description"]).toMatch(why);
    expect(await take(password)).toBe(true);
  });

  test("remembers the last ten, and takes the one before them again", async () => {
    const { change } = await opened();
    let current = password;
    for (let number = 1; number <= 9; number++) {
      const next = `Another-${number}`;
      expect((await change({ currentPassword: current, newPassword: next })).status).toBe(202);
      current = next;
    }
    expect((await change({ currentPassword: current, newPassword: password })).status).toBe(400);
    expect((await change({ currentPassword: current, newPassword: "Another-10" })).status).toBe(202);
    expect((await change({ currentPassword: "Another-10", newPassword: password })).status).toBe(202);
  });

  test("wants the current password, JSON with both, POST, a token, and one's own id", async () => {
    const { api, change } = await opened();
    const asked = { currentPassword: password, newPassword: "Another-2" };
    expect((await change({ ...asked, currentPassword: "wrong" })).status).toBe(400);
    expect((await change({ newPassword: "Another-2" })).status).toBe(400);
    expect((await change(asked, 223, { "content-type": "text/plain" })).status).toBe(400);
    expect((await change(asked, 224)).status).toBe(403);
    expect((await change(asked, 223, { authorization: "Bearer nonsense" })).status).toBe(401);
    expect((await fetch(`${api.url}/api/v4/users/223/change-password`)).status).toBe(401);
  });

  test("lets a user whose password has expired change it, and everything else afterwards", async () => {
    const { api, change } = await opened(EXPIRED_USERNAME);
    expect((await change({ currentPassword: password, newPassword: "Another-2" })).status).toBe(202);
    const { body } = await logIn(api, { username: EXPIRED_USERNAME, password: "Another-2" });
    expect(body.password_expired).toBe(false);
    const pages = await fetch(`${api.url}/api/v4/campaigns`, {
      headers: { authorization: `Bearer ${body.access_token}` },
    });
    expect(pages.status).toBe(200);
  });

  test("an administrator unlocks a locked account", async () => {
    const { api, take } = await opened();
    for (let guess = 0; guess < 10; guess++) await take("no");
    expect(await take(password)).toBe(false);
    api.unlock();
    expect(await take(password)).toBe(true);
  });
});
