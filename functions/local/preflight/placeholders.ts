import { bareAddress } from "../../../shared/settings/address.ts";
import { listsOf } from "../../../shared/settings/recipients.ts";
import type { Settings } from "../../../shared/settings/schema.ts";

/** Names that never belong to anybody (RFC 2606), by which documentation and examples are written. */
const RESERVED = /(?:^|\.)(?:example\.(?:com|net|org)|example|test|invalid|localhost)$/i;
/** Accounts of AWS's own documentation. */
const DOCUMENTED_ACCOUNTS: ReadonlySet<string> = new Set(["111122223333", "123456789012"]);

/** Paths of settings that still hold what an example says. A template may be made of them; nobody would get a mail. */
export function placeholders(settings: Settings): readonly string[] {
  const recipients = Object.entries(settings.enterprises).flatMap(([enterprise, { digests }]) =>
    Object.entries(digests).flatMap(([digest, { to }]) =>
      listsOf(to).flatMap(([below, list]) => listed(`enterprises.${enterprise}.digests.${digest}.to${below}`, list)),
    ),
  );
  const places: readonly (readonly [path: string, text: string])[] = [
    ["from", settings.from],
    ...(settings.replyTo === undefined ? [] : [["replyTo", settings.replyTo] as const]),
    ...listed("alertsTo", settings.alertsTo),
    ...listed("noticesTo", settings.noticesTo ?? []),
    ...recipients,
  ];
  const found = places.filter(([, text]) => RESERVED.test(hostOf(text))).map(([path]) => path);
  return DOCUMENTED_ACCOUNTS.has(settings.aws?.account ?? "") ? [...found, "aws.account"] : found;
}

const listed = (path: string, texts: readonly string[]) =>
  texts.map((text, index) => [`${path}.${index}`, text] as const);

const hostOf = (text: string): string =>
  text.startsWith("https://") ? new URL(text).hostname : (bareAddress(text).split("@")[1] ?? "");
