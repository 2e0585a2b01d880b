import type { DigestModel } from "../../shared/digest/digest-model.ts";
import { withheldText } from "../../shared/digest/frame/owner-notice.ts";
import type { DigestSettings } from "../../shared/settings/schema.ts";

/**
 * Why the list gets nothing: the numbers would mislead it, or there is nothing to say and the settings want silence then.
 * @returns undefined when the list gets its mail
 */
export function whyWithheld({ sendWhenEmpty }: Pick<DigestSettings, "sendWhenEmpty">, model: DigestModel) {
  if (model.audience.to === "owner-only") return `Withheld: ${withheldText(model)}`;
  if (!sendWhenEmpty && model.headlines.length === 0) return "Nothing needs action, and sendWhenEmpty is off.";
  return undefined;
}
