// Opens a data folder and asks every named query once: as the product does, or with the columns joined from all footers.
import { createHash } from "node:crypto";
import { openReports } from "../../../functions/local/sql/session.ts";
import { namedQueries } from "../../../shared/catalog/queries.ts";
import { answer, inputOf, type Measured, measure } from "../measure.ts";
import { openByFooters } from "../peers/by-footers.ts";

export interface HistoryInput {
  readonly folder: string;
  readonly way: "ours" | "footers";
  readonly enterprise: string;
  readonly date: string;
}

export interface HistoryAnswer {
  readonly opened: Measured;
  readonly queries: readonly { readonly name: string; readonly wallMs: number; readonly rows: string }[];
  /** Of the whole process. */
  readonly peakRssMb: number;
}

const { folder, way, enterprise, date } = inputOf<HistoryInput>();
const now = Date.parse(`${date}T12:00:00Z`);
let session = await openReports("/nowhere", { now });
session.close();
const opened = await measure(async () => {
  session = way === "ours" ? await openReports(folder, { now }) : await openByFooters(folder, now);
  return {};
});
const queries: HistoryAnswer["queries"][number][] = [];
for (const { name, sql } of namedQueries(enterprise)) {
  const started = performance.now();
  const result = await session.connection.runAndReadAll(sql.replace(/;\s*$/, ""));
  const wallMs = performance.now() - started;
  queries.push({ name, wallMs, rows: hashOf(result.getRowsJson()) });
}
answer({ opened, queries, peakRssMb: process.resourceUsage().maxRSS / 1024 } satisfies HistoryAnswer);
process.exit(0);

/** Rows as they came: the queries order them. */
function hashOf(rows: unknown): string {
  return createHash("sha256").update(JSON.stringify(rows)).digest("hex");
}
