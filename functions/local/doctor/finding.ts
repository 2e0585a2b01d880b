import { isReportsError } from "../../../shared/platform/errors.ts";

/** What one check found, in a line. */
export interface Finding {
  readonly check: string;
  readonly status: "pass" | "fail" | "not-applicable";
  /** What was seen; for `not-applicable`, why nothing was. */
  readonly found: string;
  /** What to do, as a sentence without full stop; only after a failure, and not when `found` says it. */
  readonly remedy?: string;
}

export const pass = (check: string, found: string): Finding => ({ check, status: "pass", found });

export const fail = (check: string, found: string, remedy: string): Finding => ({
  check,
  status: "fail",
  found,
  remedy,
});

export const notApplicable = (check: string, why: string): Finding => ({ check, status: "not-applicable", found: why });

/** A named error as a finding: its message says what to do. What nobody foresaw is thrown on. */
export function failedBy(check: string, error: unknown): Finding {
  if (!isReportsError(error)) throw error;
  return { check, status: "fail", found: `${error.name}: ${error.message}` };
}

const MARKS = { pass: "PASS", fail: "FAIL", "not-applicable": "n/a " } as const satisfies Record<
  Finding["status"],
  string
>;

/** One line for people; a message of several lines becomes one. */
export function lineOf({ check, status, found, remedy }: Finding): string {
  const told = remedy === undefined ? found : `${found}. ${remedy}.`;
  return `${MARKS[status]}  ${check.padEnd(31)} ${told.replace(/\s+/g, " ")}`;
}
