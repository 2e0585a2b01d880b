import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { readDecimal } from "../../../shared/catalog/values/decimal.ts";
import { readInstant } from "../../../shared/catalog/values/instant.ts";
import { countEntries, readObjects } from "../../../shared/catalog/values/record.ts";
import { isRefusal, reasonOf } from "../../../shared/catalog/values/refusal.ts";
import {
  readFlag,
  readInteger,
  readIriTail,
  readPerson,
  readReference,
  readScalarText,
  readText,
} from "../../../shared/catalog/values/scalar.ts";

const NO_SCALARS = [[], {}, [1], { id: 1 }];

describe("money", () => {
  test.each([
    ["16.50", 165_000n],
    ["0", 0n],
    ["-0.00", 0n],
    ["-1.5", -15_000n],
    ["1.0001", 10_001n],
    ["007.10", 71_000n],
    ["99999999999999.9999", 10n ** 18n - 1n],
    ["-99999999999999.9999", 1n - 10n ** 18n],
    [55.1, 551_000n],
    [10, 100_000n],
    [-0, 0n],
    [0.0001, 1n],
    [99_999_999_999_999, 999_999_999_999_990_000n],
  ])("%s is exact ten-thousandths", (raw, value) => {
    expect(readDecimal(raw)).toBe(value);
  });

  test.each([
    "1,000.00",
    "1.000,00",
    "1e3",
    "1E3",
    "NaN",
    "Infinity",
    "",
    " ",
    "-",
    ".",
    ".5",
    "5.",
    "+1",
    "1.23456",
    "1.00000",
    " 1.00",
    "1.00 ",
    "1.00\n",
    "0x10",
    "1_000",
    "١٢",
    "£5",
    "--1",
    "100000000000000",
    "1.2.3",
    "1a.50",
    "ab.cd",
    "1:.50",
    "1/.50",
    "1.5e",
    1e21,
    1e-7,
    0.1 + 0.2,
    Number.NaN,
    Number.POSITIVE_INFINITY,
    1.23456,
    1e14,
    true,
    null,
    undefined,
    ...NO_SCALARS,
  ])("%j is refused, not rounded", (raw) => {
    expect(isRefusal(readDecimal(raw))).toBe(true);
  });

  test("every DECIMAL(18,4) written as text reads back exactly", () => {
    const limit = 10n ** 18n - 1n;
    fc.assert(
      fc.property(fc.bigInt({ min: -limit, max: limit }), (value) => {
        const digits = String(value < 0n ? -value : value).padStart(5, "0");
        const text = `${value < 0n ? "-" : ""}${digits.slice(0, -4)}.${digits.slice(-4)}`;
        expect(readDecimal(text)).toBe(value);
      }),
    );
  });

  test("no text that is refused by the pattern of a plain decimal becomes money", () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom(..."0123456789.,-+eE ") }), (text) => {
        expect(isRefusal(readDecimal(text))).toBe(!/^-?\d{1,14}(\.\d{1,4})?$/.test(text));
      }),
    );
  });
});

describe("instants", () => {
  test.each([
    ["2021-09-01T10:56:35+01:00", "2021-09-01T09:56:35.000Z"],
    ["2021-08-31T23:00:00+00:00", "2021-08-31T23:00:00.000Z"],
    ["2021-09-01T00:00:00Z", "2021-09-01T00:00:00.000Z"],
    ["2021-09-01T00:00:00+0530", "2021-08-31T18:30:00.000Z"],
    ["2021-09-01T00:00:00-11:00", "2021-09-01T11:00:00.000Z"],
    ["2021-09-01T00:00:00.1Z", "2021-09-01T00:00:00.100Z"],
    ["2021-09-01T00:00:00.123999999+00:00", "2021-09-01T00:00:00.123Z"],
    ["2024-02-29T12:00:00+00:00", "2024-02-29T12:00:00.000Z"],
    ["2000-02-29T12:00:00+00:00", "2000-02-29T12:00:00.000Z"],
    ["1970-01-01T00:00:00+00:00", "1970-01-01T00:00:00.000Z"],
    ["9999-12-31T23:59:59.999Z", "9999-12-31T23:59:59.999Z"],
  ])("%s is %s", (raw, iso) => {
    expect(readInstant(raw)).toBe(Date.parse(iso));
  });

  test.each([
    "",
    "0000-00-00",
    "0000-00-00T00:00:00+00:00",
    "-0001-11-30T00:00:00+00:00",
    "2021-02-30T00:00:00Z",
    "2021-02-29T00:00:00Z",
    "1900-02-29T00:00:00Z",
    "2021-04-31T00:00:00Z",
    "2021-13-01T00:00:00Z",
    "2021-00-10T00:00:00Z",
    "2021-01-00T00:00:00Z",
    "2021-09-01T24:00:00Z",
    "2021-09-01T23:60:00Z",
    "2021-09-01T23:59:60Z",
    "2021-09-01T00:00:00",
    "2021-09-01",
    "2021-09-01 00:00:00Z",
    "2021-09-01T00:00:00+19:00",
    "2021-09-01T00:00:00+01:60",
    "2021-09-01T00:00:00 +01:00",
    "2021-09-01t00:00:00z",
    "2021-09-01T00:00:00.Z",
    "2021-09-01T00:00:00.1234567890Z",
    "2021-09-01T00:00Z",
    "20210901T000000Z",
    " 2021-09-01T00:00:00Z",
    "2021-09-01T00:00:00Z\n",
    "0001-01-01T00:00:00Z",
    "0099-01-01T00:00:00Z",
    "1969-12-31T23:59:59Z",
    "1970-01-01T00:30:00+01:00",
    "9999-12-31T23:59:59-01:00",
    "Wed Sep 01 2021",
    "tomorrow",
    "1630450800",
    1_630_450_800,
    1_630_450_800_000,
    true,
    null,
    ...NO_SCALARS,
  ])("%j is refused, not guessed", (raw) => {
    expect(isRefusal(readInstant(raw))).toBe(true);
  });

  test("any instant of 1970 to 9999 with any offset in use is that instant", () => {
    const instants = fc.integer({ min: 86_400_000, max: 253_402_214_400_000 });
    fc.assert(
      fc.property(instants, fc.integer({ min: -14 * 60, max: 14 * 60 }), (instant, offset) => {
        const local = new Date(instant + offset * 60_000).toISOString().slice(0, -1);
        const [hours, minutes] = [Math.floor(Math.abs(offset) / 60), Math.abs(offset) % 60].map((part) =>
          String(part).padStart(2, "0"),
        );
        expect(readInstant(`${local}${offset < 0 ? "-" : "+"}${hours}:${minutes}`)).toBe(instant);
      }),
    );
  });
});

describe("integers", () => {
  test.each([
    [4, 4],
    [0, 0],
    [-3, -3],
    [-0, 0],
    [2 ** 53 - 1, 2 ** 53 - 1],
  ])("%s is taken", (raw, value) => {
    expect(readInteger(raw)).toBe(value);
  });

  test.each([
    "4",
    "",
    1.5,
    2 ** 53,
    -(2 ** 53),
    1e300,
    Number.NaN,
    Number.POSITIVE_INFINITY,
    true,
    null,
    ...NO_SCALARS,
  ])("%j is refused", (raw) => {
    expect(isRefusal(readInteger(raw))).toBe(true);
  });

  test("the tail of an IRI is its number", () => {
    expect(readIriTail("/api/v4/campaign-publisher-bands/1565")).toBe(1565);
    for (const raw of [
      "",
      "1565",
      "/api/v4/bands/",
      "/bands/15a",
      "/bands/99999999999999999",
      "/bands/-1",
      1565,
      null,
      {},
    ]) {
      expect(isRefusal(readIriTail(raw))).toBe(true);
    }
  });

  test("a reference is an object's id, its IRI, or an IRI alone", () => {
    expect(readReference({ "@id": "/api/v4/bands/7", id: 8 })).toBe(8);
    expect(readReference({ "@id": "/api/v4/bands/7" })).toBe(7);
    expect(readReference("/api/v4/bands/7")).toBe(7);
    for (const raw of [{}, { id: "8" }, { id: 1.5 }, [], 7, true, "seven"])
      expect(isRefusal(readReference(raw))).toBe(true);
  });

  test("a person is an object's id, its IRI, or an IRI alone; a name is nobody, whatever it looks like", () => {
    expect(readPerson({ "@id": "/api/v4/users/7", id: 8, email: "a@b.example" })).toBe(8);
    expect(readPerson({ "@id": "/api/v4/users/7" })).toBe(7);
    expect(readPerson("/api/v4/users/7")).toBe(7);
    expect(readPerson("https://acme.cvtr.io/api/v4/users/7")).toBe(7);
    for (const name of [
      "",
      "Ada",
      "Ada/7",
      "Ada Lovelace / 7",
      "/Ada Lovelace/7",
      "7",
      "a@b.example/7",
      "//7",
      "/7/",
    ]) {
      expect(readPerson(name)).toBeNull();
    }
    expect(readPerson({ username: "ada", email: "a@b.example" })).toBeNull();
    for (const raw of [{ id: "8" }, { id: 1.5 }, [], 7, true]) expect(isRefusal(readPerson(raw))).toBe(true);
  });
});

describe("texts", () => {
  test("every text that UTF-8 can hold is kept as it is", () => {
    for (const text of ["", "😀", "a\0b", "\u202Eabc", "\u2028", "\r\n", "<b>", "x".repeat(1_000_000)]) {
      expect(readText(text)).toBe(text);
    }
  });

  test("a lone surrogate becomes U+FFFD, and what is kept survives UTF-8", () => {
    expect(readText("a\uD800b")).toBe("a\uFFFDb");
    expect(readScalarText("\uDC00")).toBe("\uFFFD");
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), fc.integer({ min: 0, max: 0xffff }), (text, unit) => {
        const kept = readText(text + String.fromCharCode(unit)) as string;
        expect(Buffer.from(kept, "utf8").toString("utf8")).toBe(kept);
      }),
    );
  });

  test("numbers, booleans, lists and objects are no texts", () => {
    for (const raw of [5, true, null, ...NO_SCALARS]) expect(isRefusal(readText(raw))).toBe(true);
  });

  test("a field of undocumented type is the text of its scalar", () => {
    expect([true, 1.5, "done", ""].map(readScalarText)).toEqual(["true", "1.5", "done", ""]);
    for (const raw of NO_SCALARS) expect(isRefusal(readScalarText(raw))).toBe(true);
  });
});

test("only true and false are booleans", () => {
  expect([true, false].map(readFlag)).toEqual([true, false]);
  for (const raw of [0, 1, "true", "", null, ...NO_SCALARS]) expect(isRefusal(readFlag(raw))).toBe(true);
});

test("an empty list and an empty object are the same to PHP, and to us", () => {
  expect([[], {}, [1, 2], { a: 1 }].map(countEntries)).toEqual([0, 0, 2, 1]);
  expect([[], {}, [{ a: 1 }], { "0": { a: 1 } }].map(readObjects)).toEqual([[], [], [{ a: 1 }], [{ a: 1 }]]);
  for (const raw of ["", 0, true, null]) expect([countEntries(raw), readObjects(raw)].every(isRefusal)).toBe(true);
  for (const raw of [[1], [null], ["bands/1"], [[]], { "@id": "/bands/1" }])
    expect(isRefusal(readObjects(raw))).toBe(true);
});

test("a reason never quotes the value", () => {
  for (const read of [readDecimal, readInstant, readInteger, readIriTail, readReference, readFlag, countEntries]) {
    const refusal = read("CANARY");
    expect(isRefusal(refusal) && reasonOf(refusal)).toEqual(expect.not.stringContaining("CANARY"));
  }
});
