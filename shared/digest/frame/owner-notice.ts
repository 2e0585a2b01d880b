import { DATASETS } from "../../catalog/datasets.ts";
import type { DigestModel } from "../digest-model.ts";
import type { OwnerReason } from "../model/freshness.ts";
import { writingOf } from "./writing.ts";

export interface OwnerNotice {
  readonly subject: string;
  readonly text: string;
}

/** What the owner (`alertsTo`) is told beside or instead of the mail; undefined when there is nothing to tell. */
export function ownerNotice(model: DigestModel): OwnerNotice | undefined {
  const { audience, enterprise, digest, date } = model;
  if (audience.reasons.length === 0) return undefined;
  const { owner } = writingOf(model).words;
  const withheld = audience.to === "owner-only";
  const what = { enterprise, digest, date, withheld };
  return {
    subject: owner.subject(what),
    text: [
      owner.opening(what),
      owner.why(withheld),
      ...reasonTexts(model).map((reason) => `- ${reason}`),
      ...(withheld ? [owner.again] : []),
    ].join("\n"),
  };
}

/** What keeps the mail from the list, as sentences in a line. */
export const withheldText = (model: DigestModel): string => reasonTexts(model).join(" ");

function reasonTexts(model: DigestModel): readonly string[] {
  const { owner } = writingOf(model).words;
  return model.audience.reasons.map((reason) => owner.reason(reason, datasetWords(reason)));
}

const datasetWords = (reason: OwnerReason): string => ("dataset" in reason ? DATASETS[reason.dataset].words : "");
