import { Stack } from "aws-cdk-lib";
import { CfnDatabase, CfnTable } from "aws-cdk-lib/aws-glue";
import { Construct } from "constructs";
import type { Dataset } from "../../shared/catalog/dataset.ts";
import { DATASETS } from "../../shared/catalog/datasets.ts";
import { daysTable, MONTHLY_DATASETS, monthsTable, monthsView } from "../../shared/catalog/months.ts";
import { RECORD_TABLES } from "../../shared/catalog/records.ts";
import { VIEWS } from "../../shared/catalog/views.ts";
import { namesIn } from "../deployment-stack.ts";
import { monthTable, type Projection, recordTable, snapshotTable } from "./glue-tables.ts";
import { viewTable } from "./glue-views.ts";

const MONTHLY: ReadonlySet<string> = new Set(MONTHLY_DATASETS);

export interface CatalogProps {
  readonly bucketName: string;
  readonly projection: Projection;
  /** Whether older days are taken from months: each table of a dataset that has them is then a view over two. */
  readonly months: boolean;
}

/** The Glue database: tables over the bucket and views over them, from the catalog. No crawler, ever. */
export class Catalog extends Construct {
  constructor(scope: Construct, id: string, { bucketName, projection, months }: CatalogProps) {
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
    const tablesOf = (dataset: Dataset): CfnTable.TableInputProperty[] =>
      months && MONTHLY.has(dataset.name)
        ? [
            viewTable(monthsView(dataset), namesIn(this).database),
            snapshotTable(dataset, bucketName, projection, daysTable(dataset)),
            monthTable(dataset, bucketName, projection),
          ]
        : [snapshotTable(dataset, bucketName, projection)];
    const inputs = [
      ...Object.values(DATASETS).flatMap(tablesOf),
      ...RECORD_TABLES.map((table) => recordTable(table, bucketName, projection)),
      ...VIEWS.map((view) => viewTable(view, namesIn(this).database)),
    ];
    const tables = new Map<string | undefined, CfnTable>();
    for (const tableInput of inputs) {
      const table = new CfnTable(this, `Table-${tableInput.name}`, {
        catalogId,
        databaseName: namesIn(this).database,
        tableInput,
      });
      table.node.addDependency(database);
      tables.set(tableInput.name, table);
    }
    // A table becomes a view when what it reads is there.
    for (const dataset of Object.values(DATASETS)) {
      for (const read of [daysTable(dataset), monthsTable(dataset)].map((name) => tables.get(name))) {
        if (read !== undefined) tables.get(dataset.table)?.node.addDependency(read);
      }
    }
  }
}
