import type { MailAttachment } from "../../shared/digest/delivery/mime-limit.ts";
import type { Attached } from "../../shared/reports/mail/report-mail.ts";
import { type About, csvOf, type PartResult, sheetsOf } from "../../shared/reports/sheets.ts";
import type { ReportSettings } from "../../shared/settings/report.ts";
import { keep } from "../../shared/snapshot/keep.ts";
import type { ObjectStore } from "../../shared/snapshot/store.ts";
import { workbook, XLSX_TYPE } from "../../shared/workbook/xlsx.ts";

interface Made {
  readonly report: string;
  readonly date: string;
  readonly attach: ReportSettings["attach"];
  readonly parts: readonly PartResult[];
  readonly about: About;
  /** When the report is due, epoch ms: the same day gives the same bytes again. */
  readonly madeAt: number;
}

/** A file by its name below the report's folder. */
type NamedFile = MailAttachment;

export interface ReportFiles {
  /** Kept beside the mail. */
  readonly kept: readonly NamedFile[];
  readonly attached: Attached;
  readonly attachments: readonly MailAttachment[];
}

const utf8 = new TextEncoder();
const CSV_TYPE = "text/csv; charset=utf-8";
export const WORKBOOK_NAME = "report.xlsx";

/** Bytes of attachments that surely fit into a mail: base64 makes four of three, and the rest of the mail needs some. */
const MOST_ATTACHED = 7 * 1024 * 1024;

/** The parts as CSV, the workbook where one goes along, and what of them the mail takes with it. */
export async function filesOf(made: Made): Promise<ReportFiles> {
  const sheets = made.parts.map(({ name, ...result }) => csvFile(`${name}.csv`, csvOf(result)));
  const book: readonly NamedFile[] =
    made.attach !== "xlsx"
      ? []
      : [
          {
            filename: WORKBOOK_NAME,
            contentType: XLSX_TYPE,
            content: await workbook(sheetsOf(made.parts, made.about), made.madeAt),
          },
        ];
  const kept = [...sheets, ...book];
  if (made.attach === "none") return { kept, attached: { kind: "none" }, attachments: [] };
  const going = made.attach === "xlsx" ? book : sheets;
  if (going.reduce((sum, { content }) => sum + content.length, 0) > MOST_ATTACHED) {
    return { kept, attached: { kind: "too-large" }, attachments: [] };
  }
  const attachments = going.map((file, at) => ({ ...file, filename: attachedName(made, file, at) }));
  const files = attachments.map(({ filename }) => filename);
  return {
    kept,
    attached: made.attach === "xlsx" ? { kind: "xlsx", file: files[0] ?? "" } : { kind: "csv", files },
    attachments,
  };
}

const csvFile = (filename: string, content: string): NamedFile => ({
  filename,
  contentType: CSV_TYPE,
  content: utf8.encode(content),
});

/** A name of a file may have a hundred characters in a mail. */
const LONGEST_PART = 40;

/** `behind-2026-11-24.xlsx`, `behind-week-2026-11-24.csv`: files of several days and parts lie beside each other where they are saved. */
function attachedName({ report, date, attach, parts }: Made, { filename }: NamedFile, at: number): string {
  if (attach === "xlsx") return `${report}-${date}.xlsx`;
  const name = filename.length > LONGEST_PART ? `part-${at + 1}` : (parts[at]?.name ?? `part-${at + 1}`);
  return `${report}-${name}-${date}.csv`;
}

/** Keeps files below a prefix, over what an earlier run of the day left. @throws StoreFailed */
export async function keepFiles(store: ObjectStore, prefix: string, files: readonly NamedFile[]): Promise<void> {
  for (const { filename, contentType, content } of files) {
    await keep(store, { key: `${prefix}${filename}`, contentType, content });
  }
}

export const textFile = (filename: string, contentType: string, text: string): NamedFile => ({
  filename,
  contentType: `${contentType}; charset=utf-8`,
  content: utf8.encode(text),
});
