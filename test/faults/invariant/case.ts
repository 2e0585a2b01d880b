import * as z from "zod";
import { parseFaultScript } from "../../../functions/local/simulated-api/faults/fault-script.ts";
import type { DatasetName } from "../../../shared/catalog/datasets.ts";

/** Those whose rows the hunt knows how to make. */
const HUNTED = ["campaigns", "publisher-contracts", "integration-jobs"] as const satisfies readonly DatasetName[];
export type HuntedDataset = (typeof HUNTED)[number];

const positive = z.int().positive();

const caseSchema = z.strictObject({
  dataset: z.enum(HUNTED),
  /** Rows of the account when the pull begins. */
  ids: z.array(positive),
  /** Rows of the collection that the dataset's filter leaves out. */
  outside: z.array(positive).default([]),
  pageSize: z.int().min(1).max(100),
  concurrency: z.int().min(1).max(9),
  /** Ids that the gap probe may ask for; beyond it, it reads across. */
  probeIds: z.int().min(1),
  /** The day has a snapshot, which is to be replaced. */
  retake: z.boolean().default(false),
  script: z.unknown().transform((script) => parseFaultScript(script, "script")),
});

/** An account, what happens to it and how it is pulled: everything that a replay needs. */
export type Case = z.output<typeof caseSchema>;

/** @throws when the file is no case */
export const parseCase = (json: unknown): Case => caseSchema.parse(json);
