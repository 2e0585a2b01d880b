import { DuckDBInstance } from "@duckdb/node-api";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { literalOf, literalProblem } from "../../shared/reports/text/literals.ts";
import { bound, MADE_AT, templateOf } from "../../shared/reports/text/template.ts";
import { tokensOf } from "../../shared/reports/text/tokens.ts";

const values = new Map<string, string | number | boolean>([
  ["date", "2026-11-24"],
  ["below", -0.5],
  ["name", "it's -- :date /* ' */"],
  [MADE_AT, "2026-11-24 07:30:00.000 UTC"],
]);
const boundText = (sql: string): string => bound(templateOf(sql), values);

describe("names", () => {
  test.each([
    ["a = :date", "a = '2026-11-24'"],
    ["':date' \":date\" -- :date\n/* :date */", "':date' \":date\" -- :date\n/* :date */"],
    ["'it''s :date' = :date", "'it''s :date' = '2026-11-24'"],
    ["DATE :date", "DATE '2026-11-24'"],
    ["x - :below", "x - (-0.5)"],
    ["x-:below", "x- (-0.5)"],
    ["X:date", "X '2026-11-24'"],
    [":date'x'", "'2026-11-24' 'x'"],
    ["f(:date,:date)", "f('2026-11-24','2026-11-24')"],
    ["a = :name", "a = 'it''s -- :date /* '' */'"],
    [
      "d = current_date AND \"current_date\" = 'current_date'",
      "d = DATE '2026-11-24' AND \"current_date\" = 'current_date'",
    ],
    ["CURRENT_DATE", "DATE '2026-11-24'"],
    ["my_current_date", "my_current_date"],
    ["CAST(current_timestamp AS timestamp)", "CAST(TIMESTAMP '2026-11-24 07:30:00.000 UTC' AS timestamp)"],
  ])("%s becomes %s", (sql, expected) => {
    expect(boundText(sql)).toBe(expected);
  });

  test("a name without a value is never sent", () => {
    expect(() => boundText("a = :unknown")).toThrow(":unknown has no value");
  });
});

test("a text is its tokens and the white space between them", () => {
  fc.assert(
    fc.property(fc.string({ unit: fc.constantFrom(..."'\"-/*: ;`$\n\rab1.é💡") }), (sql) => {
      const tokens = tokensOf(sql);
      let at = 0;
      for (const token of tokens) {
        expect(sql.slice(at, token.at).trim()).toBe("");
        expect(sql.slice(token.at, token.at + token.text.length)).toBe(token.text);
        at = token.at + token.text.length;
      }
      expect(sql.slice(at).trim()).toBe("");
    }),
  );
});

test("the engine reads a literal as the value that it stands for", async () => {
  const instance = await DuckDBInstance.create(":memory:");
  const connection = await instance.connect();
  const read = async (sql: string) => (await connection.runAndReadAll(`SELECT ${sql} AS v, 1`)).getRows()[0]?.[0];
  await fc.assert(
    fc.asyncProperty(
      fc.oneof(
        fc.string({ unit: "binary" }).filter((text) => !/\p{Cc}|\p{Cs}/u.test(text)),
        fc.integer(),
        fc.boolean(),
        fc.integer({ min: -99_999_999, max: 99_999_999 }).map((cents) => cents / 100),
      ),
      async (value) => {
        expect(literalProblem(value)).toBeUndefined();
        const got = await read(literalOf(value));
        expect(typeof value === "number" ? Number(String(got)) : got).toBe(value);
      },
    ),
    { numRuns: 200, seed: 20 },
  );
  connection.closeSync();
  instance.closeSync();
});

test.each([Number.NaN, Number.POSITIVE_INFINITY, 1e21, 1e-9, 1e15, "a\nb", "a\u0000", "a\ud83d"])(
  "%s is no literal",
  (value) => {
    expect(literalProblem(value)).toMatch(/^must/);
  },
);
