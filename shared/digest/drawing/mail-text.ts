import { partLines } from "./block-lines.ts";
import type { MailParts } from "./mail-parts.ts";
import { linesOf, plain } from "./phrase/text.ts";

/** A mail as plain text, written for reading: a blank line between cards, each address on a line of its own. */
export function mailText({ title, lead, place, notices, parts, footer }: MailParts): string {
  const lines = [
    title,
    "=".repeat([...plain(title)].length),
    ...linesOf([lead]),
    ...linesOf([place]),
    ...notices.flatMap((notice) => ["", `! ${notice.title}: ${notice.text}`]),
    ...parts.flatMap(partLines),
    "",
    "--",
    ...linesOf(footer),
  ];
  return `${lines.map((said) => plain(said)).join("\n")}\n`;
}
