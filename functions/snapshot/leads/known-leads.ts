import { createHash } from "node:crypto";
import { type Row, RUN_COLUMNS } from "../../../shared/catalog/column.ts";
import { LEADS } from "../../../shared/catalog/datasets/leads.ts";
import { readParquet } from "../../../shared/parquet/reader.ts";
import { addDays, type Day, dayOf } from "../../../shared/platform/day.ts";
import { objectsOf, snapshotDays } from "../../../shared/snapshot/published.ts";
import type { ObjectStore } from "../../../shared/snapshot/store.ts";

/** Column names whose values say what a lead is, not when it was read. */
const CONTENT = Object.keys(LEADS.columns).filter((name) => !(name in RUN_COLUMNS));

/** The newest published row of each lead that came in within a span, as fingerprints: memory goes by the span. */
export type KnownLeads = ReadonlyMap<number, string>;

/** @param span epoch ms, both ends included; what came in before its first day was published on no day before it */
export async function knownLeads(
  store: ObjectStore,
  enterprise: string,
  span: { readonly from: number; readonly to: number },
): Promise<KnownLeads> {
  const newest = new Map<number, { readonly at: number; readonly print: string }>();
  const firstDay: Day = addDays(dayOf(span.from, "UTC"), -1);
  for (const date of await snapshotDays(store, "leads", enterprise)) {
    if (date < firstDay) continue;
    for (const key of await objectsOf(store, "leads", { enterprise, date })) {
      const object = await store.get(key);
      if (object === undefined || !(await mayHold(object.body, span))) continue;
      const { rows } = await readParquet(object.body, LEADS.columns);
      for (const row of rows) {
        if (row.created_ts === null || row.created_ts < span.from || row.created_ts > span.to) continue;
        const known = newest.get(row.id);
        if (known === undefined || known.at <= row.snapshot_at) {
          newest.set(row.id, { at: row.snapshot_at, print: fingerprint(row) });
        }
      }
    }
  }
  return new Map([...newest].map(([id, { print }]) => [id, print]));
}

/** One column is read before all are: most parts hold other weeks. */
async function mayHold(bytes: Uint8Array, span: { readonly from: number; readonly to: number }): Promise<boolean> {
  const { rows } = await readParquet(bytes, LEADS.columns, ["created_ts"]);
  return rows.some(({ created_ts: at }) => at !== null && at >= span.from && at <= span.to);
}

/** The same for two readings of a lead that did not change. */
export function fingerprint(row: Row): string {
  const text = JSON.stringify(
    CONTENT.map((name) => row[name] ?? null),
    plain,
  );
  return createHash("sha256").update(text).digest("base64");
}

/** Big integers as text, fields of a struct by name. */
function plain(_key: string, value: unknown): unknown {
  if (typeof value === "bigint") return `${value}`;
  if (typeof value !== "object" || value === null || Array.isArray(value)) return value;
  return Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
}
