import type { MailAttachment } from "../../shared/digest/delivery/mime-limit.ts";
import type { DigestModel } from "../../shared/digest/digest-model.ts";
import { renderHtml, renderText } from "../../shared/digest/frame/mail.ts";
import { type Marks, subjectOf } from "../../shared/digest/frame/subject.ts";
import { attachedCsv, renderCsv, workbookSheets } from "../../shared/digest/frame/tables.ts";
import { isRehearsal } from "../../shared/settings/event-fields.ts";
import { keep } from "../../shared/snapshot/keep.ts";
import { digestPrefix } from "../../shared/snapshot/keys.ts";
import type { ObjectStore } from "../../shared/snapshot/store.ts";
import { workbook, XLSX_TYPE } from "../../shared/workbook/xlsx.ts";
import type { DigestRun } from "./digest-run.ts";

/** Everything that is sent and stored, made of the model alone. */
export interface Rendering {
  readonly subject: string;
  readonly html: string;
  readonly text: string;
  /** The workbook or CSV file to send along; none when the digest's settings say so. */
  readonly attachments: readonly MailAttachment[];
  /** All CSV files. */
  readonly sheets: readonly MailAttachment[];
  /** Everything but HTML and text, as stored. */
  readonly files: readonly MailAttachment[];
}

const utf8 = new TextEncoder();

/** @param madeAt epoch ms that the workbook says it was made at */
export async function renderDigest(model: DigestModel, marks: Marks, madeAt: number): Promise<Rendering> {
  const sheets = renderCsv(model).map(({ name, content }) => ({
    filename: name,
    contentType: "text/csv; charset=utf-8",
    content: utf8.encode(content),
  }));
  const book = model.attach === "xlsx" ? [await bookOf(model, madeAt)] : [];
  const attached = model.attach === "csv" ? sheets.filter(({ filename }) => filename === attachedCsv(model)) : book;
  return {
    subject: subjectOf(model, marks),
    html: renderHtml(model),
    text: renderText(model),
    attachments: attached.map((sheet) => ({
      ...sheet,
      filename: `${model.enterprise}-${model.date}-${sheet.filename}`,
    })),
    sheets,
    files: [...sheets, ...book],
  };
}

const bookOf = async (model: DigestModel, madeAt: number): Promise<MailAttachment> => ({
  filename: model.view === "internal" ? "digest.xlsx" : "campaigns.xlsx",
  contentType: XLSX_TYPE,
  content: await workbook(workbookSheets(model), madeAt),
});

/**
 * Keeps what is sent beside what was sent before; dry runs and tests in a folder of their own.
 * @returns the key of the HTML
 * @throws StoreFailed
 */
export async function storeRendering(store: ObjectStore, run: DigestRun, rendering: Rendering): Promise<string> {
  const prefix = prefixOf(run);
  const files: readonly MailAttachment[] = [
    { filename: "digest.html", contentType: "text/html; charset=utf-8", content: utf8.encode(rendering.html) },
    { filename: "digest.txt", contentType: "text/plain; charset=utf-8", content: utf8.encode(rendering.text) },
    ...rendering.files,
  ];
  for (const { filename, contentType, content } of files) {
    await keep(store, { key: prefix + filename, contentType, content });
  }
  return htmlKeyOf(run);
}

/** Where the HTML of a run's mail lies. */
export const htmlKeyOf = (run: DigestRun): string => `${prefixOf(run)}digest.html`;

function prefixOf({ request, member, date, runId }: DigestRun): string {
  const { enterprise, digest } = request;
  return digestPrefix(enterprise, date, { digest, member }) + (isRehearsal(request) ? `test/${runId}/` : "");
}
