// Opens a data folder and asks each question once: as the product does, or with the columns joined from all footers.
import { createHash } from "node:crypto";
import { openReports } from "../../../functions/local/sql/session.ts";
import { namedQueries } from "../../../shared/catalog/queries.ts";
import { addDays } from "../../../shared/platform/day.ts";
import { answer, inputOf, type Measured, measure } from "../measure.ts";
import { openByFooters } from "../peers/by-footers.ts";

export interface HistoryInput {
  readonly folder: string;
  readonly way: "ours" | "footers";
  readonly enterprise: string;
  readonly date: string;
  /** Whether the named queries are asked, too. */
  readonly named: boolean;
}

export interface HistoryAnswer {
  readonly opened: Measured;
  readonly questions: readonly { readonly name: string; readonly wallMs: number; readonly rows: string }[];
  /** Of the whole process. */
  readonly peakRssMb: number;
}

const { folder, way, enterprise, date, named } = inputOf<HistoryInput>();
const now = Date.parse(`${date}T12:00:00Z`);
let session = await openReports("/nowhere", { now });
session.close();
const opened = await measure(async () => {
  session = way === "ours" ? await openReports(folder, { now }) : await openByFooters(folder, now);
  return {};
});
const of = `FROM campaigns WHERE enterprise = '${enterprise}'`;
const plain = [
  { name: "newest day", sql: `SELECT id, billable_leads ${of} AND snapshot_date = '${date}' ORDER BY id` },
  {
    name: "an old day",
    sql: `SELECT id, billable_leads ${of} AND snapshot_date = '${addDays(date, -100)}' ORDER BY id`,
  },
  { name: "one campaign", sql: `SELECT snapshot_date, billable_leads ${of} AND id = 123 ORDER BY snapshot_date` },
];
const questions: HistoryAnswer["questions"][number][] = [];
for (const { name, sql } of [...plain, ...(named ? namedQueries(enterprise) : [])]) {
  const started = performance.now();
  const result = await session.connection.runAndReadAll(sql.replace(/;\s*$/, ""));
  const wallMs = performance.now() - started;
  questions.push({ name, wallMs, rows: hashOf(result.getRowsJson()) });
}
answer({ opened, questions, peakRssMb: process.resourceUsage().maxRSS / 1024 } satisfies HistoryAnswer);
process.exit(0);

/** Rows as they came: the queries order them. */
function hashOf(rows: unknown): string {
  return createHash("sha256").update(JSON.stringify(rows)).digest("hex");
}
