import type { DigestModel } from "../../shared/digest/digest-model.ts";
import { withheldText } from "../../shared/digest/frame/owner-notice.ts";
import { isUnknown } from "../../shared/digest/frame/writing.ts";
import type { DigestSettings } from "../../shared/settings/schema.ts";
import { isFirstMailOfWeek } from "../../shared/settings/timetable.ts";

/** Why the list gets nothing of a mail that was made. */
export interface NotForTheList {
  readonly outcome: "empty" | "withheld";
  readonly reason: string;
}

/**
 * The numbers would mislead the list, or there is nothing to say and the settings want silence then.
 * @returns undefined when the list gets its mail
 */
export function notForTheList(
  settings: Pick<DigestSettings, "whenCalm" | "period" | "days">,
  model: DigestModel,
): NotForTheList | undefined {
  if (model.audience.to === "owner-only") return { outcome: "withheld", reason: `Withheld: ${withheldText(model)}` };
  if (settings.whenCalm === "short" || !isCalm(model) || isFirstMailOfWeek(settings, model.date)) return undefined;
  return { outcome: "empty", reason: "Nothing is new or due again, and whenCalm is skip." };
}

/** Nothing of it asks for anybody today. A day of which not everything is known is never calm. */
function isCalm(model: DigestModel): boolean {
  const { view, board, sections } = model;
  if (view !== "internal") return (sections.own ?? sections.booked)?.calm ?? false;
  if (isUnknown(model)) return false;
  return board?.state === "calm" || board?.state === "nothing";
}
