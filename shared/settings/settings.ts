import { ReportsError } from "../platform/errors.ts";
import { type Settings, settingsSchema } from "./schema.ts";

/**
 * Checks settings from `cdk.json`, a file or the bundle.
 * @param where how the source is called in the message, such as `context.reports in cdk.json`
 * @throws InvalidSettings with every problem, each with its path
 */
export function parseSettings(input: unknown, where: string): Settings {
  const result = settingsSchema.safeParse(input);
  if (result.success) return result.data;
  const problems = result.error.issues.map((issue) => `${pathOf(issue.path)}: ${issue.message}`);
  throw new ReportsError("InvalidSettings", {
    what: `the settings have ${problems.length} problem${problems.length === 1 ? "" : "s"}: ${problems.join("; ")}`,
    where,
    remedy: "Correct each named path",
  });
}

function pathOf(path: readonly PropertyKey[]): string {
  return path.length === 0 ? "(top)" : path.map(String).join(".");
}
