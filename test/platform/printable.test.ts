import fc from "fast-check";
import { expect, test } from "vitest";
import { printableJson, printableLine, printableLines } from "../../shared/platform/printable.ts";

const SEED = { seed: 20261124, numRuns: 2_000 };
const marks = [
  "\u001b",
  "\u009b",
  "\r",
  "\n",
  "\t",
  "\u0000",
  "\u202e",
  "\u2066",
  "\u200f",
  "\u061c",
  "\u2028",
  "\ufeff",
  "\u{e0041}",
  "\ud800",
];
const text = fc
  .array(fc.oneof(fc.constantFrom(...marks), fc.string({ unit: "binary", maxLength: 3 })))
  .map((parts) => parts.join(""));
/** What a terminal obeys, and what turns the text around it. */
const OBEYED = /[\p{Cc}\p{Bidi_C}\u2028\u2029]/u;

test("a line holds nothing that a terminal obeys", () => {
  fc.assert(
    fc.property(text, (value) => {
      expect(printableLine(value)).not.toMatch(OBEYED);
      expect(printableLine(value).isWellFormed()).toBe(true);
    }),
    SEED,
  );
});

test("lines keep their ends and tabs, and nothing else that a terminal obeys", () => {
  expect(printableLines("a\r\n\tb\u001b[31m\u202e\nc")).toBe("a \n\tb [31m \nc");
  fc.assert(
    fc.property(text, (value) => {
      expect(printableLines(value).replace(/[\n\t]/g, "")).not.toMatch(OBEYED);
    }),
    SEED,
  );
});

test("JSON holds nothing that a terminal obeys, and reads back exactly", () => {
  fc.assert(
    fc.property(text, text, (name, value) => {
      const json = printableJson({ [name]: [value] });
      expect(json).not.toMatch(OBEYED);
      expect(JSON.parse(json)).toEqual({ [name]: [value] });
    }),
    SEED,
  );
});
