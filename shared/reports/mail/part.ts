import { AUDIENCE_SCOPES } from "../../catalog/audiences.ts";
import type { BarsBlock, Block, Part, RowsBlock } from "../../digest/drawing/mail-parts.ts";
import { nameOf, type Phrase, phraseOf } from "../../digest/drawing/phrase/phrase.ts";
import { cleanText } from "../../digest/model/clean-text.ts";
import { headingOf } from "../../workbook/heading.ts";
import type { CheckedColumn } from "../result.ts";
import { type Cell, type CellWriting, CURRENCY_COLUMN, cellText, isFigure } from "./cells.ts";
import type { MailPart, ReportMail } from "./report-mail.ts";
import type { ReportWords } from "./words.ts";

/** What a part shows at most; the rest is in the files. */
export const MOST = { rows: 40, columns: 8, bars: 15 } as const;

export interface PartWriting extends CellWriting {
  readonly words: ReportWords;
}

/** A part as it is written, before it is known how many of its rows the mail has room for. */
export type WrittenPart = (mostRows: number) => Part;

/** Writes a part of the mail: its bars and its rows, and what of them is not shown. */
export function writtenPart(writing: PartWriting, mail: ReportMail, part: MailPart): WrittenPart {
  const title = cleanText(part.title, part.name);
  const { words } = writing;
  if (part.rows.length === 0) return () => ({ title, blocks: lines([words.noRows]) });
  const rows = writtenRows(writing, mail, part);
  const bars = barsOf(writing, part);
  return (mostRows) => {
    const shown = rows.cells.slice(0, mostRows);
    const block: RowsBlock = {
      kind: "rows",
      caption: title,
      head: rows.head,
      rows: shown.map(({ phrases }) => phrases),
    };
    const notes = notesOf(words, { mail, part, rows, shown });
    const barsCut = bars !== undefined && bars.bars.length < part.rows.length;
    const barsNote = barsCut ? [words.barsCut(bars.bars.length, part.rows.length)] : [];
    return {
      title,
      blocks: [
        ...(bars === undefined ? [] : [bars]),
        ...(shown.length === 0 ? [] : [block]),
        ...lines([...barsNote, ...notes]),
      ],
    };
  };
}

const lines = (texts: readonly string[]): readonly Block[] =>
  texts.length === 0 ? [] : [{ kind: "lines", lines: texts.map(phraseOf) }];

interface WrittenRow {
  readonly phrases: readonly Phrase[];
  /** One of its texts is longer than it is shown. */
  readonly isCut: boolean;
}

interface WrittenRows {
  readonly head: RowsBlock["head"];
  readonly cells: readonly WrittenRow[];
  /** How many columns there are to tell. */
  readonly columnsOf: number;
  readonly hasInstants: boolean;
}

function writtenRows(writing: PartWriting, mail: ReportMail, part: MailPart): WrittenRows {
  const told = toldColumns(mail, part);
  const columns = told.slice(0, MOST.columns);
  const currencyOf = currencyReader(part);
  const head = columns.map((column) => ({
    text: [...cleanText(headingOf(column.name), column.name)].slice(0, LONGEST_HEADING).join(""),
    align: isFigure(column) ? ("right" as const) : ("left" as const),
  }));
  const cells = part.rows.slice(0, MOST.rows).map((row): WrittenRow => {
    const currency = currencyOf(row);
    const written = columns.map(({ at, ...column }) =>
      writtenCell(writing, column, { cell: row[at] ?? null, currency }),
    );
    return { phrases: written.map(({ phrase }) => phrase), isCut: written.some(({ isCut }) => isCut) };
  });
  return { head, cells, columnsOf: told.length, hasInstants: columns.some(({ kind }) => kind === "instant") };
}

function writtenCell(writing: PartWriting, column: CheckedColumn, of: Cell) {
  const text = cellText(writing, column, of);
  if (column.kind !== "text" || of.cell === null) return { phrase: [text], isCut: false };
  const isCut = text.endsWith("…") && !String(of.cell).trimEnd().endsWith("…");
  return { phrase: [nameOf(text, null)], isCut };
}

/** What is longer is no name of a column. */
const LONGEST_HEADING = 60;

/** Every column but the one that says whose each row is, in the mail of the one whose they are. */
function toldColumns({ audience }: Pick<ReportMail, "audience">, { columns }: Pick<MailPart, "columns">) {
  const all = columns.map((column, at) => ({ ...column, at }));
  if (audience === "internal") return all;
  const others = all.filter(({ name }) => name.toLowerCase() !== AUDIENCE_SCOPES[audience].memberColumn);
  return others.length === 0 ? all : others;
}

const currencyAt = ({ columns }: Pick<MailPart, "columns">): number =>
  columns.findIndex(({ name, kind }) => name.toLowerCase() === CURRENCY_COLUMN && kind === "text");

function currencyReader(part: Pick<MailPart, "columns">): (row: MailPart["rows"][number]) => string | null {
  const at = currencyAt(part);
  return (row) => {
    const cell = at < 0 ? null : row[at];
    return typeof cell === "string" ? cell : null;
  };
}

/** Currencies that the rows name: those that share a symbol are written by their codes. */
export function currenciesOf({ parts, baseCurrency }: Pick<ReportMail, "parts" | "baseCurrency">): readonly string[] {
  const found = parts.flatMap((part) => {
    const currencyOf = currencyReader(part);
    return part.rows.slice(0, MOST.rows).map(currencyOf);
  });
  return [...new Set([...found, baseCurrency])].filter((currency) => currency !== null);
}

/** Bars by the settings; none where a value is negative, which a bar cannot show, or where none is known. */
function barsOf(writing: PartWriting, part: MailPart): BarsBlock | undefined {
  const { chart, columns, rows } = part;
  if (chart === undefined) return undefined;
  const [labelAt, valueAt] = [chart.label, chart.value].map((name) => columns.findIndex((one) => one.name === name));
  const label = columns[labelAt ?? -1];
  const value = columns[valueAt ?? -1];
  if (label === undefined || value === undefined || labelAt === undefined || valueAt === undefined) return undefined;
  const values = rows.map((row) => (row[valueAt] === null ? null : Number(row[valueAt])));
  if (values.some((one) => one !== null && !(one >= 0 && Number.isFinite(one)))) return undefined;
  if (values.every((one) => one === null)) return undefined;
  const currencyOf = currencyReader(part);
  const bars = rows.slice(0, MOST.bars).map((row, at) => {
    const currency = currencyOf(row);
    return {
      label: cellText(writing, label, { cell: row[labelAt] ?? null, currency }),
      value: values[at] ?? null,
      said: cellText(writing, value, { cell: row[valueAt] ?? null, currency }),
    };
  });
  const caption = `${headingOf(chart.label)}: ${headingOf(chart.value)}`;
  return { kind: "bars", caption: cleanText(caption, chart.value), bars };
}

interface Told {
  readonly mail: ReportMail;
  readonly part: MailPart;
  readonly rows: WrittenRows;
  readonly shown: readonly WrittenRow[];
}

/** What is not shown, and where it is. */
function notesOf(words: ReportWords, { mail, part, rows, shown }: Told): readonly string[] {
  const restBy = (told: (file: string) => string): string => restText(words, mail, part, told);
  const { head, columnsOf, hasInstants } = rows;
  return [
    shown.length < part.rows.length
      ? words.rowsCut({ shown: shown.length, of: part.rows.length, rest: restBy(words.inFile) })
      : undefined,
    head.length < columnsOf && shown.length > 0
      ? words.columnsCut({ shown: head.length, of: columnsOf, rest: restBy(words.inFile) })
      : undefined,
    shown.some(({ isCut }) => isCut) ? words.textsCut({ rest: restBy(words.whole) }) : undefined,
    // The team is told in the footer, where snapshots have times too.
    hasInstants && mail.member !== null ? words.zone(mail.timeZone) : undefined,
  ].filter((note) => note !== undefined);
}

/** Members are not told of keys. */
function restText(words: ReportWords, mail: ReportMail, part: MailPart, inFile: (file: string) => string): string {
  const { attached, member, prefix, parts } = mail;
  if (attached.kind === "xlsx") return inFile(attached.file);
  if (attached.kind === "csv") return inFile(attached.files[parts.indexOf(part)] ?? `${part.name}.csv`);
  return member === null ? words.inStore(`${prefix}${part.name}.csv`) : "";
}
