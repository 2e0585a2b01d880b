import type { DigestModel } from "../digest-model.ts";
import type { Format } from "../drawing/format.ts";
import { COUNTER_WORDS } from "../drawing/words.ts";

/** The paragraph of a mail without findings: silence never looks like a failure. Empty when there are findings. */
export function calmText(model: DigestModel, format: Format): string {
  if (model.window === null) return "There is no snapshot to tell of.";
  if (model.matchesNothing)
    return "Nothing in the snapshots matches this digest's filter, so there is nothing to report.";
  if (model.headlines.length > 0) return "";
  const capLeads = model.totals?.now?.capLeads ?? model.sections.own?.capLeads ?? null;
  const moved =
    capLeads === null ? "" : ` ${format.count(capLeads)} ${COUNTER_WORDS[model.capCounter]} since the previous mail.`;
  return `Nothing needs action today.${moved}`;
}
