import { Stack } from "aws-cdk-lib";
import { PolicyStatement } from "aws-cdk-lib/aws-iam";
import type { IBucket } from "aws-cdk-lib/aws-s3";
import type { Construct } from "constructs";
import { BASE_TABLES } from "../../shared/catalog/duckdb.ts";
import { daysAndMonths } from "../../shared/catalog/months.ts";
import type { Permission } from "../constructs/permission.ts";
import { locateBucket, mayReadObjects } from "../constructs/permissions.ts";
import { namesIn } from "../deployment-stack.ts";

export interface ReportQueries {
  readonly bucket: IBucket;
  /** Whether SQL takes older days from months. */
  readonly months: boolean;
}

/**
 * What a report's queries take: the workgroup, the tables by name, and the objects below them, since Athena reads by the rights of who asks. The
 * catalog's views are not among them: their texts stand in the query, for a stored view would be read past its scope.
 */
export function reportQueries(scope: Construct, { bucket, months }: ReportQueries): readonly Permission[] {
  const tables = [...BASE_TABLES.map(({ name }) => name), ...(months ? daysAndMonths() : [])];
  const prefixes = ["snapshots/", "runs/", ...(months ? ["months/"] : [])];
  return [askWorkGroup(scope), readTables(scope, tables), locateBucket(bucket), mayReadObjects(bucket, prefixes)];
}

function askWorkGroup(scope: Construct): Permission {
  const queries = ["StartQueryExecution", "StopQueryExecution", "GetQueryExecution", "GetQueryResults"];
  const resource = `workgroup/${namesIn(scope).workGroup}`;
  return {
    statement: new PolicyStatement({
      actions: queries.map((action) => `athena:${action}`),
      resources: [Stack.of(scope).formatArn({ service: "athena", resource })],
    }),
  };
}

/** Athena looks up the database `default` of whoever asks. */
function readTables(scope: Construct, tables: readonly string[]): Permission {
  const { database } = namesIn(scope);
  const resources = [
    "catalog",
    "database/default",
    `database/${database}`,
    ...tables.map((name) => `table/${database}/${name}`),
  ];
  return {
    statement: new PolicyStatement({
      actions: ["GetDatabase", "GetTable", "GetPartitions"].map((action) => `glue:${action}`),
      resources: resources.map((resource) => Stack.of(scope).formatArn({ service: "glue", resource })),
    }),
  };
}
