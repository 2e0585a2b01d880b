import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import * as z from "zod";
import { DATASET_NAMES } from "../catalog/datasets.ts";
import { ReportsError } from "../platform/errors.ts";
import { readJsonFile } from "../platform/json-file.ts";
import { type Environment, readRequired, TASK_ROOT } from "../settings/environment.ts";
import { enterpriseOf, reportOf } from "../settings/lookup.ts";
import type { Settings } from "../settings/schema.ts";
import type { CheckedReport } from "./checked.ts";

/** Lies beside the handler in the report function's bundle: of each enterprise with reports, the SHA-256 of its file. */
const REPORTS_FILE = "reports.json";
const fileOf = (enterprise: string): string => `reports/${enterprise}.json`;
const sha256 = (bytes: Uint8Array | string): string => createHash("sha256").update(bytes).digest("hex");

const partSchema = z.strictObject({
  name: z.string(),
  title: z.string(),
  with: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])),
  template: z.array(z.union([z.string(), z.strictObject({ name: z.string() })])).nonempty(),
  datasets: z.array(z.enum(DATASET_NAMES)),
  columns: z.array(
    z.strictObject({
      name: z.string(),
      kind: z.enum(["text", "integer", "decimal", "number", "boolean", "day", "instant"]),
      unit: z.enum(["share", "a-day", "leads", "row-money", "base-money", "money"]).exactOptional(),
    }),
  ),
});
/** Parts by the report's name; what else a report is stands in the settings. */
const enterpriseSchema = z.record(z.string(), z.array(partSchema).nonempty());
const listSchema = z.record(z.string(), z.string());

/**
 * The files of a bundle's reports, by their paths: what the checks made of their texts, a small file an enterprise, so that no parser
 * goes along and what a function reads does not grow with the number of enterprises.
 */
export function reportsFiles(reports: readonly CheckedReport[]): ReadonlyMap<string, string> {
  const byEnterprise = new Map<string, Record<string, CheckedReport["parts"]>>();
  for (const { enterprise, name, parts } of reports) {
    byEnterprise.set(enterprise, { ...byEnterprise.get(enterprise), [name]: parts });
  }
  const files = [...byEnterprise].map(([enterprise, of]) => [enterprise, jsonOf(of)] as const);
  return new Map([
    [REPORTS_FILE, jsonOf(Object.fromEntries(files.map(([enterprise, text]) => [enterprise, sha256(text)])))],
    ...files.map(([enterprise, text]) => [fileOf(enterprise), text] as const),
  ]);
}

const jsonOf = (of: object): string => `${JSON.stringify(of, null, 1)}\n`;

/** The reports that a function was deployed with. */
export interface BundledReports {
  /**
   * @param settings with the enterprise
   * @throws UnknownEnterprise | UnknownReport | InvalidSettings for a file that is not the one that was made
   */
  of(asked: { readonly enterprise: string; readonly report: string }, settings: Settings): CheckedReport;
}

/**
 * Reads a bundle's reports, an enterprise's where it is asked for, once in a process. Its texts were checked when the bundle was made:
 * by its SHA-256, a file is the one that came of it.
 * @throws InvalidSettings
 */
export function readBundledReports(env: Environment): BundledReports {
  const { taskRoot } = readRequired(env, { taskRoot: TASK_ROOT });
  const list = parsed(listSchema, readFile(taskRoot, REPORTS_FILE), REPORTS_FILE);
  const known = new Map<string, z.output<typeof enterpriseSchema>>();
  const ofEnterprise = (enterprise: string) => {
    const file = fileOf(enterprise);
    // Only a name that stands in the list becomes one of a file.
    const expected = Object.hasOwn(list, enterprise) ? list[enterprise] : undefined;
    if (expected === undefined) throw invalid("the enterprise has none", REPORTS_FILE);
    const bytes = readFile(taskRoot, file);
    if (sha256(bytes) !== expected) throw invalid("the file is not the one that was checked", file);
    return parsed(enterpriseSchema, bytes, file);
  };
  return {
    of: ({ enterprise, report: name }, settings) => {
      const report = reportOf(enterpriseOf(settings, enterprise), { enterprise, report: name });
      const reports = known.get(enterprise) ?? ofEnterprise(enterprise);
      known.set(enterprise, reports);
      const parts = Object.hasOwn(reports, name) ? reports[name] : undefined;
      if (parts?.length === report.parts.length) return { enterprise, name, settings: report, parts };
      throw invalid(`the parts of ${name} are not those of the settings`, fileOf(enterprise));
    },
  };
}

function readFile(folder: string, file: string): Uint8Array {
  try {
    return readFileSync(join(folder, file));
  } catch {
    throw invalid("the file cannot be read", file);
  }
}

function parsed<S extends z.ZodType>(schema: S, bytes: Uint8Array, file: string): z.output<S> {
  const read = readJsonFile(bytes);
  const found = read.ok ? schema.safeParse(read.value) : undefined;
  if (found?.success) return found.data;
  throw invalid("the file is not of the form that this version reads", file);
}

const invalid = (what: string, file: string): ReportsError =>
  new ReportsError("InvalidSettings", {
    what,
    where: `${file} in the bundle`,
    remedy: "Deploy the stack again: it checks the reports and writes the file",
  });
