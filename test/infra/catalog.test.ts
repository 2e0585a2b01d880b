import { beforeAll, describe, expect, test } from "vitest";
import { ENUM_LIMIT, recordTable, snapshotTable } from "../../infra/constructs/glue-tables.ts";
import { RUN_COLUMNS } from "../../shared/catalog/column.ts";
import { DATASETS } from "../../shared/catalog/datasets.ts";
import { prestoTypeOf } from "../../shared/catalog/hive-type.ts";
import { namedQueries } from "../../shared/catalog/queries.ts";
import { DIGEST_DELIVERIES, RECORD_TABLES, SNAPSHOT_RUNS } from "../../shared/catalog/records.ts";
import { VIEWS } from "../../shared/catalog/views.ts";
import { deliveryKey, partKey, runKey, snapshotKey } from "../../shared/snapshot/keys.ts";
import { resourcesOf, SETTINGS, type Synthesised, synthesise, textOf } from "./synthesised.ts";

let made: Synthesised;
beforeAll(() => {
  made = synthesise(SETTINGS);
});
const tables = () =>
  new Map(
    resourcesOf(made, "AWS::Glue::Table")
      .map(({ Properties }) => Properties.TableInput)
      .filter(({ TableType }) => TableType === "EXTERNAL_TABLE")
      .map((input) => [input.Name, input]),
  );
/** Where Athena looks for one partition. */
const partition = (table: string, day: string) =>
  textOf(tables().get(table)?.Parameters["storage.location.template"], { StorageBucket5CB7C8EA: "bucket" })
    .replace(/\$\{enterprise\}/, "acme")
    .replace(/\$\{(snapshot|digest)_date\}/, day);

describe("Glue tables", () => {
  test("there is one per dataset and kind of record", () => {
    expect([...tables().keys()].sort()).toEqual(
      [...Object.values(DATASETS).map(({ table }) => table), ...RECORD_TABLES.map(({ name }) => name)].sort(),
    );
  });

  test("the keys that are written lie where Athena looks", () => {
    const day = "2026-11-24";
    const inside = (key: string) => `s3://bucket/${key}`.slice(0, `s3://bucket/${key}`.lastIndexOf("/") + 1);
    for (const { name, table, inParts } of Object.values(DATASETS)) {
      const part = partKey(name, { enterprise: "acme", date: day }, { startedAt: 0, kind: "increment", part: 1 });
      expect(partition(table, day)).toBe(inside(inParts ? part : snapshotKey(name, "acme", day)));
    }
    expect(partition("snapshot_runs", day)).toBe(inside(runKey("campaigns", "acme", day, "run")));
    expect(partition("digest_deliveries", day)).toBe(inside(deliveryKey("acme", day, "daily", "a@acme.example")));
  });

  test("partitions are projected: enterprises by name, retired ones too, days from the first to tomorrow in UTC", () => {
    for (const [name, { Parameters, PartitionKeys }] of tables()) {
      const day = name === "digest_deliveries" ? "digest_date" : "snapshot_date";
      expect(Parameters).toMatchObject({
        EXTERNAL: "TRUE",
        "projection.enabled": "true",
        "projection.enterprise.type": "enum",
        "projection.enterprise.values": "acme,old-co",
        [`projection.${day}.type`]: "date",
        [`projection.${day}.format`]: "yyyy-MM-dd",
        [`projection.${day}.interval`]: "1",
        [`projection.${day}.interval.unit`]: "DAYS",
        [`projection.${day}.range`]: "2026-11-23,NOW+1DAYS",
      });
      expect(PartitionKeys.map((key: { Name: string; Type: string }) => [key.Name, key.Type])).toEqual([
        ["enterprise", "string"],
        [day, "string"],
      ]);
    }
  });

  test("columns are the catalog's, in its order, with comments that Glue takes", () => {
    for (const dataset of Object.values(DATASETS)) {
      const { Columns } = tables().get(dataset.table)?.StorageDescriptor ?? {};
      const names = new Set([...Object.keys(dataset.columns), ...Object.keys(RUN_COLUMNS)]);
      expect(Columns.map(({ Name }: { Name: string }) => Name)).toEqual([...names]);
    }
    for (const { StorageDescriptor } of tables().values()) {
      for (const { Name, Type, Comment } of StorageDescriptor.Columns) {
        expect(Name).toMatch(/^[a-z][a-z0-9_]*$/);
        expect(Type).toMatch(/^(string|bigint|boolean|date|timestamp|decimal\(18,4\)|array<.+>|struct<.+>)$/);
        expect(Comment.length).toBeGreaterThan(0);
        expect(Comment.length).toBeLessThanOrEqual(255);
      }
    }
  });

  test("Parquet and JSON are read by the classes Athena documents", () => {
    expect(tables().get("campaigns")).toMatchObject({
      Parameters: { classification: "parquet", "parquet.compression": "GZIP" },
      StorageDescriptor: {
        Compressed: true,
        InputFormat: "org.apache.hadoop.hive.ql.io.parquet.MapredParquetInputFormat",
        SerdeInfo: { SerializationLibrary: "org.apache.hadoop.hive.ql.io.parquet.serde.ParquetHiveSerDe" },
      },
    });
    expect(tables().get("snapshot_runs")).toMatchObject({
      Parameters: { classification: "json" },
      StorageDescriptor: {
        InputFormat: "org.apache.hadoop.mapred.TextInputFormat",
        SerdeInfo: { SerializationLibrary: "org.apache.hive.hcatalog.data.JsonSerDe" },
      },
    });
  });

  test("beyond a few dozen enterprises a query must name one", () => {
    const many = (count: number) => Array.from({ length: count }, (_, index) => `e${index}`);
    const parametersAt = (count: number) =>
      [snapshotTable(DATASETS.campaigns, "b", { enterprises: many(count), historyFrom: "2026-11-23" })]
        .concat(recordTable(SNAPSHOT_RUNS, "b", { enterprises: many(count), historyFrom: "2026-11-23" }))
        .concat(recordTable(DIGEST_DELIVERIES, "b", { enterprises: many(count), historyFrom: "2026-11-23" }))
        .map(({ parameters }) => parameters as Record<string, string>);
    for (const parameters of parametersAt(ENUM_LIMIT)) {
      expect(parameters["projection.enterprise.type"]).toBe("enum");
    }
    for (const parameters of parametersAt(ENUM_LIMIT + 1)) {
      expect(parameters["projection.enterprise.type"]).toBe("injected");
      expect(parameters).not.toHaveProperty("projection.enterprise.values");
    }
  });
});

describe("Glue views", () => {
  const views = () =>
    resourcesOf(made, "AWS::Glue::Table")
      .map(({ Properties }) => Properties.TableInput)
      .filter(({ TableType }) => TableType === "VIRTUAL_VIEW");

  test("each of the catalog's views is there with its text, and its columns in both dialects", () => {
    expect(views().map(({ Name }) => Name)).toEqual(VIEWS.map(({ name }) => name));
    for (const [index, view] of VIEWS.entries()) {
      const { Parameters, ViewOriginalText, StorageDescriptor, Description } = views()[index];
      const encoded = /^\/\* Presto View: ([A-Za-z0-9+/=]+) \*\/$/.exec(ViewOriginalText)?.[1] ?? "";
      const columns = Object.entries(view.columns);
      expect(JSON.parse(Buffer.from(encoded, "base64").toString("utf8"))).toEqual({
        originalSql: view.sql,
        catalog: "awsdatacatalog",
        schema: "convertr_reports",
        columns: columns.map(([name, { type }]) => ({ name, type: prestoTypeOf(type) })),
      });
      // Trino takes a table's description for its comment, and finds no view where the comment is another.
      expect(Description).toBeUndefined();
      expect(Parameters).toEqual({ presto_view: "true", comment: "Presto View", description: view.comment });
      expect(
        StorageDescriptor.Columns.map((column: { Name: string; Type: string }) => [column.Name, column.Type]),
      ).toEqual(columns.map(([name, { type }]) => [name, type]));
    }
  });

  test("saved questions lie in the workgroup and ask about an enterprise that is not retired", () => {
    const queries = resourcesOf(made, "AWS::Athena::NamedQuery").map(({ Properties }) => Properties);
    expect(queries.map(({ Name, QueryString }) => [Name, QueryString])).toEqual(
      namedQueries("acme").map(({ name, sql }) => [name, sql]),
    );
    for (const query of queries)
      expect(query).toMatchObject({ Database: "convertr_reports", WorkGroup: "convertr-reports" });
  });
});
