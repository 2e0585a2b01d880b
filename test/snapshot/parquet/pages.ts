import { gunzipSync } from "node:zlib";
import { type ColumnMetaData, type FileMetaData, parquetMetadata } from "hyparquet";
import { deserializeTCompactProtocol } from "hyparquet/src/thrift.js";

interface FoundPage {
  /** Parquet's PageType: 0 data (V1), 2 dictionary, 3 data V2. */
  readonly type: number;
  readonly count: number;
  /** Parquet's Encoding: 0 plain, 3 RLE, 8 RLE dictionary. */
  readonly encoding: number;
  readonly headerHasStatistics: boolean;
  readonly declaredPlainBytes: number;
  /** Bytes that the body really has when unpacked. */
  readonly plainBytes: number;
  readonly headerBytes: number;
  readonly compressedBytes: number;
}

export interface FoundChunk {
  readonly path: string;
  readonly rows: number;
  readonly meta: ColumnMetaData;
  readonly pages: readonly FoundPage[];
}

export const footerOf = (bytes: Uint8Array): FileMetaData => parquetMetadata(new Uint8Array(bytes).buffer);

/** Walks the pages of every column chunk as they lie in the file. */
export function chunksOf(bytes: Uint8Array): FoundChunk[] {
  return footerOf(bytes).row_groups.flatMap((group) =>
    group.columns.map(({ meta_data: meta }) => {
      if (meta === undefined) throw new Error("a chunk without metadata");
      const path = meta.path_in_schema.join(".");
      return { path, rows: Number(group.num_rows), meta, pages: pagesOf(bytes, meta) };
    }),
  );
}

function pagesOf(bytes: Uint8Array, meta: ColumnMetaData): FoundPage[] {
  const start = Number(meta.dictionary_page_offset ?? meta.data_page_offset);
  const end = start + Number(meta.total_compressed_size);
  const reader = { view: new DataView(new Uint8Array(bytes).buffer), offset: start };
  const pages: FoundPage[] = [];
  while (reader.offset < end) {
    const at = reader.offset;
    const header = deserializeTCompactProtocol(reader) as Record<string, number | Record<string, number>>;
    const compressedBytes = header["field_3"] as number;
    const of = (header["field_5"] ?? header["field_7"]) as Record<string, number>;
    const body = gunzipSync(bytes.subarray(reader.offset, reader.offset + compressedBytes));
    pages.push({
      type: header["field_1"] as number,
      count: of["field_1"] as number,
      encoding: of["field_2"] as number,
      headerHasStatistics: header["field_5"] !== undefined && of["field_5"] !== undefined,
      declaredPlainBytes: header["field_2"] as number,
      plainBytes: body.length,
      headerBytes: reader.offset - at,
      compressedBytes,
    });
    reader.offset += compressedBytes;
  }
  return pages;
}
