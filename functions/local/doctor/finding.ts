import { isReportsError } from "../../../shared/platform/errors.ts";
import { printResult, printText } from "../output.ts";

/** What one check found, in a line. */
export interface CheckFinding {
  readonly check: string;
  readonly status: "pass" | "fail" | "not-applicable";
  /** What was seen; for `not-applicable`, why nothing was. */
  readonly found: string;
  /** What to do, as a sentence without full stop; only after a failure, and not when `found` says it. */
  readonly remedy?: string;
}

export const pass = (check: string, found: string): CheckFinding => ({ check, status: "pass", found });

export const fail = (check: string, found: string, remedy: string): CheckFinding => ({
  check,
  status: "fail",
  found,
  remedy,
});

export const notApplicable = (check: string, why: string): CheckFinding => ({
  check,
  status: "not-applicable",
  found: why,
});

/** A named error as a finding: its message says what to do. What nobody foresaw is thrown on. */
export function failedBy(check: string, error: unknown): CheckFinding {
  if (!isReportsError(error)) throw error;
  return { check, status: "fail", found: `${error.name}: ${error.message}` };
}

const MARKS = { pass: "PASS", fail: "FAIL", "not-applicable": "n/a " } as const satisfies Record<
  CheckFinding["status"],
  string
>;

/** One line for people; a message of several lines becomes one. */
function lineOf({ check, status, found, remedy }: CheckFinding): string {
  const summary = remedy === undefined ? found : `${found}. ${remedy}.`;
  return `${MARKS[status]}  ${check.padEnd(31)} ${summary.replace(/\s+/g, " ")}`;
}

export type FindingFormat = "text" | "json";

/** Prints each finding as it comes. @returns whether none has failed */
export async function printFindings(findings: AsyncIterable<CheckFinding>, format: FindingFormat): Promise<boolean> {
  const counts = { pass: 0, fail: 0, "not-applicable": 0 };
  for await (const finding of findings) {
    counts[finding.status] += 1;
    if (format === "json") printResult(finding);
    else printText(`${lineOf(finding)}\n`);
  }
  if (format === "text") {
    printText(`${counts.pass} pass, ${counts.fail} fail, ${counts["not-applicable"]} not applicable\n`);
  }
  return counts.fail === 0;
}
