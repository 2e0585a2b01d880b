import { FAKE_SCOPE } from "./secrets-manager.ts";
import type { AwsAnswer, AwsCall, AwsRequest, AwsService } from "./server.ts";

export interface SentMail {
  readonly messageId: string;
  readonly source: string;
  readonly destinations: readonly string[];
  readonly configurationSet: string;
  readonly tags: Readonly<Record<string, string>>;
  /** The message as it came, not rebuilt. */
  readonly raw: Buffer;
}

export interface FakeSes extends AwsService {
  readonly sent: SentMail[];
}

const MAX_MESSAGE_BYTES = 10 * 1024 * 1024;
/** RFC 5322, 2.1.1: without CRLF. */
const MAX_LINE = 998;

/** SES version 1's SendRawEmail over the query protocol; refuses what SES refuses of size, recipients, lines and tags. */
export function createFakeSes(): FakeSes {
  const sent: SentMail[] = [];
  return {
    signingName: "ses",
    sent,
    callsOf: (request) => callsOf(mailOf(request, "")),
    answer: (request) => {
      const form = new URLSearchParams(request.body.toString("utf8"));
      if (form.get("Action") !== "SendRawEmail") return sesRefusal("InvalidAction", `${form.get("Action")} is unknown`);
      const mail = mailOf(request, `fake-${sent.length + 1}`);
      const problem = problemOf(mail);
      if (problem !== undefined) return sesRefusal("InvalidParameterValue", problem);
      sent.push(mail);
      return xml(
        200,
        `<SendRawEmailResponse xmlns="http://ses.amazonaws.com/doc/2010-12-01/"><SendRawEmailResult><MessageId>${mail.messageId}</MessageId></SendRawEmailResult></SendRawEmailResponse>`,
      );
    },
  };
}

function mailOf(request: AwsRequest, messageId: string): SentMail {
  const form = new URLSearchParams(request.body.toString("utf8"));
  const members = (prefix: string, suffix = "") =>
    [...form]
      .filter(([name]) => name.startsWith(`${prefix}.member.`) && name.endsWith(suffix))
      .map(([, value]) => value);
  const names = members("Tags", ".Name");
  const values = members("Tags", ".Value");
  return {
    messageId,
    source: form.get("Source") ?? "",
    destinations: members("Destinations"),
    configurationSet: form.get("ConfigurationSetName") ?? "",
    tags: Object.fromEntries(names.map((name, index) => [name, values[index] ?? ""])),
    raw: Buffer.from(form.get("RawMessage.Data") ?? "", "base64"),
  };
}

/** SES asks IAM about the sender's identity, in the sandbox about the recipient's too, and about the configuration set. */
function callsOf(mail: SentMail): AwsCall[] {
  const arn = (kind: string, name: string) => `arn:aws:ses:${FAKE_SCOPE.region}:${FAKE_SCOPE.account}:${kind}/${name}`;
  const domain = mail.source.split("@")[1] ?? "";
  const resources = [arn("identity", domain), ...mail.destinations.map((to) => arn("identity", to))];
  if (mail.configurationSet !== "") resources.push(arn("configuration-set", mail.configurationSet));
  return resources.map((resource) => ({
    action: "ses:SendRawEmail",
    resource,
    context: { "ses:FromAddress": mail.source },
  }));
}

function problemOf(mail: SentMail): string | undefined {
  if (mail.raw.length * (4 / 3) > MAX_MESSAGE_BYTES) return "Message length is more than 10485760 bytes long";
  if (mail.destinations.length > 50) return "Recipient count exceeds 50.";
  if (mail.destinations.some((to) => !/^[\x21-\x7e]+@[\x21-\x7e]+$/.test(to))) return "Illegal address";
  if (Object.entries(mail.tags).some(([name, value]) => !/^[\w-]+$/.test(name) || !/^[\w-]+$/.test(value))) {
    return "Invalid tag";
  }
  const lines = mail.raw.toString("latin1").split("\r\n");
  if (lines.some((line) => line.length > MAX_LINE)) return "A line is longer than 998 characters";
  if (lines.some((line) => line.includes("\n"))) return "Bare line feed";
  return undefined;
}

/** An error of SES, as an answer for `faults` too. */
export const sesRefusal = (code: string, message: string, status = 400): AwsAnswer =>
  xml(
    status,
    `<ErrorResponse xmlns="http://ses.amazonaws.com/doc/2010-12-01/"><Error><Type>Sender</Type><Code>${code}</Code><Message>${message.replaceAll("&", "&amp;").replaceAll("<", "&lt;")}</Message></Error><RequestId>fake</RequestId></ErrorResponse>`,
  );

const xml = (status: number, body: string): AwsAnswer => ({ status, headers: { "content-type": "text/xml" }, body });
