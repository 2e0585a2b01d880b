import { Stack } from "aws-cdk-lib";
import { CfnDatabase, CfnTable } from "aws-cdk-lib/aws-glue";
import { Construct } from "constructs";
import { DATASETS } from "../../shared/catalog/datasets.ts";
import { RECORD_TABLES } from "../../shared/catalog/records.ts";
import { VIEWS } from "../../shared/catalog/views.ts";
import { namesIn } from "../deployment-stack.ts";
import { type Projection, recordTable, snapshotTable } from "./glue-tables.ts";
import { viewTable } from "./glue-views.ts";

export interface CatalogProps {
  readonly bucketName: string;
  readonly projection: Projection;
}

/** The Glue database: tables over the bucket and views over them, from the catalog. No crawler, ever. */
export class Catalog extends Construct {
  constructor(scope: Construct, id: string, { bucketName, projection }: CatalogProps) {
    super(scope, id);
    const catalogId = Stack.of(this).account;
    const database = new CfnDatabase(this, "Database", {
      catalogId,
      databaseName: namesIn(this).database,
      databaseInput: {
        name: namesIn(this).database,
        description: "Daily snapshots of Convertr, and what is made of them",
      },
    });
    const inputs = [
      ...Object.values(DATASETS).map((dataset) => snapshotTable(dataset, bucketName, projection)),
      ...RECORD_TABLES.map((table) => recordTable(table, bucketName, projection)),
      ...VIEWS.map((view) => viewTable(view, namesIn(this).database)),
    ];
    for (const tableInput of inputs) {
      const table = new CfnTable(this, `Table-${tableInput.name}`, {
        catalogId,
        databaseName: namesIn(this).database,
        tableInput,
      });
      table.node.addDependency(database);
    }
  }
}
