import type { Clock } from "../../../shared/platform/clock.ts";
import type { Settings } from "../../../shared/settings/schema.ts";

export async function sendDemoDigest(_: { data: string; date: string; clock: Clock; settings: Settings }) {
  return { subject: "", html: "", eml: "" };
}
