import type { Columns, Row, Struct } from "../../shared/catalog/column.ts";
import { isListColumn } from "../../shared/catalog/column.ts";
import { DATASET_NAMES, DATASETS, type DatasetName } from "../../shared/catalog/datasets.ts";
import { addDays } from "../../shared/platform/day.ts";
import type { DataFolder } from "./data-folder.ts";

/** Numbers from 0 to below 1; the same seed gives the same ones (mulberry32). */
export function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

export interface History {
  readonly seed: number;
  readonly enterprise?: string;
  readonly firstDay: string;
  readonly days: number;
  readonly entities: number;
  /** Share of days that have no snapshot; half of it, of entities missing on a day. @default 0.1 */
  readonly holes?: number;
  /** Share of cells that are null. @default 0.025 */
  readonly nulls?: number;
  /** @default all */
  readonly datasets?: readonly DatasetName[];
}

/** Every row that was written: dataset → snapshot_date → rows. Days without a snapshot are not there. */
export type Written = ReadonlyMap<DatasetName, ReadonlyMap<string, readonly Row[]>>;

/** Fills a folder with lifetime totals that mostly rise and sometimes fall, with holes of every kind. */
export async function writeHistory(folder: DataFolder, history: History): Promise<Written> {
  const random = seeded(history.seed);
  const written = new Map<DatasetName, Map<string, readonly Row[]>>();
  for (const dataset of history.datasets ?? DATASET_NAMES) {
    const days = new Map<string, readonly Row[]>();
    written.set(dataset, days);
    const totals = new Map<string, number>();
    for (let day = 0; day < history.days; day += 1) {
      const date = addDays(history.firstDay, day);
      const holes = history.holes ?? 0.1;
      if (random() < holes) continue;
      const rows: Row[] = [];
      for (let id = 1; id <= history.entities; id += 1) {
        if (random() >= holes / 2)
          rows.push(rowOf({ dataset, id, date, nulls: history.nulls ?? 0.025, random, totals }));
      }
      const { enterprise } = history;
      await folder.publish({ dataset, date, rows, ...(enterprise === undefined ? {} : { enterprise }) });
      days.set(date, rows);
    }
  }
  return written;
}

interface Making {
  readonly dataset: DatasetName;
  readonly id: number;
  readonly date: string;
  readonly nulls: number;
  readonly random: () => number;
  readonly totals: Map<string, number>;
}

function rowOf(making: Making): Row {
  const { dataset, id, date, random } = making;
  const columns: Columns = DATASETS[dataset].columns;
  const row: Record<string, Row[string]> = {};
  for (const [name, column] of Object.entries(columns)) {
    if (column.source.kind === "run") continue;
    if (isListColumn(column)) row[name] = bandsOf(column.element, making);
    else row[name] = scalarOf(name, column, making);
  }
  const about: Record<string, Row[string]> = {
    id,
    campaign_id: random() < 0.05 ? null : ((id * 7) % 9) + 1,
    publisher_id: (id % 4) + 1,
    rate_to_base: random() < 0.05 ? 11_000n : 10_000n,
    leads_required: id % 5 === 0 ? 0 : id * 40,
    uncapped: id % 6 === 0,
    start_date: addDays(date, -((id * 5) % 40)),
    end_date: id % 7 === 0 ? null : addDays(date, ((id * 11) % 60) - 10),
    ...(dataset === "campaigns" ? { ...kindsOf(id), status: id % 4 === 3 ? "Ended" : "Active", pause_ts: null } : {}),
  };
  for (const name of Object.keys(about)) if (name in columns) row[name] = about[name] ?? null;
  return row;
}

const kindsOf = (id: number) => ({ internal_only: id % 8 === 0, test_mode: false, is_template: null });

function scalarOf(
  name: string,
  column: Columns[string],
  { dataset, id, date, nulls, random, totals }: Making,
): Row[string] {
  if (!column.key && random() < nulls) return null;
  if (column.measure !== undefined) {
    const key = `${dataset}/${id}/${name}`;
    const step = Math.floor(random() * 30) - (random() < 0.1 ? 40 : 0);
    const value = Math.max((totals.get(key) ?? 0) + (random() < 0.3 ? 0 : step), 0);
    totals.set(key, value);
    return column.type === "bigint" ? value : BigInt(value) * 10_025n;
  }
  if (column.type === "bigint") return Math.floor(random() * 100);
  if (column.type === "boolean") return random() < 0.5;
  if (column.type === "string") return `${name} ${id}`;
  if (column.type === "date") return addDays(date, Math.floor(random() * 20) - 10);
  if (column.type === "timestamp") return Date.parse(`${date}T00:00:00Z`) - Math.floor(random() * 1e9);
  return BigInt(Math.floor(random() * 1e6));
}

function bandsOf(element: Columns, making: Making): readonly Struct[] | null {
  const count = Math.floor(making.random() * 4) - 1;
  if (count < 0) return null;
  return Array.from({ length: count }, (_, at) => {
    const fields = Object.entries(element).map(([name, column]) => {
      const id = making.id * 10 + at;
      return [name, name === "id" ? id : scalarOf(`band ${name}`, column, { ...making, id })] as const;
    });
    return Object.fromEntries(fields) as Struct;
  });
}
