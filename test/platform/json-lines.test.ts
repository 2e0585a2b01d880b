import fc from "fast-check";
import { expect, test } from "vitest";
import { linesOfJson } from "../../shared/platform/json-lines.ts";

const TEXT = `{
  "from": "a \\"quoted\\" {name}",

  "list": [
    "first", 2,
    { "deep": { "a.b": [true,
      null] } }
  ], "twice": 1,
  "twice": { "in": -1.5e3 }
}`;

test.each([
  ["(top)", 1],
  ["from", 2],
  ["list", 4],
  ["list.0", 5],
  ["list.1", 5],
  ["list.2", 6],
  ["list.2.deep", 6],
  ["list.2.deep.a.b", 6],
  ["list.2.deep.a.b.1", 7],
  ["twice", 9],
  ["twice.in", 9],
  ["twice.missing.deeper", 9],
  ["missing", 1],
  ["list.7", 4],
])("%s stands on line %i", (path, line) => {
  expect(linesOfJson(TEXT)(path)).toBe(line);
});

test("whatever JSON it is, every value is found on the line that it begins on, printed a value a line", () => {
  fc.assert(
    fc.property(fc.jsonValue({ maxDepth: 4 }), (value) => {
      const text = JSON.stringify(value, null, 1);
      const lines = text.split("\n");
      const lineOf = linesOfJson(text);
      const walk = (inner: unknown, path: readonly string[]): void => {
        if (typeof inner !== "object" || inner === null) return;
        for (const [key, child] of Object.entries(inner)) {
          const found = lines[lineOf([...path, key].join(".")) - 1] ?? "";
          const start = JSON.stringify(child, null, 1).split("\n")[0] ?? "";
          expect(found.trim()).toContain(Array.isArray(inner) ? start : `${JSON.stringify(key)}: ${start}`);
          walk(child, [...path, key]);
        }
      };
      // Keys with dots, and "__proto__", which an object of JavaScript takes for something else, are left to the examples above.
      fc.pre(!/[.]|__proto__/.test(JSON.stringify(value)));
      walk(value, []);
    }),
  );
});
