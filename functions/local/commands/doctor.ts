import { type DoctorOptions, diagnose } from "../doctor/diagnose.ts";
import { type FindingFormat, printFindings } from "../doctor/finding.ts";

export interface DoctorCommandOptions extends DoctorOptions {
  readonly format: FindingFormat;
}

/** @returns whether no check has failed */
export const runDoctor = (options: DoctorCommandOptions): Promise<boolean> =>
  printFindings(diagnose(options, process.env), options.format);
