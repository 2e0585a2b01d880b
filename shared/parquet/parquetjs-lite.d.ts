// parquetjs-lite ships no types. Only what parquet-envelope.ts uses is declared.

declare module "parquetjs-lite/lib/schema.js" {
  interface Leaf {
    type: "BOOLEAN" | "INT32" | "INT64" | "UTF8" | "DATE" | "TIMESTAMP_MILLIS";
    optional?: boolean;
  }
  interface Group {
    type?: "LIST";
    optional?: boolean;
    repeated?: boolean;
    fields: { [name: string]: Leaf | Group };
  }
  interface Field {
    name: string;
    path: string[];
    repetitionType: "REQUIRED" | "OPTIONAL" | "REPEATED";
    rLevelMax: number;
    dLevelMax: number;
    isNested?: true;
    fieldCount?: number;
    primitiveType?: "BOOLEAN" | "INT32" | "INT64" | "BYTE_ARRAY";
    originalType?: "UTF8" | "DATE" | "TIMESTAMP_MILLIS" | "LIST";
  }
  class ParquetSchema {
    constructor(schema: { [name: string]: Leaf | Group });
    /** Depth first, as the footer lists them. */
    fieldList: Field[];
    fields: { [name: string]: Field };
  }
}

declare module "parquetjs-lite/lib/util.js" {
  function serializeThrift(struct: object): Buffer;
}

declare module "parquetjs-lite/gen-nodejs/parquet_types.js" {
  type Struct = new (fields?: Readonly<Record<string, unknown>>) => object;
  type Enum<K extends string> = Readonly<Record<K, number>>;
  const thrift: {
    readonly [S in
      | "ColumnChunk"
      | "ColumnMetaData"
      | "ColumnOrder"
      | "DataPageHeader"
      | "DateType"
      | "DecimalType"
      | "DictionaryPageHeader"
      | "FileMetaData"
      | "KeyValue"
      | "ListType"
      | "LogicalType"
      | "MilliSeconds"
      | "PageHeader"
      | "RowGroup"
      | "SchemaElement"
      | "Statistics"
      | "StringType"
      | "TimeUnit"
      | "TimestampType"
      | "TypeDefinedOrder"]: Struct;
  } & {
    readonly CompressionCodec: Enum<"GZIP">;
    readonly ConvertedType: Enum<"UTF8" | "LIST" | "DECIMAL" | "DATE" | "TIMESTAMP_MILLIS">;
    readonly Encoding: Enum<"PLAIN" | "RLE" | "RLE_DICTIONARY">;
    readonly FieldRepetitionType: Enum<"REQUIRED" | "OPTIONAL" | "REPEATED">;
    readonly PageType: Enum<"DATA_PAGE" | "DICTIONARY_PAGE">;
    readonly Type: Enum<"BOOLEAN" | "INT32" | "INT64" | "BYTE_ARRAY">;
  };
  export = thrift;
}
