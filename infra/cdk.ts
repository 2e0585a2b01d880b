import { spawnSync } from "node:child_process";
import { resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { isReportsError } from "../shared/platform/errors.ts";
import { printableLines } from "../shared/platform/printable.ts";
import { SETTINGS_VARIABLE, settingsPath } from "../shared/settings/settings-file.ts";
import { settingsArgument } from "./settings-argument.ts";

// `npm run synth | diff | deploy | destroy -- [--settings FILE] [what the CDK CLI takes]`: the CLI itself knows no such option and would
// pass over it. A deployment is looked at before anything is touched.
const DOCTOR = fileURLToPath(new URL("../functions/local/main.ts", import.meta.url));
const CDK = fileURLToPath(import.meta.resolve("aws-cdk/bin/cdk"));

function run(file: string, args: readonly string[], env: NodeJS.ProcessEnv): number {
  const { status, error } = spawnSync(process.execPath, [file, ...args], { stdio: "inherit", env });
  if (error !== undefined) throw error;
  return status ?? 1;
}

function main([command = "", ...given]: readonly string[]): number {
  const { settings, others } = settingsArgument(given, process.env);
  // npm runs its scripts in the project's folder, wherever the person stands.
  const named = settings === undefined ? undefined : resolve(process.env["INIT_CWD"] ?? ".", settings);
  const env = { ...process.env, [SETTINGS_VARIABLE]: settingsPath(named, process.env) };
  const found = command === "deploy" ? run(DOCTOR, ["doctor", "--before-deploy"], env) : 0;
  return found === 0 ? run(CDK, [command, ...others], env) : found;
}

try {
  process.exitCode = main(process.argv.slice(2));
} catch (error) {
  if (!isReportsError(error)) throw error;
  process.stderr.write(`${printableLines(`${error.name}: ${error.message}`)}\n`);
  process.exitCode = 2;
}
