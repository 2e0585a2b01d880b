import type { CfnTable } from "aws-cdk-lib/aws-glue";
import { type Columns, PARTITION_KEYS } from "../../shared/catalog/column.ts";
import type { Dataset } from "../../shared/catalog/dataset.ts";
import { hiveTypeOf } from "../../shared/catalog/hive-type.ts";
import { MONTH_PARTITION_KEYS, monthColumns, monthsTable } from "../../shared/catalog/months.ts";
import { glueTypeOf, type RecordTable } from "../../shared/catalog/records.ts";
import { monthOf } from "../../shared/platform/month.ts";

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

/**
 * A dataset's table: Parquet below `snapshots/<table>/`.
 * @param name where another has the table's own
 */
export function snapshotTable(
  dataset: Dataset,
  bucketName: string,
  projection: Projection,
  name: string = dataset.table,
): TableInput {
  return parquetTable({
    name,
    description: dataset.comment,
    location: `s3://${bucketName}/snapshots/${dataset.table}/`,
    partitionKeys: PARTITION_KEYS,
    projection,
    columns: dataset.columns,
  });
}

/** A dataset's closed months: Parquet below `months/<table>/`. */
export function monthTable(dataset: Dataset, bucketName: string, projection: Projection): TableInput {
  return parquetTable({
    name: monthsTable(dataset),
    description: `Closed months of ${dataset.words}, one file each: the same rows as the days have.`,
    location: `s3://${bucketName}/months/${dataset.table}/`,
    partitionKeys: MONTH_PARTITION_KEYS,
    projection,
    columns: monthColumns(dataset),
  });
}

function parquetTable({
  columns,
  ...table
}: Omit<ExternalTable, "columns" | "parameters" | "format"> & { readonly columns: Columns }): TableInput {
  return externalTable({
    ...table,
    columns: Object.entries(columns).map(([name, column]) => ({
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

/** How the values of a partition key that is a time go on. */
interface Steps {
  readonly format: string;
  readonly unit: "DAYS" | "MONTHS";
  /** First and last. */
  readonly range: string;
}

function projectionOf(key: string, { enterprises, historyFrom }: Projection): Record<string, string> {
  if (key === "snapshot_month") {
    return stepsOf(key, { format: "yyyy-MM", unit: "MONTHS", range: `${monthOf(historyFrom)},NOW` });
  }
  if (key !== "enterprise") {
    return stepsOf(key, { format: "yyyy-MM-dd", unit: "DAYS", range: `${historyFrom},${LAST_DAY}` });
  }
  // An enum without values is none that Athena takes.
  if (enterprises.length === 0 || enterprises.length > ENUM_LIMIT) return { "projection.enterprise.type": "injected" };
  return { "projection.enterprise.type": "enum", "projection.enterprise.values": enterprises.join(",") };
}

const stepsOf = (key: string, { format, unit, range }: Steps): Record<string, string> => ({
  [`projection.${key}.type`]: "date",
  [`projection.${key}.format`]: format,
  [`projection.${key}.interval`]: "1",
  [`projection.${key}.interval.unit`]: unit,
  [`projection.${key}.range`]: range,
});

/** Glue takes 255 characters; the dictionary has the whole. */
const COMMENT_LENGTH = 255;

export function commentOf(comment: string, unit: string | undefined): string {
  const whole = unit === undefined ? comment : `${comment} [${unit}]`;
  return whole.length <= COMMENT_LENGTH ? whole : `${whole.slice(0, COMMENT_LENGTH - 1)}…`;
}
