import fc from "fast-check";
import { expect, test } from "vitest";
import { STEPS } from "../../../functions/rotation/event.ts";
import { beginRotation, versionWith } from "../../fakes/aws/secret-versions.ts";
import { type Death, FIRST_PASSWORD, rotationWorld, tokenOf } from "./rotation-world.ts";

// The process dies at each of its calls, before or after the other side has done its work. Then somebody logs in, and then
// Secrets Manager tries again.

/** The calls of one undisturbed rotation, by step. */
async function undisturbed() {
  await using world = await rotationWorld();
  beginRotation(world.secret, tokenOf(1));
  const calls: { readonly step: string; readonly call: string }[] = [];
  for (const step of STEPS) {
    world.live();
    await world.step(step);
    calls.push(...world.calls.map((call) => ({ step, call })));
  }
  return calls;
}
const calls = await undisturbed();
const deaths = calls.flatMap(({ step, call }, index) =>
  (["before", "after"] as const).map((when) => ({ name: `${step}: ${when} ${call} (${index})`, call: index, when })),
);

test("an undisturbed rotation makes these calls, with four logins, one of them before the change", () => {
  expect(calls.map(({ step, call }) => `${step} ${call}`)).toEqual([
    "createSecret secretsmanager:DescribeSecret",
    "createSecret secretsmanager:GetSecretValue",
    "createSecret secretsmanager:GetSecretValue",
    "createSecret secretsmanager:PutSecretValue",
    "setSecret secretsmanager:DescribeSecret",
    "setSecret secretsmanager:GetSecretValue",
    "setSecret secretsmanager:GetSecretValue",
    "setSecret s3:GetObject",
    "setSecret POST /api/login",
    "setSecret s3:GetObject",
    "setSecret POST /api/v4/users/223/change-password",
    "testSecret secretsmanager:DescribeSecret",
    "testSecret secretsmanager:GetSecretValue",
    "testSecret POST /api/login",
    "testSecret s3:GetObject",
    "finishSecret secretsmanager:DescribeSecret",
    "finishSecret secretsmanager:GetSecretValue",
    "finishSecret POST /api/login",
    "finishSecret secretsmanager:UpdateSecretVersionStage",
  ]);
});

test.each(deaths)("$name: somebody still logs in, and the next try ends with the new password", async (death) => {
  await using world = await rotationWorld();
  world.live(death);
  const lost = await world.rotate();
  const isEnd = death.call === calls.length - 1;
  // The very last answer is the only one that may get lost without anybody having to try again.
  if (!(isEnd && death.when === "after"))
    expect(lost?.name).toMatch(/^(SecretUnavailable|ApiUnavailable|StoreFailed)$/);
  expect(await world.clientLogsIn()).toBe(true);
  for (const step of STEPS) {
    world.live();
    await world.step(step);
    expect(world.calls.filter((call) => call === "POST /api/login").length).toBeLessThanOrEqual(2);
  }
  expect(world.passwordAt("AWSCURRENT")).not.toBe(FIRST_PASSWORD);
  expect(world.passwordAt("AWSPREVIOUS")).toBe(FIRST_PASSWORD);
  expect(await world.clientLogsIn()).toBe(true);
  expect(world.logins.at(-1)?.password).toBe(world.passwordAt("AWSCURRENT"));
  // The old password may be tried once after its end, by whoever comes first; nothing else is ever wrong.
  expect(world.logins.filter(({ isRight }) => !isRight).length).toBeLessThanOrEqual(1);
});

test("LAW: however often it dies and whoever logs in between, the account is reachable, never near its lock, and one calm try ends it", async () => {
  const death = fc.option(
    fc.record({ call: fc.nat(calls.length - 1), when: fc.constantFrom<Death["when"]>("before", "after") }),
    { freq: 4, nil: undefined },
  );
  const tries = fc.array(fc.record({ death, logsIn: fc.boolean() }), { minLength: 1, maxLength: 6 });
  await fc.assert(
    fc.asyncProperty(tries, async (all) => {
      await using world = await rotationWorld();
      for (const [number, one] of all.entries()) {
        world.live(one.death);
        await world.rotate(tokenOf(number + 1));
        if (one.logsIn) expect(await world.clientLogsIn()).toBe(true);
      }
      expect(await world.clientLogsIn()).toBe(true);
      world.live();
      expect(await world.rotate(tokenOf(99))).toBeUndefined();
      expect(world.logins.at(-1)?.password).toBe(world.passwordAt("AWSCURRENT"));
      expect(versionWith(world.secret, "AWSCURRENT")).toBe(versionWith(world.secret, "AWSPENDING"));
      let [inARow, most] = [0, 0];
      for (const { isRight } of world.logins) {
        inARow = isRight ? 0 : inARow + 1;
        most = Math.max(most, inARow);
      }
      expect(most).toBeLessThanOrEqual(2);
    }),
    { seed: 9, numRuns: 15 },
  );
});
