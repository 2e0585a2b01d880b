import { ReportsError } from "../platform/errors.ts";

// One constant per function, used by the stack that sets the variables and by the handler that reads them.

/** The environment of the snapshot function. */
export const SNAPSHOT_ENV = { bucket: "REPORTS_BUCKET" } as const;
/** The environment of the digest function. */
export const DIGEST_ENV = { bucket: "REPORTS_BUCKET", configurationSet: "REPORTS_CONFIGURATION_SET" } as const;
/** The environment of the watch function. */
export const WATCH_ENV = { bucket: "REPORTS_BUCKET" } as const;

/** The environment of the months function. */
export const MONTHS_ENV = { bucket: "REPORTS_BUCKET" } as const;

/** The environment of the report function: beside the digest's, where Athena runs its queries, and over which database. */
export const REPORT_ENV = {
  bucket: "REPORTS_BUCKET",
  configurationSet: "REPORTS_CONFIGURATION_SET",
  workgroup: "REPORTS_WORKGROUP",
  database: "REPORTS_DATABASE",
} as const;

/** The environment of the rotation function. */
export const ROTATION_ENV = { bucket: "REPORTS_BUCKET" } as const;

/** Set by Lambda itself: the folder of the unpacked bundle. */
export const TASK_ROOT = "LAMBDA_TASK_ROOT";
/** Instead of `https://{enterprise}.cvtr.io`; the stack never sets it. */
export const BASE_URL = "CONVERTR_BASE_URL";

/**
 * Where the API is instead of the enterprise's own address; undefined: there.
 * @throws InvalidSettings when the variable is set and blank, which no address is
 */
export function baseUrlOf(env: Environment): string | undefined {
  const text = env[BASE_URL];
  if (text?.trim() !== "") return text;
  throw new ReportsError("InvalidSettings", {
    what: `${BASE_URL} is set and blank`,
    where: "environment variables",
    remedy: `Unset it to ask the enterprise's own address: unset ${BASE_URL}`,
  });
}

export type Environment = Readonly<Record<string, string | undefined>>;

/**
 * Reads every variable of `names`.
 * @throws InvalidSettings with all that are not set
 */
export function readRequired<N extends Readonly<Record<string, string>>>(
  env: Environment,
  names: N,
): { readonly [K in keyof N]: string } {
  const values = Object.entries(names).map(([key, name]) => [key, env[name] ?? ""] as const);
  const missing = values.filter(([, value]) => value === "").map(([key]) => `${names[key]} is not set`);
  if (missing.length > 0) {
    throw new ReportsError("InvalidSettings", {
      what: missing.join("; "),
      where: "environment variables",
      remedy: "Deploy the stack again: it sets them",
    });
  }
  return Object.fromEntries(values) as { readonly [K in keyof N]: string };
}
