import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { isInexact, jsonOfBytes, parseJson } from "../../shared/platform/json.ts";
import { readJsonFile } from "../../shared/platform/json-file.ts";
import { decodeText } from "../../shared/platform/text.ts";

const bytes = (text: string, encoding: BufferEncoding = "utf8") => new Uint8Array(Buffer.from(text, encoding));

/** A number's text as an integer of 10 to the minus 60. */
function scaled(text: string): bigint {
  const [mantissa = "", exponent = "0"] = text.split("e");
  const [whole = "", fraction = ""] = mantissa.split(".");
  return BigInt(whole + fraction) * 10n ** BigInt(60 - fraction.length + Number(exponent));
}

describe("numbers of JSON", () => {
  test.each([
    "0",
    "-0",
    "1",
    "100",
    "-17",
    "0.1",
    "55.10",
    "1.50",
    "1e3",
    "1E+3",
    "12.5e-1",
    "9007199254740991",
    "0.0001",
    "1234567890.1234",
  ])("%s is itself", (text) => {
    expect(parseJson(`{"a":${text}}`)).toEqual({ a: Number(text) });
    expect(parseJson(text)).toBe(Number(text));
  });
  test.each([
    "9007199254740993",
    "-9007199254740993",
    "12345678901234567890",
    "0.12345678901234567890",
    "1e400",
    "1e-400",
    "3.00000000000000001",
  ])("%s, which no double holds, stays as it is written", (text) => {
    const value = parseJson(`[1,{"a": ${text}}]`) as [number, { a: unknown }];
    expect(value[0]).toBe(1);
    expect(isInexact(value[1].a)).toBe(true);
    expect(JSON.stringify(value)).toBe(`[1,{"a":${text}}]`);
  });
  test("digits in texts are texts", () => {
    const told = { note: "call 12345678901234567890, or :12345678901234567890", n: 5 };
    expect(parseJson(JSON.stringify(told))).toEqual(told);
  });
  test("whatever JSON holds doubles alone comes out as from the parser", () => {
    fc.assert(
      fc.property(fc.json({ maxDepth: 4 }), (text) => {
        expect(parseJson(text)).toEqual(JSON.parse(text));
      }),
      { seed: 1, numRuns: 500 },
    );
  });
  test("written again, a decimal has the value it had, to the last digit", () => {
    const shares = fc.tuple(fc.bigInt({ min: -(10n ** 24n), max: 10n ** 24n }), fc.nat(24));
    const law = fc.property(shares, ([whole, places]) => {
      const digits = whole
        .toString()
        .replace("-", "")
        .padStart(places + 1, "0");
      const cut = digits.length - places;
      const text = `${whole < 0n ? "-" : ""}${digits.slice(0, cut)}${places > 0 ? `.${digits.slice(cut)}` : ""}`;
      expect(scaled(JSON.stringify(parseJson(text)))).toBe(scaled(text));
    });
    fc.assert(law, { seed: 2, numRuns: 500 });
  });
  test("no JSON, and no UTF-8, is undefined", () => {
    for (const text of ["", "{", "nul", "1 2"]) expect(parseJson(text)).toBeUndefined();
    expect(jsonOfBytes(bytes('{"a":"\u00e9"}', "latin1"))).toBeUndefined();
    expect(jsonOfBytes(bytes('\ufeff{"a":"\u00e9"}'))).toEqual({ a: "\u00e9" });
  });
});

test("text is decoded by its charset or not at all, and never with a sign for what is lost", () => {
  const cafe = bytes("caf\u00e9", "latin1");
  expect([decodeText(cafe), decodeText(cafe, "latin1"), decodeText(cafe, "none")]).toEqual([
    undefined,
    "caf\u00e9",
    undefined,
  ]);
  expect(decodeText(bytes("\ufeffa"))).toBe("a");
  expect(decodeText(bytes("\ufffd"))).toBe("\ufffd");
});

describe("a file that a person edited", () => {
  test("may begin with a byte order mark", () => {
    expect(readJsonFile(bytes('\ufeff{"a":1}'))).toEqual({ ok: true, value: { a: 1 }, text: '{"a":1}' });
  });
  test.each([
    ['{\n  "a": 1,\n}', "line 3, column 1"],
    ['{\n  "a": 1\n  "b": 2\n}', "line 3, column 3"],
    ['{\n  "a": tru\n}', "line 2, column 8"],
    ['{\n  "a": yes\n}', "line 2, column 8"],
    ['{\r\n  "a": 01\r\n}', "line 2, column 9"],
    ['{\n  "a": "b\n', "line 2, column 8"],
    ["// a comment\n{}", "line 1, column 1"],
    ['{"a": 1', "line 1, column 8"],
    ["", "line 1, column 1"],
    ["{}\n{}", "line 2, column 1"],
    [`${"[\n".repeat(50)}x`, "line 51, column 1"],
  ])("is told where it is no JSON: %j", (text, place) => {
    expect(readJsonFile(bytes(text))).toEqual({ ok: false, problem: `the file is not JSON: ${place}` });
  });
  test.each([
    ['{\n  "a": 1,\n  "a": 2\n}', "line 3, column 3"],
    ['{"x": [{"b": 1, "\\u0062": 1}]}', "line 1, column 17"],
  ])("is told where a name is written twice, of which one would be lost: %j", (text, place) => {
    expect(readJsonFile(bytes(text))).toEqual({
      ok: false,
      problem: `a name is written twice in one object: ${place}`,
    });
    expect(readJsonFile(bytes('{"a": {"b": 1}, "b": [{"b": 1}, {"b": 2}]}')).ok).toBe(true);
  });
  test("is told that it is no UTF-8, and where", () => {
    expect(readJsonFile(bytes('{\n "a": "caf\u00e9"}', "latin1"))).toEqual({
      ok: false,
      problem: "the file is not UTF-8: line 2, column 11",
    });
    expect(readJsonFile(bytes("\ufeff{}", "utf16le"))).toEqual({
      ok: false,
      problem: "the file is UTF-16; save it as UTF-8",
    });
  });
});
