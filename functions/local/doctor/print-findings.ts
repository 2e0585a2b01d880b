import { printResult } from "../output.ts";
import { type Finding, lineOf } from "./finding.ts";

export type FindingFormat = "text" | "json";

/** Prints each finding as it comes. @returns whether none has failed */
export async function printFindings(findings: AsyncIterable<Finding>, format: FindingFormat): Promise<boolean> {
  const counts = { pass: 0, fail: 0, "not-applicable": 0 };
  for await (const finding of findings) {
    counts[finding.status] += 1;
    if (format === "json") printResult(finding);
    else process.stdout.write(`${lineOf(finding)}\n`);
  }
  if (format === "text") {
    process.stdout.write(`${counts.pass} pass, ${counts.fail} fail, ${counts["not-applicable"]} not applicable\n`);
  }
  return counts.fail === 0;
}
