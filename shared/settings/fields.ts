import type * as z from "zod";
import { ReportsError } from "../platform/errors.ts";
import type { Problem } from "./problem.ts";
import { type Settings, settingsSchema } from "./schema.ts";

/**
 * Checks each field of settings, wherever they come from.
 * @param where how the source is called in the message, such as `context.reports in cdk.json`
 * @param further what was found beside the fields
 * @throws InvalidSettings with every problem, each with its path
 */
export function checkFields(input: unknown, where: string, further: readonly Problem[] = []): Settings {
  const result = settingsSchema.safeParse(input);
  const problems = [...fieldProblems(result.error), ...further];
  if (result.success && problems.length === 0) return result.data;
  const told = problems.map(({ path, message }) => `${path}: ${message}`);
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
      return issue.keys.map((key) => ({ path: pathOf([...issue.path, key]), message: "is not a setting" }));
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
