import { ReportsError } from "../../platform/errors.ts";

export interface MailAttachment {
  /** Letters, digits, dot, underscore and hyphen only. */
  readonly filename: string;
  readonly contentType: string;
  readonly content: Uint8Array;
}

export interface MailParts {
  readonly html: string;
  readonly text: string;
  readonly attachments: readonly MailAttachment[];
}

/** SES v1 takes 10 MB a message, after encoding. @see https://docs.aws.amazon.com/ses/latest/dg/quotas.html */
export const MAX_MAIL_BYTES = 10 * 1024 * 1024;

/**
 * Composes, and composes again without the largest attachment while the message is over the limit.
 * @param compose the same parts must give the same bytes
 * @throws SendFailed when it is too large without any
 */
export async function withinLimit(
  parts: MailParts,
  where: string,
  compose: (parts: MailParts) => Promise<Uint8Array>,
): Promise<Uint8Array> {
  const left: MailAttachment[] = [];
  for (;;) {
    const attachments = parts.attachments.filter((attachment) => !left.includes(attachment));
    const bytes = await compose({ ...withNote(parts, left), attachments });
    if (bytes.length <= MAX_MAIL_BYTES) return bytes;
    const largest = attachments.toSorted((a, b) => b.content.length - a.content.length)[0];
    if (largest === undefined) break;
    left.push(largest);
  }
  throw new ReportsError("SendFailed", {
    what: "the mail is over 10 MB even without attachments",
    where: `mail of ${where}`,
    remedy: "Narrow the digest by its filter or its sections",
  });
}

/** File names are plain by the composer's check, so nothing here needs escaping. */
function withNote(parts: MailParts, left: readonly MailAttachment[]): Omit<MailParts, "attachments"> {
  if (left.length === 0) return parts;
  const names = left.map(({ filename, content }) => `${filename} (${Math.ceil(content.length / 1024 / 1024)} MB)`);
  const note = `Left out because it is too large for a mail, and stored with what was sent: ${names.join(", ")}`;
  const at = parts.html.lastIndexOf("</body>");
  const end = at < 0 ? parts.html.length : at;
  return {
    html: `${parts.html.slice(0, end)}<p style="font-family:sans-serif">${note}</p>${parts.html.slice(end)}`,
    text: `${parts.text.trimEnd()}\n\n${note}\n`,
  };
}
