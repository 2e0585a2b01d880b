import { execFile } from "node:child_process";
import { resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { promisify } from "node:util";
import {
  DIGEST_ENV,
  MONTHS_ENV,
  REPORT_ENV,
  ROTATION_ENV,
  SNAPSHOT_ENV,
  TASK_ROOT,
  WATCH_ENV,
} from "../../shared/settings/environment.ts";
import { type Bundle, HANDLER_FILE, type Job } from "./bundle.ts";

const NAMES: Readonly<Record<Job, Readonly<Record<string, string>>>> = {
  snapshot: SNAPSHOT_ENV,
  digest: DIGEST_ENV,
  watch: WATCH_ENV,
  rotation: ROTATION_ENV,
  months: MONTHS_ENV,
  report: REPORT_ENV,
};

/**
 * Imports a bundle in a process of its own, with the variables that Lambda and the stack would set.
 * @throws Error when it does not come up, or exports no handler
 */
export async function smokeTest({ job, folder }: Bundle): Promise<void> {
  const names = Object.values(NAMES[job]).map((name) => [name, "smoke-test"]);
  const env = { ...Object.fromEntries(names), [TASK_ROOT]: resolve(folder), AWS_REGION: "eu-west-1" };
  // Node itself would first print the line that threw, which of a bundle is most of it, and may break off before the error.
  const check = `
    try {
      const { handler } = await import(process.argv[1]);
      if (typeof handler !== "function") throw new Error("no export handler");
    } catch (error) {
      console.error(error?.name + ": " + error?.message + "\\n" + error?.stack);
      process.exitCode = 1;
    }`;
  const args = [
    "--throw-deprecation",
    "--input-type=module",
    "-e",
    check,
    pathToFileURL(resolve(folder, HANDLER_FILE)).href,
  ];
  try {
    await promisify(execFile)(process.execPath, args, { env, timeout: 30_000 });
  } catch (error) {
    const stderr = error instanceof Error && "stderr" in error ? String(error.stderr) : String(error);
    throw new Error(`the bundle of ${job} does not come up: ${stderr}`);
  }
}
