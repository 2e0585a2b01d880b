import type { Command } from "commander";
import { ReportsError } from "../../shared/platform/errors.ts";

/** The scripts of package.json that start the local runner. */
const SCRIPTS = ["reports", "demo"];

/**
 * Options that stood in front of npm's `--`, so that npm took them for its own and the command never sees them:
 * `npm run reports snapshot --dry-run` would publish.
 * @returns their names, such as `--dry-run`
 */
export function takenByNpm(
  reports: Command,
  args: readonly string[],
  env: Readonly<Record<string, string | undefined>>,
): readonly string[] {
  if (!SCRIPTS.includes(env["npm_lifecycle_event"] ?? "")) return [];
  const commands = reports.commands.filter((command) => command.name() === args[0]);
  const names = (commands.length > 0 ? commands : reports.commands).flatMap(({ options }) =>
    options.map(({ long }) => long ?? ""),
  );
  return [...new Set(names)].filter((name) => {
    const isSeen = args.some((arg) => arg === name || arg.startsWith(`${name}=`));
    const taken = env[`npm_config_${name.slice(2).replaceAll("-", "_")}`] ?? "";
    return taken !== "" && !isSeen;
  });
}

/** npm has a `--force` of its own, which may be meant for it. Without any other option a command does something else than was asked. */
export const isDangerousToLose = (name: string): boolean => name !== "--force";

/** What to say to who wrote options in front of npm's `--`. */
export function withoutNpm(taken: readonly string[], args: readonly string[]): ReportsError {
  const [command = "<command>"] = args;
  return new ReportsError("WrongUsage", {
    what: `npm took ${taken.join(", ")} for itself`,
    where: "the command line",
    remedy: `Options stand behind two dashes: npm run reports -- ${command} ${taken.join(" … ")} …`,
  });
}
