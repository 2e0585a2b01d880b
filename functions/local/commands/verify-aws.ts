import { type FindingFormat, printFindings } from "../doctor/finding.ts";
import { type VerifyOptions, verify } from "../verify-aws/verify.ts";

export interface VerifyCommandOptions extends VerifyOptions {
  readonly format: FindingFormat;
}

/** @returns whether Athena agrees in everything */
export const runVerifyAws = ({ format, ...options }: VerifyCommandOptions): Promise<boolean> =>
  printFindings(verify(options), format);
