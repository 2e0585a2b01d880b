import type { CfnTable } from "aws-cdk-lib/aws-glue";
import { prestoTypeOf } from "../../shared/catalog/hive-type.ts";
import type { MonthsView } from "../../shared/catalog/months.ts";
import { commentOf } from "./glue-tables.ts";

/** What Athena writes about a view into the catalog, in base64. */
interface PrestoView {
  readonly originalSql: string;
  readonly catalog: "awsdatacatalog";
  /** Tables that the text names without a schema are of this one. */
  readonly schema: string;
  readonly columns: readonly { readonly name: string; readonly type: string }[];
}

/** A view as `CREATE VIEW` in Athena would leave it: types once as Hive writes them and once, in the text, as Presto does. */
export function viewTable(view: MonthsView, database: string): CfnTable.TableInputProperty {
  const columns = Object.entries(view.columns);
  const presto: PrestoView = {
    originalSql: view.sql,
    catalog: "awsdatacatalog",
    schema: database,
    columns: columns.map(([name, { type }]) => ({ name, type: prestoTypeOf(type) })),
  };
  return {
    name: view.name,
    tableType: "VIRTUAL_VIEW",
    // Not the table's own description: Trino takes that for `comment`, and a view whose comment is another is none to it.
    parameters: { presto_view: "true", comment: "Presto View", description: view.comment },
    viewOriginalText: `/* Presto View: ${Buffer.from(JSON.stringify(presto)).toString("base64")} */`,
    viewExpandedText: "/* Presto View */",
    storageDescriptor: {
      columns: columns.map(([name, { type, comment, unit }]) => ({ name, type, comment: commentOf(comment, unit) })),
      // Athena refuses a table without it, though a view has none.
      serdeInfo: { name: "-", serializationLibrary: "-" },
    },
  };
}
