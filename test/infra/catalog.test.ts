import { beforeAll, describe, expect, test } from "vitest";
import { ENUM_LIMIT, recordTable, snapshotTable } from "../../infra/constructs/glue-tables.ts";
import { RUN_COLUMNS } from "../../shared/catalog/column.ts";
import { DATASETS } from "../../shared/catalog/datasets.ts";
import { prestoTypeOf } from "../../shared/catalog/hive-type.ts";
import { monthsView } from "../../shared/catalog/months.ts";
import { namedQueries } from "../../shared/catalog/queries.ts";
import { DIGEST_DELIVERIES, RECORD_TABLES, SNAPSHOT_RUNS } from "../../shared/catalog/records.ts";
import { VIEWS } from "../../shared/catalog/views.ts";
import { deliveryKey, monthKey, partKey, runKey, snapshotKey } from "../../shared/snapshot/keys.ts";
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

describe("with months", () => {
  let withMonths: Synthesised;
  beforeAll(() => {
    withMonths = synthesise({ ...SETTINGS, months: true });
  });
  const inputs = (of: Synthesised) =>
    new Map(
      resourcesOf(of, "AWS::Glue::Table").map(({ Properties }) => [Properties.TableInput.Name, Properties.TableInput]),
    );
  const monthly = Object.values(DATASETS).filter(({ inParts }) => !inParts);

  test("each table of which a day is one object becomes a view of the same name and columns over days and months", () => {
    const [plain, months] = [inputs(made), inputs(withMonths)];
    const added = monthly.flatMap(({ table }) => [`${table}_days`, `${table}_months`]);
    expect([...months.keys()].sort()).toEqual([...plain.keys(), ...added].sort());
    for (const { table } of monthly) {
      const { Name: _, ...before } = plain.get(table);
      const { Name: __, ...days } = months.get(`${table}_days`);
      expect(days).toEqual(before);
      const view = months.get(table);
      expect(view.TableType).toBe("VIRTUAL_VIEW");
      const typed = (columns: readonly { Name: string; Type: string }[]) =>
        columns.map(({ Name, Type }) => [Name, Type]);
      expect(typed(view.StorageDescriptor.Columns)).toEqual([
        ...typed(before.StorageDescriptor.Columns),
        ...typed(before.PartitionKeys),
      ]);
    }
    for (const name of [...plain.keys()].filter((other) => !monthly.some(({ table }) => table === other))) {
      expect(months.get(name)).toEqual(plain.get(name));
    }
  });

  test("the resource of a table stays the same one when it becomes a view, and back", () => {
    const idsOf = (of: Synthesised) =>
      new Map(
        Object.entries(of.templates.get("ConvertrReports")?.Resources ?? {})
          .filter(([, { Type }]) => Type === "AWS::Glue::Table")
          .map(([id, { Properties }]) => [Properties.TableInput.Name, id]),
      );
    const [plain, months] = [idsOf(made), idsOf(withMonths)];
    for (const [name, id] of plain) expect(months.get(name)).toBe(id);
  });

  test("a view comes after the tables that it reads, so that no query finds it without them", () => {
    const resources = withMonths.templates.get("ConvertrReports")?.Resources ?? {};
    const named = Object.entries(resources).filter(([, { Type }]) => Type === "AWS::Glue::Table");
    const idOf = (name: string) => named.find(([, { Properties }]) => Properties.TableInput.Name === name)?.[0];
    for (const { table } of monthly) {
      const { DependsOn } = resources[idOf(table) ?? ""] as unknown as { DependsOn: readonly string[] };
      expect(DependsOn).toEqual(expect.arrayContaining([idOf(`${table}_days`), idOf(`${table}_months`)]));
    }
  });

  test("months lie where they are written, and are projected from the first day's month to this one", () => {
    for (const { name, table } of monthly) {
      const { Parameters, PartitionKeys, StorageDescriptor } = inputs(withMonths).get(`${table}_months`);
      expect(PartitionKeys.map(({ Name }: { Name: string }) => Name)).toEqual(["enterprise", "snapshot_month"]);
      expect(Parameters).toMatchObject({
        "projection.enterprise.type": "enum",
        "projection.snapshot_month.type": "date",
        "projection.snapshot_month.format": "yyyy-MM",
        "projection.snapshot_month.interval": "1",
        "projection.snapshot_month.interval.unit": "MONTHS",
        "projection.snapshot_month.range": "2026-11,NOW",
      });
      const key = `s3://bucket/${monthKey(name, { enterprise: "acme", month: "2026-11" })}`;
      const location = textOf(Parameters["storage.location.template"], { StorageBucket5CB7C8EA: "bucket" })
        .replace(/\$\{enterprise\}/, "acme")
        .replace(/\$\{snapshot_month\}/, "2026-11");
      expect(location).toBe(key.slice(0, key.lastIndexOf("/") + 1));
      expect(StorageDescriptor.Columns[0]).toMatchObject({ Name: "snapshot_date", Type: "string" });
    }
  });

  test("the view's text is one that Athena takes, with its columns in both dialects", () => {
    for (const { name } of monthly) {
      const view = monthsView(DATASETS[name]);
      const { ViewOriginalText } = inputs(withMonths).get(view.name);
      const encoded = /^\/\* Presto View: ([A-Za-z0-9+/=]+) \*\/$/.exec(ViewOriginalText)?.[1] ?? "";
      expect(JSON.parse(Buffer.from(encoded, "base64").toString("utf8"))).toMatchObject({
        originalSql: view.sql,
        columns: Object.entries(view.columns).map(([column, { type }]) => ({ name: column, type: prestoTypeOf(type) })),
      });
    }
  });

  test("cdk-nag has nothing against them", () => expect(withMonths.report.pluginReports).toEqual([]));
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
