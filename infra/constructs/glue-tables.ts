import type { CfnTable } from "aws-cdk-lib/aws-glue";
import { PARTITION_KEYS } from "../../shared/catalog/column.ts";
import type { Dataset } from "../../shared/catalog/dataset.ts";
import { hiveTypeOf } from "../../shared/catalog/hive-type.ts";
import { glueTypeOf, type RecordTable } from "../../shared/catalog/records.ts";

/** What the projection of partitions hangs on. */
export interface Projection {
  /** Every enterprise whose history can be asked for, retired ones too. */
  readonly enterprises: readonly string[];
  /** First day, `YYYY-MM-DD`. */
  readonly historyFrom: string;
}

/** Above this many the values outgrow "a few dozen" (Athena's words), and every query must name its enterprise. */
export const ENUM_LIMIT = 50;
/** `NOW` is UTC: where the day has already begun, the newest snapshot is tomorrow's, and outside the range rows vanish without a word. */
const LAST_DAY = "NOW+1DAYS";

type TableInput = CfnTable.TableInputProperty;

/** A dataset's table: Parquet below `snapshots/<table>/`. */
export function snapshotTable(dataset: Dataset, bucketName: string, projection: Projection): TableInput {
  return externalTable({
    name: dataset.table,
    description: dataset.comment,
    location: `s3://${bucketName}/snapshots/${dataset.table}/`,
    partitionKeys: PARTITION_KEYS,
    projection,
    columns: Object.entries(dataset.columns).map(([name, column]) => ({
      name,
      type: hiveTypeOf(column),
      comment: commentOf(column.comment, column.unit),
    })),
    parameters: { classification: "parquet", "parquet.compression": "GZIP" },
    format: {
      compressed: true,
      inputFormat: "org.apache.hadoop.hive.ql.io.parquet.MapredParquetInputFormat",
      outputFormat: "org.apache.hadoop.hive.ql.io.parquet.MapredParquetOutputFormat",
      serdeInfo: {
        serializationLibrary: "org.apache.hadoop.hive.ql.io.parquet.serde.ParquetHiveSerDe",
        parameters: { "serialization.format": "1" },
      },
    },
  });
}

/** A table over records of one JSON line each. */
export function recordTable(table: RecordTable, bucketName: string, projection: Projection): TableInput {
  return externalTable({
    name: table.name,
    description: table.comment,
    location: `s3://${bucketName}/${table.prefix}`,
    partitionKeys: table.partitionKeys,
    projection,
    columns: Object.entries(table.columns).map(([name, { type, comment }]) => ({
      name,
      type: glueTypeOf(type),
      comment,
    })),
    parameters: { classification: "json" },
    format: {
      inputFormat: "org.apache.hadoop.mapred.TextInputFormat",
      outputFormat: "org.apache.hadoop.hive.ql.io.HiveIgnoreKeyTextOutputFormat",
      serdeInfo: { serializationLibrary: "org.apache.hive.hcatalog.data.JsonSerDe" },
    },
  });
}

interface ExternalTable {
  readonly name: string;
  readonly description: string;
  /** With its closing slash. */
  readonly location: string;
  /** `enterprise` and a key of days, each with its comment. */
  readonly partitionKeys: Readonly<Record<string, string>>;
  readonly projection: Projection;
  readonly columns: readonly CfnTable.ColumnProperty[];
  readonly parameters: Readonly<Record<string, string>>;
  readonly format: Pick<
    CfnTable.StorageDescriptorProperty,
    "compressed" | "inputFormat" | "outputFormat" | "serdeInfo"
  >;
}

function externalTable(table: ExternalTable): TableInput {
  const path = Object.keys(table.partitionKeys).map((key) => `${key}=\${${key}}/`);
  return {
    name: table.name,
    description: table.description,
    tableType: "EXTERNAL_TABLE",
    partitionKeys: Object.entries(table.partitionKeys).map(([name, comment]) => ({ name, type: "string", comment })),
    parameters: {
      EXTERNAL: "TRUE",
      ...table.parameters,
      "projection.enabled": "true",
      ...Object.assign({}, ...Object.keys(table.partitionKeys).map((key) => projectionOf(key, table.projection))),
      "storage.location.template": `${table.location}${path.join("")}`,
    },
    storageDescriptor: { location: table.location, columns: [...table.columns], ...table.format },
  };
}

function projectionOf(key: string, { enterprises, historyFrom }: Projection): Record<string, string> {
  if (key !== "enterprise") {
    return {
      [`projection.${key}.type`]: "date",
      [`projection.${key}.format`]: "yyyy-MM-dd",
      [`projection.${key}.interval`]: "1",
      [`projection.${key}.interval.unit`]: "DAYS",
      [`projection.${key}.range`]: `${historyFrom},${LAST_DAY}`,
    };
  }
  // An enum without values is none that Athena takes.
  if (enterprises.length === 0 || enterprises.length > ENUM_LIMIT) return { "projection.enterprise.type": "injected" };
  return { "projection.enterprise.type": "enum", "projection.enterprise.values": enterprises.join(",") };
}

/** Glue takes 255 characters; the dictionary has the whole. */
const COMMENT_LENGTH = 255;

export function commentOf(comment: string, unit: string | undefined): string {
  const whole = unit === undefined ? comment : `${comment} [${unit}]`;
  return whole.length <= COMMENT_LENGTH ? whole : `${whole.slice(0, COMMENT_LENGTH - 1)}…`;
}
