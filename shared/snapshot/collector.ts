import type { Columns, Row } from "../catalog/column.ts";
import type { Dataset } from "../catalog/dataset.ts";
import { createRowChecker, type RowContext } from "../catalog/rows/check-row.ts";
import { NOT_A_CODE } from "../catalog/values/code.ts";
import { LINKED } from "../catalog/values/record.ts";
import { ABSENT, reasonOf } from "../catalog/values/refusal.ts";
import type { Member, MemberSink } from "../convertr/pull/collection.ts";
import { openParquet } from "../parquet/file.ts";
import { createParquetWriter } from "../parquet/writer.ts";
import { ReportsError } from "../platform/errors.ts";

/** Ids named in the run record for each nulled column; the count is always whole. */
const IDS_NAMED = 20;
/**
 * Counted, but no sign of a changed API: a field that is not there or behind a link, unless it is so everywhere, and words that
 * whoever is behind Convertr may choose.
 */
const HARMLESS: ReadonlySet<string> = new Set([ABSENT, LINKED, NOT_A_CODE].map(reasonOf));
/** More rows with refused values than this, and more than this share of all: the API changed, it is not a slip. */
const BAD_ROWS_TOLERATED = 20;
const BAD_SHARE_TOLERATED = 0.005;
/** More superseded versions than a few renewals during a pull explain: the `latest` filter was not applied. */
const SUPERSEDED_TOLERATED = 5;
const SUPERSEDED_SHARE_TOLERATED = 0.01;

export interface Nulled {
  readonly column: string;
  readonly count: number;
  readonly ids: readonly number[];
}

/** What a pull became: the bytes of a snapshot and what must be told of it. */
export interface Collected {
  readonly rows: number;
  readonly superseded: number;
  readonly nulled: readonly Nulled[];
  readonly drift: { readonly unknown: readonly string[]; readonly missing: readonly string[] };
  /** Encodes with the given key-value metadata. Call once. */
  encode(metadata: Readonly<Record<string, string>>): Promise<Uint8Array>;
}

export interface Collector extends MemberSink {
  /**
   * The pull is proven complete: judge what came.
   * @throws SchemaDrift | BadResponse
   */
  finish(): Collected;
}

/**
 * Takes members page by page and turns them into Parquet; rows do not pile up, compressed row groups do.
 * @param keep which rows are written; all are checked. @default all
 */
export function createCollector(
  dataset: Dataset,
  context: RowContext,
  keep: (row: Row) => boolean = () => true,
): Collector {
  let state = fresh(dataset, context);
  return {
    restart: () => {
      state = fresh(dataset, context);
    },
    members: async (members) => {
      for (const member of members) take(state, member, keep);
      await state.writer.drain();
    },
    finish: () => collected(dataset, state),
  };
}

type State = ReturnType<typeof fresh>;

function fresh(dataset: Dataset, context: RowContext) {
  return {
    checker: createRowChecker(dataset, context),
    writer: createParquetWriter(dataset.columns),
    nulled: new Map<string, { count: number; ids: number[] }>(),
    checked: 0,
    badRows: 0,
    pairs: dataset.oneRowPer === undefined ? undefined : createPairs(dataset.oneRowPer),
  };
}

function take(state: State, member: Member, keep: (row: Row) => boolean): void {
  const { row, nulled } = state.checker.check(member);
  if (nulled.some(({ reason }) => !HARMLESS.has(reason))) state.badRows += 1;
  for (const { column } of nulled) {
    const known = state.nulled.get(column) ?? { count: 0, ids: [] };
    known.count += 1;
    if (known.ids.length < IDS_NAMED) known.ids.push(member.id);
    state.nulled.set(column, known);
  }
  state.pairs?.see(row, member.id);
  state.checked += 1;
  if (keep(row)) state.writer.append(row);
}

/** Of rows that agree in the given columns the one with the highest id is kept; the others are remembered to be dropped. */
function createPairs(columns: readonly string[]) {
  const newest = new Map<string, number>();
  const superseded = new Set<number>();
  return {
    superseded,
    see(row: Row, id: number): void {
      const values = columns.map((column) => row[column]);
      if (values.some((value) => value === null || value === undefined)) return;
      const pair = values.join("/");
      const other = newest.get(pair);
      if (other !== undefined) superseded.add(Math.min(other, id));
      newest.set(pair, other === undefined ? id : Math.max(other, id));
    },
  };
}

function collected(dataset: Dataset, state: State): Collected {
  state.checker.assertUsable();
  const rows = state.writer.rows;
  const superseded = state.pairs?.superseded ?? new Set<number>();
  refuseSystematicFaults(dataset, state, superseded.size);
  return {
    rows: rows - superseded.size,
    superseded: superseded.size,
    nulled: [...state.nulled].map(([column, { count, ids }]) => ({ column, count, ids })),
    drift: state.checker.drift(),
    encode: async (metadata) => {
      const bytes = await state.writer.finish(metadata);
      return superseded.size === 0 ? bytes : withoutRows(bytes, dataset.columns, superseded);
    },
  };
}

function refuseSystematicFaults(dataset: Dataset, state: State, superseded: number): void {
  const rows = state.checked;
  if (state.badRows > BAD_ROWS_TOLERATED && state.badRows > rows * BAD_SHARE_TOLERATED) {
    throw new ReportsError("SchemaDrift", {
      what: `${state.badRows} of ${rows} rows hold values that do not fit: ${[...state.nulled.keys()].join(", ")}`,
      where: dataset.collection,
      remedy: "Compare the API's documentation of these fields with the catalog; nothing was published",
    });
  }
  if (superseded > SUPERSEDED_TOLERATED && superseded > rows * SUPERSEDED_SHARE_TOLERATED) {
    throw new ReportsError("BadResponse", {
      what: `${superseded} of ${rows} contracts are older versions, so the filter "latest" was not applied`,
      where: dataset.collection,
      remedy: "Ask Convertr whether the filter changed; nothing was published",
    });
  }
}

/**
 * The same file without the rows of the given ids: what a contract renewed during the pull leaves of its older version.
 * Works row group by row group, so that rows do not pile up.
 */
export async function withoutRows(bytes: Uint8Array, columns: Columns, ids: ReadonlySet<number>): Promise<Uint8Array> {
  const file = await openParquet(bytes);
  const names = Object.keys(columns);
  const writer = createParquetWriter(columns);
  let start = 0;
  for (const rows of file.groups) {
    const end = start + rows;
    for (const row of await file.read(columns, names, { range: { start, end } })) {
      if (!ids.has(row["id"] as number)) writer.append(row);
    }
    await writer.drain();
    start = end;
  }
  return writer.finish(file.metadata);
}
