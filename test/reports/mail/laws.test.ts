import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { MAX_HTML_BYTES } from "../../../shared/digest/drawing/page.ts";
import { plain } from "../../../shared/digest/drawing/phrase/text.ts";
import { renderReport } from "../../../shared/reports/mail/render.ts";
import type { MailPart, ReportMail } from "../../../shared/reports/mail/report-mail.ts";
import type { CheckedColumn, ColumnUnit } from "../../../shared/reports/result.ts";
import type { SheetCell, SheetKind } from "../../../shared/workbook/sheet.ts";
import { HOSTILE_NAMES } from "../../digest/hostile.ts";
import { type Tag, walk } from "../../digest/page-walk.ts";
import { CONTRACTS, REPORT_MAILS } from "./mails.ts";

const TEXTS = [...HOSTILE_NAMES.map((name) => name.slice(0, 5000)), "Ordinary", "W".repeat(160), "語".repeat(200)];
const word = fc.oneof(fc.constantFrom(...TEXTS), fc.string({ maxLength: 20 }));
const UNITS: Readonly<Partial<Record<SheetKind, readonly ColumnUnit[]>>> = {
  number: ["share", "a-day", "leads"],
  decimal: ["row-money", "base-money", "money"],
};
const CELLS: Readonly<Record<SheetKind, fc.Arbitrary<SheetCell>>> = {
  text: word,
  integer: fc.bigInt({ min: -(10n ** 20n), max: 10n ** 20n }),
  decimal: fc
    .tuple(fc.bigInt({ min: -(10n ** 15n), max: 10n ** 15n }), fc.nat(9999))
    .map(([whole, part]) => `${whole}.${String(part).padStart(4, "0")}`),
  number: fc.double(),
  boolean: fc.boolean(),
  day: fc.constantFrom("2026-11-24", "0001-01-01", "294247-01-10", "2028-02-29"),
  instant: fc.integer({ min: -1e15, max: 1e15 }),
};
const KINDS = Object.keys(CELLS) as readonly SheetKind[];

const column = (at: number): fc.Arbitrary<CheckedColumn> =>
  fc.record({ kind: fc.constantFrom(...KINDS), word, roll: fc.nat(9) }).map(({ kind, word: name, roll }) => {
    const unit = UNITS[kind]?.[roll];
    return { name: `${name}_${at}`, kind, ...(unit === undefined ? {} : { unit }) };
  });

const part = (at: number): fc.Arbitrary<MailPart> =>
  fc.integer({ min: 1, max: 12 }).chain((width) =>
    fc.tuple(...Array.from({ length: width }, (_, index) => column(index))).chain((columns) =>
      fc
        .record({
          few: fc.array(
            fc.tuple(...columns.map(({ kind }) => fc.option(CELLS[kind], { freq: 8 }))) as fc.Arbitrary<SheetCell[]>,
            { maxLength: 6 },
          ),
          times: fc.constantFrom(1, 1, 60),
          title: word,
          charted: fc.nat(width - 1),
        })
        .map(
          ({ few, times, title, charted }): MailPart => ({
            ...{ name: `part-${at}`, title, columns, with: { limit: 5, text: title } },
            rows: Array.from({ length: times }, () => few).flat(),
            chart: { label: columns[0]?.name ?? "", value: columns[charted]?.name ?? "" },
          }),
        ),
    ),
  );

const mail: fc.Arbitrary<ReportMail> = fc
  .record({
    parts: fc
      .integer({ min: 1, max: 6 })
      .chain((count) => fc.tuple(...Array.from({ length: count }, (_, at) => part(at)))),
    title: word,
    locale: fc.constantFrom("en-GB", "de-DE", "fr-FR", "en-US", "ar"),
    attached: fc.constantFrom<ReportMail["attached"]>(
      { kind: "xlsx", file: "r-2026-11-24.xlsx" },
      { kind: "none" },
      { kind: "too-large" },
    ),
    whose: fc.constantFrom(
      { audience: "internal", member: null } as const,
      { audience: "publisher", member: 12 } as const,
    ),
    baseCurrency: fc.constantFrom(null, "GBP"),
  })
  .map(({ whose, ...given }) => ({ ...REPORT_MAILS.alert, ...given, ...whose }));

const unescaped = (text: string): string =>
  text
    .replaceAll("&lt;", "<")
    .replaceAll("&gt;", ">")
    .replaceAll("&quot;", '"')
    .replaceAll("&#39;", "'")
    .replaceAll("&amp;", "&");

const TAGS = new Set("html head meta title style body div table tr td th h1 h2 p ul li b bdi span a".split(" "));

/** Every cell of the mail's tables, and every tag; throws where something is no markup of ours. */
function seenIn(html: string): { readonly cells: readonly string[]; readonly tags: ReadonlySet<string> } {
  const cells = new Map<Tag, string>();
  const tags = new Set<string>();
  const isCell = ({ name, attributes }: Tag): boolean =>
    attributes.get("role") === "cell" || name === "td" || (name === "th" && attributes.get("scope") === "row");
  const isTable = ({ name, attributes }: Tag): boolean => /^(?:ul|table)$/.test(name) && attributes.has("aria-label");
  walk(html, {
    tag: ({ name }) => void tags.add(name),
    text: (text, path) => {
      const cell = path.slice(path.findIndex(isTable)).findLast(isCell);
      const isLabel = path.some(({ attributes }) => attributes.get("class") === "l m");
      if (!path.some(isTable) || cell === undefined || isLabel) return;
      cells.set(cell, `${cells.get(cell) ?? ""}${unescaped(text)}`);
    },
  });
  return { cells: [...cells.values()].map((text) => plain(text).trim()), tags };
}

/** As both parts write it, whatever direction marks the plain one has. */
const bare = (text: string): string =>
  plain(text)
    .replace(/[\u2066-\u2069]/g, "")
    .replace(/\s+/g, " ");

describe("whatever the rows are", () => {
  test("the mail is under 90 kB, no cell is markup, the text has every cell that the HTML has, and what is cut is said", () => {
    const law = fc.property(mail, (given) => {
      const { subject, html, text } = renderReport(given);
      expect(Buffer.byteLength(html)).toBeLessThanOrEqual(MAX_HTML_BYTES);
      expect(subject.isWellFormed() && html.isWellFormed() && text.isWellFormed()).toBe(true);
      expect(`${html}${text}`.replaceAll("\n", "")).not.toMatch(/[\p{Cc}\u200e\u200f\u202a-\u202e\u2028\u2029]/u);
      const { cells, tags } = seenIn(html);
      for (const tag of tags) expect(TAGS).toContain(tag);
      const said = bare(text);
      for (const cell of cells) expect(said).toContain(bare(cell));
      for (const { rows, columns } of given.parts) {
        const count = rows.length.toLocaleString("en-GB");
        if (rows.length > 40) expect(text).toMatch(new RegExp(`of (?:the )?${count.replace(",", "[.,\\s]?")} rows`));
        if (rows.length > 0 && columns.length > 8 + (given.audience === "internal" ? 0 : 1)) {
          expect(text).toMatch(/of \d+ columns|None of the/);
        }
      }
    });
    fc.assert(law, { numRuns: 60, seed: 11 });
  });

  test("twenty parts of the widest rows are under 90 kB, and each says how many of its rows are shown", () => {
    const { parts: _, ...rest } = REPORT_MAILS.publisher;
    const columns = Array.from(
      { length: 8 },
      (_, at): CheckedColumn => ({ name: `${"'".repeat(50)}${at}`, kind: "text" }),
    );
    const wide: MailPart = {
      ...CONTRACTS,
      columns,
      rows: Array.from({ length: 2_000 }, () => columns.map(() => "'<".repeat(90))),
      chart: undefined,
      title: "'".repeat(80),
      with: Object.fromEntries(Array.from({ length: 50 }, (_, at) => [`c${at}`, "<".repeat(500)])),
    };
    for (const whose of [{}, { audience: "internal", member: null } as const]) {
      const mailOf = { ...rest, ...whose, parts: Array.from({ length: 20 }, (_, at) => ({ ...wide, name: `p${at}` })) };
      const { html, text } = renderReport(mailOf);
      expect(Buffer.byteLength(html)).toBeLessThanOrEqual(MAX_HTML_BYTES);
      expect(text.match(/of (?:the )?2,000 rows/g)).toHaveLength(20);
    }
  });
});

describe.each(Object.entries(REPORT_MAILS))("the mail %s", (_, given) => {
  const { html } = renderReport(given);
  test("has no ground, colour or hidden text outside its one style block", () => {
    const body = html.slice(html.indexOf("<body"));
    expect(body).not.toMatch(/bgcolor|<img|url\(|background|display:|visibility|white-space|nowrap|word-break/);
    for (const [, style = ""] of body.matchAll(/ style="([^"]*)"/g)) expect(style).not.toMatch(/(?:^|;)color:/);
    expect(html.match(/<style>/g)).toHaveLength(1);
  });
});

test("of one of many the mail names no constant, key, run, snapshot or version, and not the id in each row", () => {
  const { html, text } = renderReport(REPORT_MAILS.publisher);
  for (const said of [html, text]) {
    expect(said).not.toMatch(
      /below 0|0\.9\b(?! *<|\n)|run-[12]|snapshot|SQL|reports\/enterprise|Convertr reports|Publisher ID|integration jobs/,
    );
  }
});

test("a test's subject says that it is one", () => {
  expect(renderReport({ ...REPORT_MAILS.alert, test: true }).subject).toBe(
    "[Test] Integration jobs that fail, Mon 23 Nov: 2 rows",
  );
});

describe("bars", () => {
  const { publisher } = REPORT_MAILS;
  const withValues = (values: readonly (bigint | null)[]) => ({
    ...publisher,
    parts: [
      {
        ...CONTRACTS,
        columns: CONTRACTS.columns.slice(1, 3),
        rows: values.map((value, at) => [`Campaign ${at}`, value]),
        chart: { label: "campaign_name", value: "billable_leads" },
      },
    ],
  });
  test("stand for up to 15 rows, with the number beside each and – for what is not known", () => {
    const { text } = renderReport(withValues([10n, null, 0n, 5n]));
    expect(text).toContain("Campaign 0  ██████████ 10\nCampaign 1  –\nCampaign 2  0\nCampaign 3  █████ 5\n");
    const many = renderReport(withValues(Array.from({ length: 31 }, (_, at) => BigInt(at)))).text;
    expect(many.match(/^Campaign \d+ +[█▌]* ?\d+$/gm)?.filter((line) => /[█▌]/.test(line))).toHaveLength(14);
    expect(many).toContain("The bars are of the first 15 of 31 rows.");
  });
  test("are none where a value is below zero", () => {
    expect(renderReport(withValues([10n, -1n])).text).not.toMatch(/[█▌]/);
  });
});
