import parquet from "parquetjs-lite/gen-nodejs/parquet_types.js";
import { type Field, type Group, type Leaf, ParquetSchema } from "parquetjs-lite/lib/schema.js";
import { serializeThrift } from "parquetjs-lite/lib/util.js";
import { type Column, type Columns, isListColumn } from "../catalog/column.ts";
import { columnsByPath } from "./footer.ts";

// The one importer of parquetjs-lite. Of the package it uses the schema (levels, field order) and thrift (page headers, row
// groups, footer). Pages come ready: the package's own row-group call knows no dictionary pages, and its footer neither DECIMAL
// nor logical types.

export interface Envelope {
  /** Chunks of all columns, in the order of the columns. */
  writeRowGroup(rows: number, chunks: readonly Chunk[]): void;
  writeFooter(metadata: Readonly<Record<string, string>>): void;
}

const MAGIC = "PAR1";
const CREATED_BY = "convertr-reports";
const FORMAT_VERSION = 1;

export function createEnvelope(columns: Columns, write: (bytes: Buffer) => void): Envelope {
  const schema = new ParquetSchema(mapColumns(columns, fieldOf));
  const rowGroups: object[] = [];
  let rowCount = 0;
  let offset = 0;
  const writeSection = (bytes: Buffer): void => {
    offset += bytes.length;
    write(bytes);
  };
  const leaves = new Map(schema.fieldList.filter(({ isNested }) => !isNested).map((field) => [pathOf(field), field]));
  writeSection(Buffer.from(MAGIC));
  return {
    writeRowGroup: (rows, chunks) => {
      const parts: Uint8Array[] = [];
      const position = { offset, parts };
      const chunkMetadata = chunks.map((chunk) => placeChunk(chunk, leaves.get(chunk.path.join(".")), position));
      rowGroups.push(rowGroup(rows, chunkMetadata));
      rowCount += rows;
      writeSection(Buffer.concat(parts));
    },
    writeFooter: (metadata) => writeSection(footer(columns, schema, { rowCount, rowGroups }, metadata)),
  };
}

const pathOf = ({ path }: Field): string => path.join(".");

function mapColumns(columns: Columns, map: (column: Column) => Leaf | Group): Record<string, Leaf | Group> {
  return Object.fromEntries(Object.entries(columns).map(([name, column]) => [name, map(column)]));
}

const PHYSICAL = {
  bigint: "INT64",
  timestamp: "TIMESTAMP_MILLIS",
  // The package knows no DECIMAL: the footer adds it.
  "decimal(18,4)": "INT64",
  date: "DATE",
  boolean: "BOOLEAN",
  string: "UTF8",
} as const;

/** Lists have the standard three levels; their elements are never null, the columns of an element can be. */
function fieldOf(column: Column): Leaf | Group {
  if (isListColumn(column)) {
    const element = { fields: mapColumns(column.element, fieldOf) };
    return { type: "LIST", optional: true, fields: { list: { repeated: true, fields: { element } } } };
  }
  if (column.type === "array") throw new TypeError("a list column without element columns");
  return { type: PHYSICAL[column.type], optional: !column.key };
}

interface Placed {
  readonly metadata: object;
  readonly plainBytes: number;
}

/** Adds a chunk's pages to the row group and describes them as they will lie in the file. */
function placeChunk(
  chunk: Chunk,
  leaf: Field | undefined,
  into: { offset: number; readonly parts: Uint8Array[] },
): Placed {
  if (leaf?.primitiveType === undefined) throw new TypeError(`no such column: ${chunk.path.join(".")}`);
  let plainBytes = 0;
  let bytes = 0;
  const offsets: { dictionary?: number; data?: number } = {};
  for (const page of chunk.pages) {
    const header = pageHeader(page);
    offsets[page.kind] = into.offset + bytes;
    into.parts.push(header, page.body);
    bytes += header.length + page.body.length;
    plainBytes += header.length + page.plainBytes;
  }
  into.offset += bytes;
  const data = chunk.pages.find(({ kind }) => kind === "data");
  const metadata = new parquet.ColumnMetaData({
    type: parquet.Type[leaf.primitiveType],
    encodings: encodingsOf(chunk.pages),
    path_in_schema: leaf.path,
    codec: parquet.CompressionCodec.GZIP,
    num_values: data?.count,
    total_uncompressed_size: plainBytes,
    total_compressed_size: bytes,
    data_page_offset: offsets.data,
    dictionary_page_offset: offsets.dictionary,
    statistics: statisticsOf(chunk),
  });
  return { metadata, plainBytes };
}

function encodingsOf(pages: readonly ParquetPage[]): number[] {
  const encodings = new Set([parquet.Encoding.RLE, ...pages.map(({ encoding }) => parquet.Encoding[encoding])]);
  return [...encodings];
}

function statisticsOf({ statistics }: Chunk): object | undefined {
  if (statistics === undefined) return undefined;
  return new parquet.Statistics({
    min_value: statistics.min,
    max_value: statistics.max,
    null_count: statistics.nulls,
  });
}

function pageHeader(page: ParquetPage): Buffer {
  const counts = { num_values: page.count, encoding: parquet.Encoding[page.encoding] };
  const levels = {
    definition_level_encoding: parquet.Encoding.RLE,
    repetition_level_encoding: parquet.Encoding.RLE,
  };
  return serializeThrift(
    new parquet.PageHeader({
      type: parquet.PageType[page.kind === "data" ? "DATA_PAGE" : "DICTIONARY_PAGE"],
      uncompressed_page_size: page.plainBytes,
      compressed_page_size: page.body.length,
      ...(page.kind === "data"
        ? { data_page_header: new parquet.DataPageHeader({ ...counts, ...levels }) }
        : { dictionary_page_header: new parquet.DictionaryPageHeader(counts) }),
    }),
  );
}

function rowGroup(rows: number, chunks: readonly Placed[]): object {
  return new parquet.RowGroup({
    // No copy of the metadata lies beside the pages, which an offset of 0 says.
    columns: chunks.map(({ metadata }) => new parquet.ColumnChunk({ file_offset: 0, meta_data: metadata })),
    total_byte_size: chunks.reduce((sum, { plainBytes }) => sum + plainBytes, 0),
    num_rows: rows,
  });
}

function footer(
  columns: Columns,
  schema: ParquetSchema,
  written: { readonly rowCount: number; readonly rowGroups: readonly object[] },
  metadata: Readonly<Record<string, string>>,
): Buffer {
  const byPath = columnsByPath(columns);
  const order = new parquet.ColumnOrder({ TYPE_ORDER: new parquet.TypeDefinedOrder() });
  const body = serializeThrift(
    new parquet.FileMetaData({
      version: FORMAT_VERSION,
      schema: [
        new parquet.SchemaElement({ name: "schema", num_children: Object.keys(columns).length }),
        ...schema.fieldList.map((field) => schemaElement(field, byPath.get(pathOf(field)))),
      ],
      num_rows: written.rowCount,
      row_groups: written.rowGroups,
      key_value_metadata: Object.entries(metadata).map(([key, value]) => new parquet.KeyValue({ key, value })),
      created_by: CREATED_BY,
      column_orders: schema.fieldList.filter(({ isNested }) => !isNested).map(() => order),
    }),
  );
  const end = Buffer.from(`\0\0\0\0${MAGIC}`);
  end.writeUInt32LE(body.length);
  return Buffer.concat([body, end]);
}

/** @param column undefined for the groups between a list and its columns */
function schemaElement(field: Field, column: Column | undefined): object {
  return new parquet.SchemaElement({
    name: field.name,
    repetition_type: parquet.FieldRepetitionType[field.repetitionType],
    type: field.primitiveType === undefined ? undefined : parquet.Type[field.primitiveType],
    num_children: field.fieldCount,
    ...(column === undefined ? {} : annotationOf(column)),
  });
}

/** Both annotations: the converted type, which Trino goes by, and the logical type, which newer readers go by. */
function annotationOf(column: Column): Readonly<Record<string, unknown>> {
  const { ConvertedType, LogicalType } = parquet;
  switch (column.type) {
    case "decimal(18,4)": {
      const digits = { precision: 18, scale: 4 };
      const logicalType = new LogicalType({ DECIMAL: new parquet.DecimalType(digits) });
      return { converted_type: ConvertedType.DECIMAL, ...digits, logicalType };
    }
    case "timestamp": {
      const unit = new parquet.TimeUnit({ MILLIS: new parquet.MilliSeconds() });
      const logicalType = new LogicalType({ TIMESTAMP: new parquet.TimestampType({ isAdjustedToUTC: true, unit }) });
      return { converted_type: ConvertedType.TIMESTAMP_MILLIS, logicalType };
    }
    case "date":
      return { converted_type: ConvertedType.DATE, logicalType: new LogicalType({ DATE: new parquet.DateType() }) };
    case "string":
      return { converted_type: ConvertedType.UTF8, logicalType: new LogicalType({ STRING: new parquet.StringType() }) };
    case "array":
      return { converted_type: ConvertedType.LIST, logicalType: new LogicalType({ LIST: new parquet.ListType() }) };
    case "bigint":
    case "boolean":
      return {};
  }
}

/** A page whose body is compressed already. */
export interface ParquetPage {
  readonly kind: "dictionary" | "data";
  readonly encoding: "PLAIN" | "RLE_DICTIONARY";
  /** Values and nulls. */
  readonly count: number;
  /** Bytes of the body before compression. */
  readonly plainBytes: number;
  readonly body: Uint8Array;
}

export interface Chunk {
  readonly path: readonly string[];
  readonly pages: readonly ParquetPage[];
  /** Told in the footer only; absent for texts, booleans and columns inside lists. */
  readonly statistics?: { readonly min?: Buffer; readonly max?: Buffer; readonly nulls: number };
}
