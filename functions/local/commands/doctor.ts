import { type DoctorOptions, diagnose } from "../doctor/diagnose.ts";
import { lineOf } from "../doctor/finding.ts";
import { printResult } from "../output.ts";

export interface DoctorCommandOptions extends DoctorOptions {
  readonly format: "text" | "json";
}

/** Prints each finding as it comes. @returns whether none has failed */
export async function runDoctor(options: DoctorCommandOptions): Promise<boolean> {
  const counts = { pass: 0, fail: 0, "not-applicable": 0 };
  for await (const finding of diagnose(options, process.env)) {
    counts[finding.status] += 1;
    if (options.format === "json") printResult(finding);
    else process.stdout.write(`${lineOf(finding)}\n`);
  }
  if (options.format === "text") {
    process.stdout.write(`${counts.pass} pass, ${counts.fail} fail, ${counts["not-applicable"]} not applicable\n`);
  }
  return counts.fail === 0;
}
