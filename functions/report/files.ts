import { type About, csvOf, type PartResult, sheetsOf } from "../../shared/reports/sheets.ts";
import type { ReportSettings } from "../../shared/settings/report.ts";
import { keep } from "../../shared/snapshot/keep.ts";
import type { ObjectStore } from "../../shared/snapshot/store.ts";
import { workbook, XLSX_TYPE } from "../../shared/workbook/xlsx.ts";
import type { MemberAnswer } from "./answer.ts";

interface Made {
  /** Ends with a slash. */
  readonly prefix: string;
  readonly attach: ReportSettings["attach"];
  readonly parts: readonly PartResult[];
  readonly about: About;
  /** When the report is due, epoch ms: the same day gives the same bytes again. */
  readonly madeAt: number;
}

const utf8 = new TextEncoder();
const CSV_TYPE = "text/csv; charset=utf-8";
const SQL_TYPE = "application/sql; charset=utf-8";

/**
 * Keeps the parts as CSV, their SQL as it was run, and the workbook where one goes along.
 * @throws StoreFailed
 */
export async function keepFiles(store: ObjectStore, made: Made): Promise<Pick<MemberAnswer, "parts" | "workbookKey">> {
  const { prefix, parts } = made;
  for (const { name, sql, ...result } of parts) {
    await keep(store, { key: `${prefix}${name}.csv`, contentType: CSV_TYPE, content: utf8.encode(csvOf(result)) });
    await keep(store, { key: `${prefix}${name}.sql`, contentType: SQL_TYPE, content: utf8.encode(`${sql}\n`) });
  }
  const kept = parts.map(({ name, rows }) => ({ name, rows: rows.length, key: `${prefix}${name}.csv` }));
  if (made.attach !== "xlsx") return { parts: kept, workbookKey: null };
  const workbookKey = `${prefix}report.xlsx`;
  const content = await workbook(sheetsOf(parts, made.about), made.madeAt);
  await keep(store, { key: workbookKey, contentType: XLSX_TYPE, content });
  return { parts: kept, workbookKey };
}
