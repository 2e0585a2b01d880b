import { randomInt } from "node:crypto";
import fc from "fast-check";
import { expect, test } from "vitest";
import { newPassword } from "../../shared/convertr/login/password.ts";

test("LAW: whatever the numbers drawn, a new password meets the policy and holds nothing that a form or a shell trips over", () => {
  fc.assert(
    fc.property(fc.array(fc.nat(), { minLength: 1 }), (drawn) => {
      let turn = 0;
      const password = newPassword((limit) => (drawn[turn++ % drawn.length] ?? 0) % limit);
      expect(password).toMatch(/^[A-Za-z0-9!#$%*+\-=?@_]{24}$/);
      for (const wanted of [/[A-Z]/, /[a-z]/, /\d/, /[^A-Za-z0-9]/]) expect(password).toMatch(wanted);
    }),
  );
});

test("every draw counts: no two of a thousand are alike, and no class has a place of its own", () => {
  const passwords = Array.from({ length: 1000 }, () => newPassword((limit) => randomInt(limit)));
  expect(new Set(passwords).size).toBe(1000);
  for (let place = 0; place < 24; place++) {
    const there = passwords.map((password) => password.charAt(place));
    for (const wanted of [/[A-Z]/, /[a-z]/, /\d/, /[^A-Za-z0-9]/]) {
      expect(there.some((character) => wanted.test(character))).toBe(true);
    }
  }
});

test("only numbers below the limit that is asked for are used, and the limit is never 0", () => {
  const limits: number[] = [];
  newPassword((limit) => {
    limits.push(limit);
    return limit - 1;
  });
  expect(Math.min(...limits)).toBeGreaterThan(0);
});
