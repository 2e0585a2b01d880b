import { type GlueClient, paginateGetTables, type Table } from "@aws-sdk/client-glue";
import type { Settings } from "../../../shared/settings/schema.ts";
import { type CatalogTable, catalogTables } from "../aws/catalog-tables.ts";
import { type CheckFinding, fail, pass } from "./finding.ts";

export interface CatalogCheck {
  readonly client: GlueClient;
  readonly database: string;
  readonly enterprise: string;
  readonly settings: Pick<Settings, "months">;
}

/** Every table and view of the Glue database against the catalog of this version: columns, their types, partitions. */
export async function catalogCheck({ client, database, enterprise, settings }: CatalogCheck): Promise<CheckFinding> {
  const tables = new Map<string, Table>();
  for await (const { TableList = [] } of paginateGetTables({ client }, { DatabaseName: database })) {
    for (const table of TableList) tables.set(table.Name ?? "", table);
  }
  const wanted = catalogTables(settings);
  const problems = wanted.flatMap((expected) => differences(expected, tables.get(expected.name), enterprise));
  if (problems.length === 0) return pass("Glue catalog", `${wanted.length} tables and views as in this version`);
  const more = problems.length > 5 ? `; and ${problems.length - 5} more` : "";
  return fail("Glue catalog", `${problems.slice(0, 5).join("; ")}${more}`, "Deploy this version: npm run deploy");
}

function differences(expected: CatalogTable, found: Table | undefined, enterprise: string): string[] {
  const { name } = expected;
  if (found === undefined) return [`${name} is missing`];
  const columns = new Map((found.StorageDescriptor?.Columns ?? []).map((column) => [column.Name, column.Type]));
  const unknown = [...columns.keys()].filter((column) => !Object.hasOwn(expected.columns, column ?? ""));
  const wrong = Object.entries(expected.columns).flatMap(([column, type]) => {
    const other = columns.get(column);
    if (other === type) return [];
    return [other === undefined ? `${name}.${column} is missing` : `${name}.${column} is ${other}, not ${type}`];
  });
  return [
    ...unknown.map((column) => `${name}.${column} is unknown`),
    ...wrong,
    ...partitionDifferences(expected, found, enterprise),
  ];
}

function partitionDifferences(expected: CatalogTable, found: Table, enterprise: string): string[] {
  const { name, partitionKeys } = expected;
  const keys = (found.PartitionKeys ?? []).map((key) => key.Name).join(", ");
  if (keys !== partitionKeys.join(", ")) return [`${name} is partitioned by (${keys})`];
  if (partitionKeys.length === 0) return [];
  const { "projection.enterprise.type": type, "projection.enterprise.values": values = "" } = found.Parameters ?? {};
  const isProjected = type === "injected" || values.split(",").includes(enterprise);
  return isProjected ? [] : [`the partitions of ${name} do not know ${enterprise}`];
}
