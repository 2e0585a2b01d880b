import type * as z from "zod";
import { ReportsError } from "../platform/errors.ts";
import { inWords } from "../platform/zod-words.ts";
import type { Problem } from "./problem.ts";
import { strangerProblem } from "./renamed.ts";
import { historyStart, ruleProblems } from "./rules.ts";
import { type Settings, settingsSchema } from "./schema.ts";

/**
 * Checks settings: each field, and the rules between them.
 * @param where how the source is called in the message, such as the file's path
 * @param lineOf gives the line of a path in the source, where that has lines
 * @throws InvalidSettings with every problem, each with its path
 */
export const parseSettings = (input: unknown, where: string, lineOf?: (path: string) => number): Settings =>
  checked({ input, where, lineOf }, ruleProblems(input, historyStart(input)));

/**
 * The same for settings that `parseSettings` let through before: only whether a run falls into an hour that the clocks skip is
 * not asked again, since that looks ten years ahead in each zone and takes seconds with a hundred enterprises.
 * @throws InvalidSettings with every problem, each with its path
 */
export const parseCheckedSettings = (input: unknown, where: string): Settings =>
  checked({ input, where }, ruleProblems(input, undefined));

interface Source {
  readonly input: unknown;
  readonly where: string;
  readonly lineOf?: ((path: string) => number) | undefined;
}

function checked({ input, where, lineOf }: Source, betweenFields: readonly Problem[]): Settings {
  const result = settingsSchema.safeParse(input, { error: inWords });
  const problems = [...fieldProblems(result.error), ...betweenFields];
  if (result.success && problems.length === 0) return result.data;
  const placed = (path: string): string => (lineOf === undefined ? "" : ` (line ${lineOf(path)})`);
  const told = problems.map(({ path, message }) => `${path}: ${message}${placed(path)}`);
  throw new ReportsError("InvalidSettings", {
    what: `the settings have ${problems.length} problem${problems.length === 1 ? "" : "s"}: ${told.join("; ")}`,
    where,
    remedy: "Correct each named path",
  });
}

function fieldProblems(error: z.ZodError | undefined): readonly Problem[] {
  return (error?.issues ?? []).flatMap((issue) => {
    const path = pathOf(issue.path);
    if (issue.code === "unrecognized_keys") {
      return issue.keys.map((key) => ({ path: pathOf([...issue.path, key]), message: strangerProblem(key) }));
    }
    // A bad key of a record: what is wrong with it stands one level deeper.
    if (issue.code === "invalid_key") {
      return issue.issues.map(({ message }) => ({ path, message: `as a name, ${message}` }));
    }
    return [{ path, message: issue.message }];
  });
}

function pathOf(path: readonly PropertyKey[]): string {
  return path.length === 0 ? "(top)" : path.map(String).join(".");
}
