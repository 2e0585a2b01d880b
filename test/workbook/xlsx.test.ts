import { read, utils, type WorkBook } from "@e965/xlsx";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Sheet, SheetCell, SheetKind } from "../../shared/workbook/sheet.ts";
import { tabNames } from "../../shared/workbook/tab-names.ts";
import { workbook } from "../../shared/workbook/xlsx.ts";

// Another library reads back what is written.

const MADE_AT = Date.parse("2026-11-24T07:30:00Z");

async function readBack(sheets: readonly Sheet[]): Promise<WorkBook> {
  return read(await workbook(sheets, MADE_AT), { cellStyles: true, cellNF: true, cellDates: true, UTC: true });
}

const oneColumn = (kind: SheetKind, cells: readonly SheetCell[]): Sheet => ({
  name: "Part",
  columns: [{ heading: "Value", kind }],
  rows: cells.map((cell) => [cell]),
});

/** Cells below the heading: type and value; undefined where there is none. */
async function cells(kind: SheetKind, given: readonly SheetCell[]) {
  const book = await readBack([oneColumn(kind, given)]);
  const sheet = book.Sheets["Part"];
  return given.map((_, at) => {
    const cell = sheet?.[`A${at + 2}`];
    return cell === undefined || cell.t === "z" ? undefined : { t: cell.t, v: cell.v, z: cell.z };
  });
}

describe("cells are of their column's kind", () => {
  test("whole numbers are numbers, and beyond 15 digits text", async () => {
    expect(await cells("integer", [0n, -42n, 999_999_999_999_999n, 1_234_567_890_123_456n, null])).toEqual([
      { t: "n", v: 0, z: "0" },
      { t: "n", v: -42, z: "0" },
      { t: "n", v: 999_999_999_999_999, z: "0" },
      { t: "s", v: "1234567890123456", z: "0" },
      undefined,
    ]);
  });

  test("decimals are numbers, and beyond 15 digits text with every digit", async () => {
    const given = ["0.5000", "-12.3400", "12345678901234.5678", "0.0001", "123456789012.5000", "1000000000000000.0000"];
    expect((await cells("decimal", given)).map((cell) => cell?.v)).toEqual([
      0.5,
      -12.34,
      "12345678901234.5678",
      0.0001,
      123_456_789_012.5,
      "1000000000000000.0000",
    ]);
  });

  test("a double is a number, and what is none is text", async () => {
    expect((await cells("number", [0.1, Number.NaN, Number.POSITIVE_INFINITY])).map((cell) => cell?.v)).toEqual([
      0.1,
      "NaN",
      "Infinity",
    ]);
  });

  test("days and instants are dates with their format, in UTC", async () => {
    const [day] = await cells("day", ["2026-11-24"]);
    expect(day).toMatchObject({ z: "yyyy-mm-dd" });
    expect(day?.v).toEqual(new Date("2026-11-24T00:00:00Z"));
    const [instant] = await cells("instant", [Date.parse("2026-11-24T05:00:03Z")]);
    expect(instant).toMatchObject({ z: "yyyy-mm-dd hh:mm:ss" });
    expect(instant?.v).toEqual(new Date("2026-11-24T05:00:03Z"));
  });

  test("a day that Excel has not is text", async () => {
    expect((await cells("day", ["1899-12-31", "0001-01-01"])).map((cell) => cell?.v)).toEqual([
      "1899-12-31",
      "0001-01-01",
    ]);
  });

  test("truth is a boolean", async () => {
    expect((await cells("boolean", [true, false])).map((cell) => cell?.t)).toEqual(["b", "b"]);
  });

  test("a text stays a text, whatever it looks like", async () => {
    const given = ["=1+1", "0001", "+44 20", "1e5", "2026-11-24", "_x0041_", "a\u0001b", " x ", "<&>\"'", "a\nb", "💡"];
    const got = await cells("text", given);
    expect(got.map((cell) => cell?.t)).toEqual(given.map(() => "s"));
    expect(got.map((cell) => cell?.v)).toEqual(given);
  });

  test("what is no character of XML damages no file, in cells, headings and tabs", async () => {
    const given = ["a\uffffb", "\ufffe", "\ud800x", "x\udc00", "\u0000\u001f", "\u202ex", "_x0041_"];
    const columns = given.map((heading) => ({ heading, kind: "text" }) as const);
    const bytes = await workbook([{ name: "P\uffff\ud800", columns, rows: [given] }], MADE_AT);
    const files = read(bytes, { bookFiles: true }) as unknown as { files: Record<string, { content: Uint8Array }> };
    for (const { content } of Object.values(files.files)) {
      expect(new TextDecoder().decode(content)).not.toMatch(/[\ufffe\uffff]|[^\P{Cc}\t\n\r]/u);
    }
    const [head, row] = utils.sheet_to_json<string[]>(read(bytes).Sheets["P"] ?? {}, { header: 1 });
    const expected = ["a\ufffdb", "\ufffd", "\ufffdx", "x\ufffd", "\u0000\u001f", "\u202ex", "_x0041_"];
    expect([head, row]).toEqual([expected, expected]);
  });

  test("a text longer than a cell can hold says so", async () => {
    const [cell] = await cells("text", ["x".repeat(40_000)]);
    expect(String(cell?.v)).toHaveLength(32_767);
    expect(String(cell?.v)).toMatch(/x… \(40000 characters\)$/);
  });
});

describe("a workbook", () => {
  const sheets: readonly Sheet[] = [
    {
      name: "Contracts behind",
      columns: [
        { heading: "Campaign", kind: "text" },
        { heading: "Changed at", kind: "instant" },
      ],
      rows: [["A", MADE_AT]],
    },
    { name: "About", columns: [{ heading: "What", kind: "text" }], rows: [] },
  ];

  test("has a tab for each sheet, with bold frozen headings that name an instant's zone", async () => {
    const book = await readBack(sheets);
    expect(book.SheetNames).toEqual(["Contracts behind", "About"]);
    expect(utils.sheet_to_json(book.Sheets["Contracts behind"] ?? {}, { header: 1 })[0]).toEqual([
      "Campaign",
      "Changed at (UTC)",
    ]);
    expect(utils.sheet_to_json(book.Sheets["About"] ?? {}, { header: 1 })).toEqual([["What"]]);
  });

  test("is the same bytes again", async () => {
    const [first, second] = [await workbook(sheets, MADE_AT), await workbook(sheets, MADE_AT)];
    expect(Buffer.compare(first, second)).toBe(0);
    expect(Buffer.compare(first, await workbook(sheets, MADE_AT + 60_000))).not.toBe(0);
  });

  test("gives back every table of texts and numbers", async () => {
    const cell = fc.tuple(
      fc.option(
        fc.string({ unit: "grapheme", maxLength: 40 }).filter((text) => !/\r|[\ufffe\uffff]/.test(text) && text !== ""),
      ),
      fc.option(fc.maxSafeInteger().map(BigInt)),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(cell, { minLength: 1, maxLength: 20 }), async (rows) => {
        const columns = [
          { heading: "T", kind: "text" },
          { heading: "N", kind: "integer" },
        ] as const;
        const book = await readBack([{ name: "P", columns, rows }]);
        const got = rows.map((_, at) =>
          ["A", "B"].map((letter) => book.Sheets["P"]?.[`${letter}${at + 2}`]?.v ?? null),
        );
        expect(got.map(([text, number]) => [text, number === null ? null : BigInt(number as string)])).toEqual(rows);
      }),
      { numRuns: 40, seed: 20 },
    );
  });
});

test("names of tabs are short, allowed, and unlike each other", () => {
  expect(tabNames(["Leads: a/b?", "leads a b", "", "'x'", "History", "y".repeat(40), "y".repeat(40)])).toEqual([
    "Leads a b",
    "leads a b 2",
    "Sheet",
    "x",
    "History 2",
    "y".repeat(31),
    `${"y".repeat(29)} 2`,
  ]);
  fc.assert(
    fc.property(fc.array(fc.string({ unit: "binary" })), (names) => {
      const made = tabNames(names);
      expect(new Set(made.map((name) => name.toLowerCase())).size).toBe(names.length);
      for (const name of made) expect(name).toMatch(/^(?!')[^\\/?*[\]:]{1,31}(?<!')$/u);
    }),
  );
});
