import type { Collected } from "../../../shared/snapshot/collector.ts";
import type { PartsSummary } from "../record.ts";
import type { Sweep } from "./cursor.ts";
import { isDegraded, type LeadPart } from "./part.ts";

const IDS_NAMED = 20;
const NAMED = 100;

/** The parts of one run, added up for its record; their bytes and rows are not kept. */
export interface PartTally {
  add(part: LeadPart, sweep: Sweep): void;
  readonly parts: number;
  summary(): PartsSummary;
}

export function createPartTally(): PartTally {
  const sum = { parts: 0, rows: 0, bytes: 0, duplicates: 0, recovered: 0 };
  const sweeps = new Set<Sweep["kind"]>();
  const nulled = new Map<string, { count: number; ids: number[] }>();
  const drift = { unknown: new Set<string>(), missing: new Set<string>() };
  const leftOut: { readonly id: string | null; readonly reason: string }[] = [];
  let missed: number | null = null;
  let degraded = false;
  let last: LeadPart | undefined;
  return {
    get parts() {
      return sum.parts;
    },
    add: (part, { kind }) => {
      const { report, collected } = part;
      sum.parts += 1;
      sum.rows += collected.rows;
      sum.bytes += part.bytes.byteLength;
      sum.duplicates += report.duplicates;
      sum.recovered += report.recovered;
      sweeps.add(kind);
      addNulled(nulled, collected);
      for (const name of collected.drift.unknown) drift.unknown.add(name);
      for (const name of collected.drift.missing) drift.missing.add(name);
      leftOut.push(...report.leftOut.slice(0, NAMED - leftOut.length));
      if (kind === "re-read") missed = (missed ?? 0) + part.missed;
      degraded ||= isDegraded(report, collected);
      last = { ...part, bytes: new Uint8Array() };
    },
    summary: () => ({
      key: last?.key ?? null,
      rows: sum.rows,
      bytes: sum.bytes,
      sha256: last?.sha256 ?? null,
      totalItems: last?.report.totalItems ?? null,
      duplicates: sum.duplicates,
      recovered: sum.recovered,
      superseded: 0,
      nulled: [...nulled].map(([column, of]) => ({ column, ...of })),
      leftOut,
      drift: { unknown: [...drift.unknown].sort(), missing: [...drift.missing].sort() },
      degraded,
      shrunk: false,
      sweeps: [...sweeps],
      parts: sum.parts,
      missedChanges: missed,
    }),
  };
}

function addNulled(sum: Map<string, { count: number; ids: number[] }>, { nulled }: Pick<Collected, "nulled">): void {
  for (const { column, count, ids } of nulled) {
    const known = sum.get(column) ?? { count: 0, ids: [] };
    known.count += count;
    known.ids.push(...ids.slice(0, IDS_NAMED - known.ids.length));
    sum.set(column, known);
  }
}
