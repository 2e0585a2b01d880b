import { promisify } from "node:util";
import { gzip, gzipSync } from "node:zlib";
import type { Columns, Row } from "../catalog/column.ts";
import type { ChunkContent } from "./cells.ts";
import { type CellBuffer, createCellBuffer } from "./cells.ts";
import type { Chunk, ParquetPage } from "./envelope.ts";
import { createEnvelope } from "./envelope.ts";

export interface ParquetWriter {
  /** Rows appended so far. */
  readonly rows: number;
  /**
   * Takes a row; every column must be there, with null for nothing. Its values are copied into column buffers.
   * @throws TypeError when a cell is not of its column's type; the writer is then of no more use
   */
  append(row: Row): void;
  /** Resolves when full row groups are compressed: what waits in memory is then less than one row group and bytes. */
  drain(): Promise<void>;
  /** The whole file. Call once. */
  finish(metadata: Readonly<Record<string, string>>): Promise<Uint8Array>;
}

export interface ParquetWriterOptions {
  /** Rows per row group. @default 10_000 */
  readonly rowGroupRows?: number;
}

const ROW_GROUP_ROWS = 10_000;
/** A row group also ends when its texts have this many characters, so that long ones do not pile up. */
const ROW_GROUP_CHARACTERS = 16 * 1024 * 1024;
const WEIGHED_EVERY = 16;

/**
 * Parquet as Athena reads it: V1 pages, GZIP, dictionaries where values repeat, row groups, statistics in the footer for
 * numbers and times. The same rows and metadata give the same bytes.
 */
export function createParquetWriter(columns: Columns, options: ParquetWriterOptions = {}): ParquetWriter {
  const { rowGroupRows = ROW_GROUP_ROWS } = options;
  const cells = Object.entries(columns).map(([name, column]) => ({ name, buffer: createCellBuffer(name, column) }));
  const cellsByName = new Map(cells.map((cell) => [cell.name, cell]));
  const written: Buffer[] = [];
  const envelope = createEnvelope(columns, (bytes) => written.push(bytes));
  let rows = 0;
  let rowsInGroup = 0;
  let state: "open" | "broken" | "finished" = "open";
  let groups = Promise.resolve();

  const endGroup = (): void => {
    const count = rowsInGroup;
    const contents = cells.flatMap(({ buffer }) => buffer.take());
    rowsInGroup = 0;
    groups = groups.then(async () => envelope.writeRowGroup(count, await compressChunks(contents)));
    // Whoever awaits `groups` sees the failure; nobody has to before finish().
    groups.catch(() => {});
  };
  return {
    get rows() {
      return rows;
    },
    append: (row) => {
      if (state !== "open") throw new TypeError(`the writer is ${state}`);
      state = "broken";
      appendRow(cells, cellsByName, row);
      state = "open";
      rows += 1;
      rowsInGroup += 1;
      if (rowsInGroup >= rowGroupRows || isHeavy(cells, rowsInGroup)) endGroup();
    },
    drain: () => groups,
    finish: async (metadata) => {
      if (state !== "open") throw new TypeError(`the writer is ${state}`);
      state = "finished";
      if (rowsInGroup > 0) endGroup();
      await groups;
      envelope.writeFooter(metadata);
      return Buffer.concat(written.splice(0));
    },
  };
}

interface NamedCell {
  readonly name: string;
  readonly buffer: CellBuffer;
}

/** Rows mostly have their columns in the table's order: comparing names is then cheaper than looking sixty of them up. */
function appendRow(cells: readonly NamedCell[], byName: ReadonlyMap<string, NamedCell>, row: Row): void {
  // Columns taken; -1 after one that the table does not have.
  let at = 0;
  let name = "";
  try {
    for (name in row) {
      const inTurn = cells[at];
      const cell = inTurn?.name === name ? inTurn : byName.get(name);
      if (cell === undefined) {
        at = -1;
        break;
      }
      cell.buffer.append(row[name] as Row[string]);
      at += 1;
    }
  } catch (error) {
    throw error instanceof TypeError ? new TypeError(`column ${name}: ${error.message}`) : error;
  }
  if (at !== cells.length) throw new TypeError(describeKeys(row, [...byName.keys()]));
}

/** Looked at every few rows only, because adding up costs more than appending. */
const isHeavy = (cells: readonly NamedCell[], rows: number): boolean =>
  rows % WEIGHED_EVERY === 0 && cells.reduce((sum, { buffer }) => sum + buffer.characters, 0) > ROW_GROUP_CHARACTERS;

function describeKeys(row: Row, names: readonly string[]): string {
  const missing = names.filter((name) => !(name in row));
  const unknown = Object.keys(row).filter((name) => !names.includes(name));
  return `a row with other columns than the table: missing ${missing.join(", ") || "none"}, unknown ${unknown.join(", ") || "none"}`;
}

const compressElsewhere = promisify(gzip);

const LEVEL = 6;
/** A page of fewer bytes is compressed sooner than a thread is handed it. */
const WORTH_A_THREAD = 16 * 1024;
/** As many as Node has threads for. */
const AT_ONCE = 4;
/** Where gzip names the operating system that wrote it; 255 is "unknown". */
const GZIP_OS = 9;

/** Compresses the pages of a row group: small ones at once, the others a few at a time, off the main thread. */
export async function compressChunks(contents: readonly ChunkContent[]): Promise<Chunk[]> {
  const chunks: Chunk[] = new Array(contents.length);
  let next = 0;
  const worker = async (): Promise<void> => {
    for (let at = next++; at < contents.length; at = next++) {
      chunks[at] = await compressChunk(contents[at] as ChunkContent);
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
  return chunks;
}

async function compressChunk(content: ChunkContent): Promise<Chunk> {
  const { path, values, levels, count, nulls, statistics } = content;
  const pages: ParquetPage[] = [];
  if (values.dictionary !== undefined) {
    const { size, body } = values.dictionary;
    pages.push(await compressPage({ kind: "dictionary", encoding: "PLAIN", count: size }, body));
  }
  const body = Buffer.concat([...levels, values.body]);
  pages.push(await compressPage({ kind: "data", encoding: values.encoding, count }, body));
  return { path, pages, ...(statistics ? { statistics: { ...values.range, nulls } } : {}) };
}

async function compressPage(
  page: Pick<ParquetPage, "kind" | "encoding" | "count">,
  plain: Buffer,
): Promise<ParquetPage> {
  const options = { level: LEVEL };
  const body = plain.length < WORTH_A_THREAD ? gzipSync(plain, options) : await compressElsewhere(plain, options);
  body[GZIP_OS] = 255;
  return { ...page, plainBytes: plain.length, body };
}
