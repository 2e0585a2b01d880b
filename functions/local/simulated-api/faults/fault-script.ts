import { readFile } from "node:fs/promises";
import * as z from "zod";
import { ReportsError } from "../../../../shared/platform/errors.ts";
import { readJsonFile } from "../../../../shared/platform/json-file.ts";
import { configurationSchema } from "../http/configuration.ts";
import { faultSchema } from "./fault-kinds.ts";

const scriptSchema = z.strictObject({
  /** Of the chances in `on.chance`: the same seed befalls the same requests. */
  seed: z.int().nonnegative().default(1),
  /** Seconds that a token lives. */
  tokenLifetimeSeconds: z.number().positive().exactOptional(),
  /** Milliseconds that each request takes. */
  latencyMs: z.int().nonnegative().max(600_000).exactOptional(),
  /** Requests in a rolling window; null: none. */
  rateLimit: z
    .strictObject({
      requests: z.int().positive(),
      windowSeconds: z.number().positive(),
      retryAfter: z.boolean().default(false),
    })
    .nullable()
    .exactOptional(),
  /** What the installation of the framework has set. */
  configuration: configurationSchema.exactOptional(),
  /** Each is one thing that goes wrong and, as `on`, when. */
  rules: z.array(faultSchema),
});

export type FaultScript = z.output<typeof scriptSchema>;
export type FaultScriptInput = z.input<typeof scriptSchema>;

/**
 * Checks a fault script.
 * @param where the file, for the message
 * @throws InvalidSettings with every problem and its path
 */
export function parseFaultScript(input: unknown, where: string): FaultScript {
  const result = scriptSchema.safeParse(input);
  if (result.success) return result.data;
  const problems = result.error.issues.flatMap((issue) => {
    const path = issue.path.length === 0 ? "(top)" : issue.path.map(String).join(".");
    if (issue.code !== "unrecognized_keys") return [`${path}: ${issue.message}`];
    return issue.keys.map((key) => `${path}: has no ${JSON.stringify(key.slice(0, 40))}`);
  });
  throw new ReportsError("InvalidSettings", {
    what: `the fault script has ${problems.length} problem${problems.length === 1 ? "" : "s"}: ${problems.join("; ")}`,
    where,
    remedy: "Correct each named path; the kinds of faults stand in functions/local/simulated-api/faults/fault-kinds.ts",
  });
}

/** @throws InvalidSettings when the file is none, or no fault script */
export async function readFaultScript(file: string): Promise<FaultScript> {
  const bytes = await readFile(file).catch(() => undefined);
  const read = bytes && readJsonFile(bytes);
  if (read?.ok === true) return parseFaultScript(read.value, file);
  throw new ReportsError("InvalidSettings", {
    what: `of the fault script, ${read?.problem ?? "the file cannot be read"}`,
    where: file,
    remedy: 'Give a file of the form {"rules":[{"fault":"status","status":503,"on":{"chance":0.3}}]}',
  });
}
