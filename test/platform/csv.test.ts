import { parse } from "csv-parse/sync";
import fc from "fast-check";
import { expect, test } from "vitest";
import { csvText } from "../../shared/platform/csv.ts";

const SEED = { seed: 20261124, numRuns: 2_000 };
const signs = fc.constantFrom(
  "=",
  "+",
  "-",
  "@",
  "＝",
  "＋",
  "－",
  "＠",
  "\t",
  "\r",
  "\n",
  " ",
  "\ufeff",
  "'",
  '"',
  ",",
  ";",
  "a",
  "1",
);
const text = fc
  .array(fc.oneof(signs, fc.string({ unit: "grapheme", maxLength: 3 })), { maxLength: 6 })
  .map((parts) => parts.join(""));

test("no text is read back as a formula, and each is itself but for one apostrophe", () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(text, text), { minLength: 1, maxLength: 5 }), (rows) => {
      const back: string[][] = parse(csvText([["a", "b"], ...rows]), { skip_empty_lines: false });
      expect(back.slice(1)).toHaveLength(rows.length);
      rows.flat().forEach((cell, at) => {
        const read = back.slice(1).flat()[at] ?? "";
        expect([cell, `'${cell}`]).toContain(read);
        expect(read.normalize("NFKC")).not.toMatch(/^[\s\ufeff]*[=+\-@]|^[\t\r\n]/);
      });
    }),
    SEED,
  );
});

test("what is no formula stays as it is, and a number stays a number", () => {
  const cells = [
    "Réseau 北京",
    "a=b",
    "'quoted",
    "1-2",
    "(=1)",
    " spaced",
    -5,
    -5n,
    -0.5,
    { digits: "-0.5000" },
    null,
    1e21,
  ];
  expect(csvText([cells])).toBe("Réseau 北京,a=b,'quoted,1-2,(=1), spaced,-5,-5,-0.5,-0.5000,,1e+21\n");
});

test("a number that a spreadsheet does not know is text", () => {
  expect(csvText([[Number.NEGATIVE_INFINITY, Number.NaN]])).toBe("'-Infinity,NaN\n");
});
