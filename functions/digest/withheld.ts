import type { DigestModel } from "../../shared/digest/digest-model.ts";
import { withheldText } from "../../shared/digest/frame/owner-notice.ts";
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
  if (settings.whenCalm === "short" || model.headlines.length > 0 || isFirstMailOfWeek(settings, model.date)) {
    return undefined;
  }
  return { outcome: "empty", reason: "Nothing needs action, and whenCalm is skip." };
}
