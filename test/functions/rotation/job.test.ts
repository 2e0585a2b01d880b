import { describe, expect, test } from "vitest";
import { parseRotationEvent } from "../../../functions/rotation/event.ts";
import { rotatePassword } from "../../../functions/rotation/job.ts";
import { parseSettings } from "../../../shared/settings/settings.ts";
import { beginRotation, versionWith } from "../../fakes/aws/secret-versions.ts";
import { secretArn } from "../../fakes/aws/secrets-manager.ts";
import { FIRST_PASSWORD, rotationWorld, tokenOf, USERNAME } from "./rotation-world.ts";

const wrongLogins = (world: { readonly logins: readonly { readonly isRight: boolean }[] }) =>
  world.logins.filter(({ isRight }) => !isRight).length;

describe("a rotation", () => {
  test("changes the password in Convertr and in the secret, keeps the one before, and is done with one wait for nothing", async () => {
    await using world = await rotationWorld();
    expect(await world.rotate()).toBeUndefined();
    const password = world.passwordAt("AWSCURRENT");
    expect(password).not.toBe(FIRST_PASSWORD);
    expect(world.passwordAt("AWSPREVIOUS")).toBe(FIRST_PASSWORD);
    expect(world.logins).toEqual([
      { password: FIRST_PASSWORD, isRight: true },
      { password, isRight: true },
      { password, isRight: true },
    ]);
    expect(world.slept).toEqual([]);
    expect(await world.clientLogsIn()).toBe(true);
  });

  test("can be repeated twelve times, never with a password that was there before", async () => {
    await using world = await rotationWorld();
    const seen = new Set([FIRST_PASSWORD]);
    for (let number = 1; number <= 12; number++) {
      expect(await world.rotate(tokenOf(number))).toBeUndefined();
      seen.add(world.passwordAt("AWSCURRENT") ?? "");
    }
    expect(seen.size).toBe(13);
    expect(wrongLogins(world)).toBe(0);
  });

  test.each(["createSecret", "setSecret", "testSecret", "finishSecret"] as const)(
    "%s does its work once, however often it is called with the token",
    async (last) => {
      await using world = await rotationWorld();
      beginRotation(world.secret, tokenOf(1));
      const steps = ["createSecret", "setSecret", "testSecret", "finishSecret"] as const;
      for (const step of steps.slice(0, steps.indexOf(last) + 1)) await world.step(step);
      const before = { pending: world.passwordAt("AWSPENDING"), current: world.passwordAt("AWSCURRENT") };
      expect(await world.step(last)).toMatchObject({
        outcome:
          { createSecret: "already-created", setSecret: "already-set", testSecret: "tested" }[last as "createSecret"] ??
          "already-current",
      });
      expect({ pending: world.passwordAt("AWSPENDING"), current: world.passwordAt("AWSCURRENT") }).toEqual(before);
      expect(await world.clientLogsIn()).toBe(true);
    },
  );

  test("a change that takes effect only after its 202 is waited for once", async () => {
    await using world = await rotationWorld();
    beginRotation(world.secret, tokenOf(1));
    await world.step("createSecret");
    await world.step("setSecret");
    const password = world.passwordAt("AWSPENDING") ?? "";
    world.api.setPassword(FIRST_PASSWORD);
    let logins = 0;
    world.onConvertr = () => {
      if (++logins === 2) world.api.setPassword(password);
    };
    expect(await world.step("testSecret")).toMatchObject({ outcome: "tested" });
    expect(world.slept).toEqual([30_000]);
    expect(wrongLogins(world)).toBe(1);
  });

  test("a change that never takes effect costs two logins a try, and leaves the old password in force", async () => {
    await using world = await rotationWorld();
    world.onConvertr = (path) => {
      if (path === "/api/login" && world.logins.length % 3 === 1) world.api.setPassword(FIRST_PASSWORD);
    };
    expect(await world.rotate()).toMatchObject({ name: "AuthFailed" });
    expect(wrongLogins(world)).toBe(2);
    expect(world.passwordAt("AWSCURRENT")).toBe(FIRST_PASSWORD);
    expect(await world.clientLogsIn()).toBe(true);
  });

  test("an expired password is changed all the same", async () => {
    await using world = await rotationWorld();
    const username = "expired@convertr.example";
    world.putByHand({ username, password: FIRST_PASSWORD });
    expect(await world.clientLogsIn().catch((error) => error.name)).toBe("PasswordExpired");
    expect(await world.rotate()).toBeUndefined();
    expect(await world.clientLogsIn()).toBe(true);
  });
});

describe("a secret changed by hand during a rotation", () => {
  test("before Convertr was asked: the rotation goes on from the new value", async () => {
    await using world = await rotationWorld();
    beginRotation(world.secret, tokenOf(1));
    await world.step("createSecret");
    world.api.setPassword("By-hand-1!");
    world.putByHand({ password: "By-hand-1!" });
    for (const step of ["setSecret", "testSecret", "finishSecret"] as const) await world.step(step);
    expect(world.passwordAt("AWSPREVIOUS")).toBe("By-hand-1!");
    expect(await world.clientLogsIn()).toBe(true);
    expect(wrongLogins(world)).toBe(0);
  });

  test.each(["testSecret", "finishSecret"] as const)(
    "before %s: what was put in by hand stays and works; the try after it gives the rotation up, and the next rotation converges",
    async (before) => {
      await using world = await rotationWorld();
      beginRotation(world.secret, tokenOf(1));
      for (const step of ["createSecret", "setSecret", ...(before === "finishSecret" ? ["testSecret"] : [])] as const) {
        await world.step(step as "setSecret");
      }
      world.api.setPassword("By-hand-1!");
      world.putByHand({ password: "By-hand-1!" });
      await expect(world.step(before)).rejects.toMatchObject({ name: "AuthFailed" });
      expect(await world.clientLogsIn()).toBe(true);
      // The rotation's own password is one of the last ten by now.
      expect(await world.rotate()).toMatchObject({ name: "PasswordRefused" });
      expect(await world.clientLogsIn()).toBe(true);
      expect(world.passwordAt("AWSCURRENT")).toBe("By-hand-1!");
      expect(await world.rotate(tokenOf(2))).toBeUndefined();
      expect(world.passwordAt("AWSPREVIOUS")).toBe("By-hand-1!");
      expect(await world.clientLogsIn()).toBe(true);
      expect(wrongLogins(world)).toBeLessThanOrEqual(3);
    },
  );

  test("between the last login and the label: the label does not move", async () => {
    await using world = await rotationWorld();
    beginRotation(world.secret, tokenOf(1));
    for (const step of ["createSecret", "setSecret", "testSecret"] as const) await world.step(step);
    world.onConvertr = () => world.putByHand({ password: "By-hand-1!" });
    await expect(world.step("finishSecret")).rejects.toMatchObject({ name: "SecretChanged" });
    expect(world.passwordAt("AWSCURRENT")).toBe("By-hand-1!");
    world.onConvertr = () => {};
    // It was a mistake: Convertr has the rotation's password, which the client finds and the next try makes current.
    expect(await world.clientLogsIn()).toBe(true);
    expect(await world.rotate()).toBeUndefined();
    expect(await world.clientLogsIn()).toBe(true);
    expect(wrongLogins(world)).toBe(1);
  });

  test("to another user: the rotation is given up once that user is let in, and the next one is that user's", async () => {
    await using world = await rotationWorld();
    beginRotation(world.secret, tokenOf(1));
    await world.step("createSecret");
    world.putByHand({ username: "expired@convertr.example", password: FIRST_PASSWORD });
    await expect(world.step("setSecret")).rejects.toMatchObject({ name: "SecretChanged" });
    expect(await world.rotate(tokenOf(2))).toBeUndefined();
    expect(await world.clientLogsIn()).toBe(true);
  });

  test("to a wrong value: two wrong logins in all, however often it is tried, and putting the right one in heals it", async () => {
    await using world = await rotationWorld();
    beginRotation(world.secret, tokenOf(1));
    await world.step("createSecret");
    world.putByHand({ password: "mistyped" });
    for (let attempt = 0; attempt < 12; attempt++) {
      expect(await world.rotate()).toMatchObject({ name: "AuthFailed" });
      expect(await world.clientLogsIn()).toBe(false);
    }
    expect(wrongLogins(world)).toBe(2);
    world.putByHand({ password: FIRST_PASSWORD });
    expect(await world.clientLogsIn()).toBe(true);
    expect(await world.rotate()).toBeUndefined();
    expect(await world.clientLogsIn()).toBe(true);
  });
});

describe("what Convertr refuses", () => {
  test("a password that the policy does not take: named, given up, the old one in force, and another one next time", async () => {
    await using world = await rotationWorld();
    beginRotation(world.secret, tokenOf(1));
    await world.step("createSecret");
    const version = world.secret.versions?.get(tokenOf(1));
    world.secret.versions?.set(tokenOf(1), {
      ...version,
      stages: version?.stages ?? new Set(),
      SecretString: JSON.stringify({ username: USERNAME, password: "tooweak" }),
    });
    await expect(world.step("setSecret")).rejects.toMatchObject({ name: "PasswordRefused", where: "acme" });
    expect(versionWith(world.secret, "AWSPENDING")).toBeUndefined();
    expect(await world.clientLogsIn()).toBe(true);
    await expect(world.step("setSecret")).rejects.toMatchObject({ name: "InvalidEvent" });
    expect(await world.rotate(tokenOf(2))).toBeUndefined();
  });

  test("a locked account: named as that, one login a try, no version blamed, and well again once it is unlocked", async () => {
    await using world = await rotationWorld();
    const body = () => new URLSearchParams({ username: USERNAME, password: "somebody else's guess" });
    for (let guess = 0; guess < 10; guess++)
      await fetch(`${world.api.url}/api/login`, { method: "POST", body: body() });
    const judged = world.logins.length;
    const error = await world.rotate();
    expect(error).toMatchObject({ name: "AuthFailed", message: expect.stringMatching(/locked/) });
    expect(world.logins.length).toBe(judged + 1);
    expect(await world.clientLogsIn()).toBe(false);
    world.api.unlock();
    expect(await world.clientLogsIn()).toBe(true);
    expect(await world.rotate()).toBeUndefined();
  });

  test("no message and no answer holds a password", async () => {
    await using world = await rotationWorld();
    world.putByHand({ password: "mistyped" });
    const error = await world.rotate();
    const told = JSON.stringify([error, error?.message, error?.stack]);
    for (const password of ["mistyped", FIRST_PASSWORD, world.passwordAt("AWSPENDING") ?? "none"]) {
      expect(told).not.toContain(password);
    }
  });
});

describe("a rotation that is only tried out, when it is configured", () => {
  test("logs in with the current password", async () => {
    await using world = await rotationWorld();
    beginRotation(world.secret, tokenOf(1));
    expect(await world.step("testSecret")).toMatchObject({ outcome: "tested-current" });
    expect(world.logins).toEqual([{ password: FIRST_PASSWORD, isRight: true }]);
  });

  test("finds nothing to try in a secret without a value, which a rotation then refuses by name", async () => {
    await using world = await rotationWorld();
    delete world.secret.SecretString;
    beginRotation(world.secret, tokenOf(1));
    expect(await world.step("testSecret")).toMatchObject({ outcome: "nothing-to-test" });
    await expect(world.step("createSecret")).rejects.toMatchObject({ name: "SecretMalformed" });
    expect(world.logins).toEqual([]);
  });
});

describe("who asks for what", () => {
  const event = { Step: "createSecret", SecretId: secretArn("convertr-reports/acme"), ClientRequestToken: tokenOf(1) };

  test.each([
    ["nothing", null],
    ["a step that is none", { ...event, Step: "breakSecret" }],
    ["a name instead of an ARN", { ...event, SecretId: "convertr-reports/acme" }],
    ["a token that is none", { ...event, ClientRequestToken: "short" }],
  ])("%s is an InvalidEvent", (_, given) => {
    expect(() => parseRotationEvent(given)).toThrow(expect.objectContaining({ name: "InvalidEvent" }));
  });

  test("more fields than are known are Secrets Manager's own business", () => {
    expect(parseRotationEvent({ ...event, RotationToken: "x" })).toEqual(event);
  });

  test.each([
    ["another deployment's secret", "other/acme", "InvalidEvent"],
    ["an enterprise of no settings", "convertr-reports/nobody", "UnknownEnterprise"],
    ["an enterprise that did not opt in", "convertr-reports/plain", "InvalidSettings"],
    ["a retired one", "convertr-reports/old-co", "InvalidSettings"],
  ])("%s is refused before anything is called", async (_, name, error) => {
    const log = { info: () => {}, warn: () => {}, error: () => {} };
    const enterprises = {
      plain: { timeZone: "UTC" },
      "old-co": { timeZone: "UTC", retired: true, rotatePassword: true },
    };
    const deps = {
      deployment: undefined,
      settingsOf: () =>
        parseSettings(
          { from: "a@acme.example", alertsTo: ["b@acme.example"], historyFrom: "2026-11-23", enterprises },
          "test",
        ),
      log,
      rotationOf: () => {
        throw new Error("called");
      },
    };
    const request = parseRotationEvent({ ...event, SecretId: secretArn(name) });
    await expect(rotatePassword(deps, request)).rejects.toMatchObject({ name: error });
  });

  test("a token that no rotation is making is refused, whatever the step", async () => {
    await using world = await rotationWorld();
    for (const step of ["createSecret", "setSecret", "testSecret", "finishSecret"] as const) {
      await expect(world.step(step, tokenOf(7))).rejects.toMatchObject({ name: "InvalidEvent" });
    }
    expect(world.logins).toEqual([]);
  });
});
