import { ReportsError } from "../../../shared/platform/errors.ts";
import { type DoctorOptions, diagnose } from "../doctor/diagnose.ts";
import { type FindingFormat, printFindings } from "../doctor/finding.ts";
import { beforeDeploy } from "../preflight/before-deploy.ts";

export interface DoctorCommandOptions extends Omit<DoctorOptions, "enterprise"> {
  readonly enterprise?: string;
  /** What is looked at before a deployment, instead of an enterprise. */
  readonly beforeDeploy: boolean;
  readonly format: FindingFormat;
}

/**
 * @returns whether no check has failed
 * @throws WrongUsage when it is not said what to examine
 */
export async function runDoctor({ enterprise, ...options }: DoctorCommandOptions): Promise<boolean> {
  if (options.beforeDeploy) return printFindings(beforeDeploy(options), options.format);
  if (enterprise !== undefined) return printFindings(diagnose({ ...options, enterprise }, process.env), options.format);
  throw new ReportsError("WrongUsage", {
    what: "it is not said which enterprise to examine",
    where: "doctor",
    remedy: "Add --enterprise E, or --before-deploy",
  });
}
