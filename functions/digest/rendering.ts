import type { MailAttachment } from "../../shared/digest/delivery/mime-limit.ts";
import type { DigestModel } from "../../shared/digest/digest-model.ts";
import { attachedCsv, renderCsv } from "../../shared/digest/frame/csv.ts";
import { renderHtml, renderText } from "../../shared/digest/frame/mail.ts";
import { type Marks, subjectOf } from "../../shared/digest/frame/subject.ts";
import { keep } from "../../shared/snapshot/keep.ts";
import { digestPrefix } from "../../shared/snapshot/keys.ts";
import type { ObjectStore } from "../../shared/snapshot/store.ts";
import type { DigestRun } from "./digest-run.ts";
import { isRehearsal } from "./event.ts";

/** Everything that is sent and stored, made of the model alone. */
export interface Rendering {
  readonly subject: string;
  readonly html: string;
  readonly text: string;
  /** The CSV file to send along; none when the digest's settings say so. */
  readonly attachments: readonly MailAttachment[];
  /** All CSV files, as stored. */
  readonly sheets: readonly MailAttachment[];
}

const utf8 = new TextEncoder();

export function renderDigest(model: DigestModel, marks: Marks): Rendering {
  const sheets = renderCsv(model).map(({ name, content }) => ({
    filename: name,
    contentType: "text/csv; charset=utf-8",
    content: utf8.encode(content),
  }));
  const attached = model.attach === "csv" ? sheets.filter(({ filename }) => filename === attachedCsv(model)) : [];
  return {
    subject: subjectOf(model, marks),
    html: renderHtml(model),
    text: renderText(model),
    attachments: attached.map((sheet) => ({
      ...sheet,
      filename: `${model.enterprise}-${model.date}-${sheet.filename}`,
    })),
    sheets,
  };
}

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
    ...rendering.sheets,
  ];
  for (const { filename, contentType, content } of files) {
    await keep(store, { key: prefix + filename, contentType, content });
  }
  return htmlKeyOf(run);
}

/** Where the HTML of a run's mail lies. */
export const htmlKeyOf = (run: DigestRun): string => `${prefixOf(run)}digest.html`;

function prefixOf({ request, date, runId }: DigestRun): string {
  return digestPrefix(request.enterprise, date, request.digest) + (isRehearsal(request) ? `test/${runId}/` : "");
}
