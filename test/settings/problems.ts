import { isReportsError } from "../../shared/platform/errors.ts";
import { parseSettings } from "../../shared/settings/settings.ts";

const digest = { to: ["team@acme.example"] };
export const acme = { timeZone: "Europe/London", digests: { daily: digest } };

/** Settings of one enterprise, `acme`, with one digest, `daily`, that hold what must be given. */
export const base = {
  from: "Lead reports <reports@acme.example>",
  alertsTo: ["ops@acme.example"],
  historyFrom: "2026-11-23",
  enterprises: { acme },
};
export const withAcme = (fields: object) => ({ ...base, enterprises: { acme: { ...acme, ...fields } } });
export const withDigest = (fields: object) => withAcme({ digests: { daily: { ...digest, ...fields } } });

/** Each problem as told, `path: message`. */
export function problemsOf(input: unknown): string[] {
  try {
    parseSettings(input, "test");
    return [];
  } catch (error) {
    if (!isReportsError(error, "InvalidSettings")) throw error;
    const told = /problems?: (.*) \(test\)\. Correct each named path/s.exec(error.message)?.[1] ?? "";
    return told.split("; ");
  }
}
