import type { Format } from "../../digest/drawing/format.ts";
import { pluralsOf } from "../../digest/words/plurals.ts";
import type { Day } from "../../platform/day.ts";

const ROWS = { one: "row", other: "rows" };
const COLUMNS = { one: "column", other: "columns" };

/** Every text of a report's mail. English, as the digest's; numbers and dates by the report's locale. */
export const reportWords = (format: Format) => {
  const { counted, list } = pluralsOf("en", format);
  const rows = (count: number): string => (count === 0 ? "no rows" : counted(count, ROWS));
  const days = (first: Day, last: Day): string => (first === last ? format.weekday(last) : format.days(first, last));
  return {
    list,
    testMark: "[Test] ",
    subject: (of: { title: string; first: Day; last: Day; rows: number }) =>
      `${of.title}, ${days(of.first, of.last)}: ${rows(of.rows)}`,
    heading: (title: string, count: number) => `${title}: ${rows(count)}`,
    /** What each part has, where there are several. */
    partSum: (title: string, count: number) => `${title}: ${rows(count)}.`,
    period: (first: Day, last: Day) => (first === last ? format.longDay(last) : format.longDays(first, last)),
    noRows: "No rows.",
    /** @param rest where the others are */
    rowsCut: ({ shown, of, rest }: { shown: number; of: number; rest: string }) =>
      shown === 0
        ? `None of the ${counted(of, ROWS)} has room here${rest}.`
        : `${format.count(shown)} of ${counted(of, ROWS)}${rest}.`,
    columnsCut: ({ shown, of, rest }: { shown: number; of: number; rest: string }) =>
      `${format.count(shown)} of ${counted(of, COLUMNS)}${rest}.`,
    textsCut: ({ rest }: { rest: string }) => `Texts that end with “…” are longer${rest}.`,
    barsCut: (shown: number, of: number) => `The bars are of the first ${format.count(shown)} of ${counted(of, ROWS)}.`,
    inFile: (file: string) => `; the rest is in the attached ${file}`,
    whole: (file: string) => `; whole in the attached ${file}`,
    inStore: (key: string) => `; all of it is kept as ${key}`,
    tooLarge: (prefix: string | null) =>
      prefix === null
        ? "The files of this report are too large for a mail. Reply to ask for them."
        : `The files of this report are too large for a mail. They are kept below ${prefix}`,
    zone: (timeZone: string) => `Times are of ${timeZone}.`,
    empty: "–",
    yes: "yes",
    no: "no",
    note: "Note",
    /** @param datasets their words; null: not to be named */
    degraded: (datasets: readonly string[] | null) =>
      datasets === null
        ? "Some values could not be read and are left empty."
        : `Some values of ${list(datasets)} could not be read and are left empty; the run record names them.`,
    footer: {
      period: (of: { first: Day; last: Day; date: Day; previous: Day }) =>
        `Tells of ${days(of.first, of.last)}, by the snapshots of ${format.weekday(of.date)}; the one before was of ${format.weekday(of.previous)}.`,
      values: (values: readonly string[]) => `Values of its SQL: ${values.join(", ")}.`,
      constants: (title: string, values: readonly string[]) => `${title}: ${values.join(", ")}.`,
      source: (datasets: readonly string[], at: number, runIds: readonly string[]) =>
        `Snapshot of ${list(datasets)}: ${format.instant(at)} (${runIds.length === 1 ? "run" : "runs"} ${runIds.join(", ")}).`,
      sql: (prefix: string) => `The SQL as it was run, and every row, are kept below ${prefix}`,
      asOf: (of: { date: Day; audience: string; member: number }) =>
        `Figures as of ${format.weekday(of.date)}, of ${of.audience} ${of.member} alone.`,
      recipient: (of: { report: string; enterprise: string }) =>
        `You get this as a recipient of the report “${of.report}” of ${of.enterprise}. Reply to reach its owner, or to have it stopped.`,
      version: (version: string) => `Convertr reports ${version}`,
    },
  };
};

export type ReportWords = ReturnType<typeof reportWords>;
