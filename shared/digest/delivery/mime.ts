import { createHash } from "node:crypto";
import MailComposer from "nodemailer/lib/mail-composer";
import { ReportsError } from "../../platform/errors.ts";
import { bareAddress, isAddress } from "../../settings/address.ts";
import { type MailAttachment, withinLimit } from "./mime-limit.ts";

export interface MailToCompose {
  /** `Name <address>` or a bare address. */
  readonly from: string;
  /** Where answers and unsubscribe requests go. @default the address of `from` */
  readonly replyTo?: string | undefined;
  /** One bare address. */
  readonly to: string;
  readonly subject: string;
  readonly html: string;
  readonly text: string;
  readonly attachments: readonly MailAttachment[];
  /** What filter rules in mail programs go by; see `listIdOf`. */
  readonly listId: string;
  /** The `Date` header, epoch ms. SES replaces it by the time of sending. */
  readonly date: number;
}

/** Phones show about 40 characters, mail programs about 90; what comes after is for searching. */
const MAX_SUBJECT_LENGTH = 180;
const MAX_NAME_LENGTH = 80;
const FILENAME = /^[A-Za-z0-9][A-Za-z0-9._-]{0,99}$/;
const LIST_ID = /^[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+$/;
/** Control characters, separators of lines and paragraphs, and marks that turn the direction of what follows. */
const UNPRINTABLE = /[\p{Cc}\u2028\u2029\u200e\u200f\u061c\u202a-\u202e\u2066-\u2069]+/gu;

/** The identity of a digest for filter rules: `daily.acme.reports.acme.example`. */
export const listIdOf = (names: { digest: string; enterprise: string; from: string }): string =>
  `${names.digest}.${names.enterprise}.${domainOf(bareAddress(names.from))}`;

/**
 * A whole message to one recipient: text and HTML as alternatives, attachments, and the headers of a mail nobody typed. The
 * same input gives the same bytes, whenever and wherever. Lines end in CRLF and stay under 80 characters, headers under 998.
 * Over 10 MB, attachments are left out, the largest first, and both parts say so.
 * @throws SendFailed when an address, file name or list id is none, or the mail is too large without attachments
 */
export async function composeMail(mail: MailToCompose): Promise<Uint8Array> {
  const from = bareAddress(mail.from);
  const replyTo = mail.replyTo ?? from;
  checkParts(mail, [from, replyTo, mail.to]);
  return withinLimit(mail, mail.listId, async ({ html, text, attachments }) => {
    const unique = identityOf({ ...mail, attachments });
    const message = new MailComposer({
      from: {
        name: headerText(mail.from.slice(0, -from.length - 2), MAX_NAME_LENGTH).replaceAll('"', ""),
        address: from,
      },
      to: { name: "", address: mail.to },
      replyTo: { name: "", address: replyTo },
      subject: headerText(mail.subject, MAX_SUBJECT_LENGTH),
      date: new Date(mail.date),
      messageId: `<${unique}@${domainOf(from)}>`,
      headers: {
        "Auto-Submitted": "auto-generated",
        // Exchange and Outlook go by this one instead. All kinds but NDR: a mail that cannot be delivered must come back.
        "X-Auto-Response-Suppress": "DR, RN, NRN, OOF, AutoReply",
        "List-Id": { prepared: true, value: `<${mail.listId}>` },
        "List-Unsubscribe": { prepared: true, value: `<${unsubscribeLink(replyTo, mail.listId)}>` },
      },
      text: bodyText(text),
      html: bodyText(html),
      attachments: attachments.map(({ filename, contentType, content }) => ({
        ...{ filename, contentType, content: Buffer.from(content), contentTransferEncoding: "base64" },
      })),
      encoding: "quoted-printable",
      newline: "windows",
      baseBoundary: unique,
      disableFileAccess: true,
      disableUrlAccess: true,
    });
    return new Uint8Array(await message.compile().build());
  });
}

/** Of what the message is made of, and of nothing else that an object may hold beside it. */
function identityOf({ attachments, ...mail }: MailToCompose): string {
  const { from, replyTo, to, subject, html, text, listId, date } = mail;
  const whole = { from, replyTo, to, subject, html, text, listId, date, attachments: attachments.map(fingerprint) };
  return createHash("sha256").update(JSON.stringify(whole)).digest("hex").slice(0, 32);
}

const fingerprint = ({ filename, content }: MailAttachment): string =>
  `${filename} ${createHash("sha256").update(content).digest("hex")}`;

function checkParts(mail: MailToCompose, addresses: readonly string[]): void {
  const problem = !addresses.every(isAddress)
    ? "an address is not an e-mail address"
    : !LIST_ID.test(mail.listId)
      ? "the list id is none"
      : mail.attachments.some(({ filename }) => !FILENAME.test(filename))
        ? "an attachment's file name is not plain"
        : undefined;
  if (problem === undefined) return;
  throw new ReportsError("SendFailed", {
    what: `the mail could not be composed: ${problem}`,
    where: `mail of ${headerText(mail.listId, MAX_NAME_LENGTH)}`,
    remedy: "Correct the settings or the event that named it",
  });
}

/**
 * A `mailto:` only: there is no web page to click, and without one RFC 8058's one-click header must not be sent.
 * @see RFC 2369, 3.2 and RFC 6068 for the escapes: `+` is one
 */
function unsubscribeLink(address: string, listId: string): string {
  const at = address.lastIndexOf("@");
  const local = encodeURIComponent(address.slice(0, at)).replace(/[!'()*]/g, percentEncoded);
  return `mailto:${local}@${address.slice(at + 1)}?subject=${encodeURIComponent(`Unsubscribe from ${listId}`)}`;
}

const percentEncoded = (character: string): string =>
  `%${character.charCodeAt(0).toString(16).toUpperCase().padStart(2, "0")}`;

/** nodemailer turns LF into CRLF and leaves a bare CR bare, which RFC 5322 forbids. */
const bodyText = (text: string): string => text.toWellFormed().replace(/\r\n?/g, "\n");

const domainOf = (address: string): string => address.slice(address.lastIndexOf("@") + 1);

/** Text on one line of a header: no control characters, no marks of direction, cut with an ellipsis between graphemes. */
function headerText(text: string, maxLength: number): string {
  const line = text.toWellFormed().replace(UNPRINTABLE, " ").replace(/\s+/g, " ").trim();
  if (line.length <= maxLength) return line;
  let kept = "";
  for (const { segment } of new Intl.Segmenter("en").segment(line.slice(0, maxLength))) {
    if (kept.length + segment.length >= maxLength) break;
    kept += segment;
  }
  return `${kept.trimEnd()}…`;
}
