import { read, utils } from "@e965/xlsx";
import { parse } from "csv-parse/sync";
import { describe, expect, test } from "vitest";
import { renderDigest } from "../../functions/digest/rendering.ts";
import { buildDigest } from "../../shared/digest/build-digest.ts";
import type { DigestInput } from "../../shared/digest/input/digest-input.ts";
import { accountOf } from "./account.ts";

// Another library reads back what is attached.

const DATE = "2026-11-24";
const MADE_AT = Date.parse("2026-11-24T07:00:00Z");

const MAILS: Readonly<Record<string, () => DigestInput>> = {
  team: () => accountOf(DATE, 40),
  publisher: () => accountOf(DATE, 40, { audience: "publisher", filter: { publishers: [7] } }),
  advertiser: () => accountOf(DATE, 40, { audience: "advertiser", filter: { advertisers: [301] } }),
};
/** A tab has its file's name, but for these. */
const TABS: Readonly<Record<string, string>> = { quality: "Publishers", integrations: "Jobs" };

function tabOf(filename: string): string {
  const name = filename.replace(".csv", "");
  return TABS[name] ?? `${name.slice(0, 1).toUpperCase()}${name.slice(1)}`;
}

describe.each(Object.entries(MAILS))("the workbook of the mail to the %s", (name, input) => {
  const rendered = renderDigest(buildDigest(input()), {}, MADE_AT);
  const opened = rendered.then(({ attachments: [book] }) =>
    read(book?.content, { cellStyles: true, cellNF: true, cellDates: true, UTC: true }),
  );

  test("is the one file that goes along, and the same bytes again", async () => {
    const { attachments } = await rendered;
    const file = name === "team" ? "digest" : "campaigns";
    expect(attachments.map(({ filename }) => filename)).toEqual([`acme-2026-11-24-${file}.xlsx`]);
    const again = await renderDigest(buildDigest(input()), {}, MADE_AT);
    expect(
      Buffer.compare(Buffer.from(again.attachments[0]?.content ?? []), Buffer.from(attachments[0]?.content ?? [])),
    ).toBe(0);
  });

  test("has a sheet of each CSV file, in their order, and one that says what they tell of", async () => {
    const { sheets } = await rendered;
    expect((await opened).SheetNames).toEqual([...sheets.map(({ filename }) => tabOf(filename)), "About"]);
  });

  test("says in each cell what the CSV file says, numbers as numbers, days as days", async () => {
    const book = await opened;
    let compared = 0;
    for (const { filename, content } of (await rendered).sheets) {
      const [head = [], ...rows] = parse(new TextDecoder().decode(content), { bom: true }) as string[][];
      const sheet = book.Sheets[tabOf(filename)];
      for (const [column, heading] of head.entries()) {
        const cell = (row: number) => sheet?.[utils.encode_cell({ r: row, c: column })];
        for (const [at, row] of rows.entries()) {
          expect(textOf(cell(at + 1)), `${filename} ${heading} ${at}`).toBe(plain(row[column] ?? ""));
          compared += 1;
        }
      }
      expect(sheet?.["!ref"]).toBe(
        utils.encode_range({ s: { r: 0, c: 0 }, e: { r: rows.length, c: head.length - 1 } }),
      );
    }
    expect(compared).toBeGreaterThan(50);
  });
});

interface Cell {
  readonly t: string;
  readonly v?: unknown;
}

/** As the CSV file would write it: numbers with all their digits, days and instants as text. */
function textOf(cell: Cell | undefined): string {
  if (cell === undefined || cell.t === "z") return "";
  const { v: value } = cell;
  if (value instanceof Date) return plain(toSecond(value).replace(/T00:00:00\.000Z$/, ""));
  return plain(String(value));
}

/** A double holds an instant to some millionths of a day. */
const toSecond = (instant: Date): string => new Date(Math.round(instant.getTime() / 1000) * 1000).toISOString();

/** Without what formats differ in: trailing zeros, a guard before what begins like a formula, parts of a second. */
const plain = (text: string): string =>
  /^-?\d+(?:\.\d+)?$/.test(text) ? String(Number(text)) : text.replace(/^'(?=[=+\-@])/, "").replace(/\.\d{3}Z$/, "Z");

test("what a workbook is of stands in its last sheet: for the team the snapshots, for others the days alone", async () => {
  const about = async (name: string) => {
    const { attachments } = await renderDigest(buildDigest((MAILS[name] ?? never)()), {}, MADE_AT);
    return utils.sheet_to_json<string[]>(read(attachments[0]?.content).Sheets["About"] ?? {}, { header: 1 });
  };
  expect(await about("team")).toEqual([
    ["What", "Value"],
    ["Enterprise", "acme"],
    ["Days told of", "2026-11-23"],
    ["Digest", "daily"],
    ["Snapshot date", DATE],
    ["Snapshot of campaigns", "2026-11-24, taken 2026-11-24T05:00:03.000Z, run run-2026-11-24"],
    ["Compared with, of campaigns", "2026-11-23, taken 2026-11-23T05:00:03.000Z, run run-2026-11-23"],
    ["Snapshot of publisher contracts", "2026-11-24, taken 2026-11-24T05:00:03.000Z, run run-2026-11-24"],
    ["Compared with, of publisher contracts", "2026-11-23, taken 2026-11-23T05:00:03.000Z, run run-2026-11-23"],
    ["Snapshot of integration jobs", "2026-11-24, taken 2026-11-24T05:00:03.000Z, run run-2026-11-24"],
    ["Compared with, of integration jobs", "2026-11-23, taken 2026-11-23T05:00:03.000Z, run run-2026-11-23"],
    ["Version", "0.1.0"],
  ]);
  for (const name of ["publisher", "advertiser"]) {
    expect(await about(name)).toEqual([
      ["What", "Value"],
      ["Enterprise", "acme"],
      ["Days told of", "2026-11-23"],
      ["Figures as of", DATE],
    ]);
  }
});

function never(): never {
  throw new Error("no such mail");
}

test.each([
  ["csv", ["acme-2026-11-24-open.csv"]],
  ["none", []],
] as const)("with attach %s there is none", async (attach, files) => {
  const { attachments, files: kept } = await renderDigest(buildDigest(accountOf(DATE, 12, { attach })), {}, MADE_AT);
  expect(attachments.map(({ filename }) => filename)).toEqual(files);
  expect(kept.every(({ filename }) => filename.endsWith(".csv"))).toBe(true);
});
