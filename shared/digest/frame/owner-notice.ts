import type { DigestModel } from "../digest-model.ts";
import { formatOf } from "../drawing/format.ts";
import { ownerReasonText } from "./window-words.ts";

export interface OwnerNotice {
  readonly subject: string;
  readonly text: string;
}

/** What the owner (`alertsTo`) is told beside or instead of the mail; undefined when there is nothing to tell. */
export function ownerNotice(model: DigestModel): OwnerNotice | undefined {
  const { audience, enterprise, digest, date } = model;
  if (audience.reasons.length === 0) return undefined;
  const format = formatOf(model);
  const withheld = audience.to === "owner-only";
  const state = withheld ? "not sent" : "sent, with a problem in its settings";
  const reasons = audience.reasons.map((reason) => `- ${ownerReasonText(reason, format)}`);
  return {
    subject: `Lead digest ${digest} of ${enterprise}, ${format.day(date)}: ${state}`,
    text: [
      `The digest "${digest}" of ${enterprise} for ${format.longDay(date)} was ${state}.`,
      withheld ? "Its recipients got nothing, since it would have misled them:" : "What is wrong:",
      ...reasons,
      withheld
        ? "Invoke the digest again once the snapshots are there; who has had it already gets no second one."
        : "",
    ]
      .filter((line) => line !== "")
      .join("\n"),
  };
}

/** What keeps the mail from the list, as sentences in a line. */
export function withheldText(model: DigestModel): string {
  const format = formatOf(model);
  return model.audience.reasons.map((reason) => ownerReasonText(reason, format)).join(" ");
}
