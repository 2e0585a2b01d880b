import { bareAddress, isAddress } from "../../settings/address.ts";
import type { Settings } from "../../settings/schema.ts";
import type { PendingMail } from "./deliver.ts";
import { composeMail, listIdOf, type MailToCompose } from "./mime.ts";
import { tagsOf } from "./tags.ts";

export type MailContent = Pick<MailToCompose, "subject" | "html" | "text" | "attachments">;

/** What the mails of one list and day have in common, whether of a digest or of a report. */
export interface MailList {
  readonly settings: Pick<Settings, "from" | "replyTo" | "alertsTo">;
  readonly enterprise: string;
  /** The identity of the list, for filter rules (see `listIdOf`). */
  readonly name: string;
  /** How the tags of its mails name it. */
  readonly taggedAs: string;
  readonly date: string;
  readonly runId: string;
  /** Epoch ms at which the mails are due. Not when they are made: the same day renders to the same bytes again. */
  readonly dueAt: number;
}

/** One message per address, put together when its turn comes. */
export function mailsTo(list: MailList, to: readonly string[], content: MailContent): readonly PendingMail[] {
  // Callers hand over whole renderings, of which a message takes no more than this: its id is a hash of all that it is given.
  const { subject, html, text, attachments } = content;
  const { settings, enterprise, name, taggedAs, date, runId, dueAt } = list;
  const { from, replyTo } = settings;
  return to.map((address) => ({
    to: address,
    compose: async () => ({
      from: bareAddress(from),
      to: address,
      tags: tagsOf({ enterprise, digest: taggedAs, date, runId }),
      raw: await composeMail({
        ...{ subject, html, text, attachments },
        ...{ from, replyTo, to: address },
        listId: listIdOf({ digest: name, enterprise, from }),
        date: dueAt,
      }),
    }),
  }));
}

/** One message per address of the owner (`alertsTo`); endpoints take no mail. */
export const mailsToOwner = (list: MailList, content: MailContent): readonly PendingMail[] =>
  mailsTo(list, list.settings.alertsTo.filter(isAddress), content);
