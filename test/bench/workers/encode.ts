// Rows to Parquet bytes, by our writer or by hyparquet-writer with the same schema, codec and row groups. Rows are made a row
// group at a time, outside of the times, so that no million of them waits in memory.
import { gzipSync } from "node:zlib";
import { parquetMetadata } from "hyparquet";
import { ByteWriter, ParquetWriter } from "hyparquet-writer";
import type { Cell, Column, Row } from "../../../shared/catalog/column.ts";
import { PUBLISHER_CONTRACTS } from "../../../shared/catalog/datasets/publisher-contracts.ts";
import { createParquetWriter } from "../../../shared/parquet/writer.ts";
import { contractRows } from "../contract-rows.ts";
import { answer, inputOf, type Measured } from "../measure.ts";

export interface EncodeInput {
  readonly candidate: "ours" | "hyparquet-writer";
  readonly rows: number;
  /** Encodes as often as this; the first time is told apart, since nothing is compiled then. */
  readonly times: number;
  /** Where to leave the bytes. @default nowhere */
  readonly file?: string;
}

const COLUMNS = PUBLISHER_CONTRACTS.columns;
const GROUP = 10_000;

interface Encoder {
  take(rows: readonly Row[]): Promise<void>;
  finish(): Promise<Uint8Array>;
}

const ENCODERS: Readonly<Record<EncodeInput["candidate"], () => Promise<Encoder>>> = {
  ours: async () => {
    const writer = createParquetWriter(COLUMNS, { rowGroupRows: GROUP });
    return {
      take: async (rows) => {
        for (const row of rows) writer.append(row);
        await writer.drain();
      },
      finish: () => writer.finish({}),
    };
  },
  "hyparquet-writer": async () => {
    const empty = await createParquetWriter(COLUMNS).finish({});
    const { schema } = parquetMetadata(new Uint8Array(empty).buffer);
    const writer = new ByteWriter();
    const compressors = { GZIP: (bytes: Uint8Array) => gzipSync(bytes) };
    const file = new ParquetWriter({ writer, schema, codec: "GZIP", compressors });
    return {
      // Rows to columns is part of the work: our writer takes rows too.
      take: async (rows) => {
        const columnData = Object.entries(COLUMNS).map(([name, column]) => ({
          name,
          data: rows.map((row) => peerValue(column, row[name] as Cell)),
        }));
        await file.write({ columnData, rowGroupSize: GROUP });
      },
      finish: async () => {
        await file.finish();
        return writer.getBytes();
      },
    };
  },
};

function peerValue(column: Column, cell: Cell): unknown {
  if (cell === null) return null;
  if (column.type === "bigint") return BigInt(cell as number);
  if (column.type === "timestamp") return new Date(cell as number);
  if (column.type === "date") return new Date(cell as string);
  if (column.type !== "array") return cell;
  const element = (column as unknown as { element: Record<string, Column> }).element;
  return (cell as readonly Row[]).map((struct) =>
    Object.fromEntries(Object.entries(element).map(([name, field]) => [name, peerValue(field, struct[name] as Cell)])),
  );
}

interface Timed {
  readonly wallMs: number;
  readonly cpuMs: number;
  readonly bytes: Uint8Array;
}

async function encodeOnce({ candidate, rows }: EncodeInput): Promise<Timed> {
  let wallMs = 0;
  const cpu = { user: 0, system: 0 };
  const timed = async <T>(work: () => Promise<T>): Promise<T> => {
    const started = performance.now();
    const before = process.cpuUsage();
    const result = await work();
    const used = process.cpuUsage(before);
    wallMs += performance.now() - started;
    cpu.user += used.user;
    cpu.system += used.system;
    return result;
  };
  const encoder = await timed(ENCODERS[candidate]);
  for (let from = 0; from < rows; from += GROUP) {
    const group = contractRows(Math.min(GROUP, rows - from), 1 + from) as unknown as readonly Row[];
    await timed(() => encoder.take(group));
  }
  const bytes = await timed(encoder.finish);
  return { wallMs, cpuMs: (cpu.user + cpu.system) / 1000, bytes };
}

const input = inputOf<EncodeInput>();
const first = await encodeOnce(input);
const warm: Timed[] = [];
for (let time = 1; time < input.times; time++) warm.push({ ...(await encodeOnce(input)), bytes: first.bytes });
const measured = warm.length === 0 ? [first] : warm;
if (input.file !== undefined) {
  const { writeFile } = await import("node:fs/promises");
  await writeFile(input.file, first.bytes);
}
const middle = <T extends keyof Timed>(key: T & ("wallMs" | "cpuMs")): number =>
  measured.map((one) => one[key]).toSorted((a, b) => a - b)[measured.length >> 1] ?? Number.NaN;
answer({
  wallMs: middle("wallMs"),
  cpuMs: middle("cpuMs"),
  peakRssMb: process.resourceUsage().maxRSS / 1024,
  facts: { bytes: first.bytes.length, firstMs: first.wallMs },
} satisfies Measured);
