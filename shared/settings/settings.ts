import { checkFields } from "./fields.ts";
import { ruleProblems } from "./rules.ts";
import type { Settings } from "./schema.ts";

/**
 * Checks settings from `cdk.json` or a file: each field, and the rules between them.
 * @param where how the source is called in the message, such as `context.reports in cdk.json`
 * @throws InvalidSettings with every problem, each with its path
 */
export const parseSettings = (input: unknown, where: string): Settings =>
  checkFields(input, where, ruleProblems(input));
