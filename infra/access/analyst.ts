import { Stack } from "aws-cdk-lib";
import { PolicyStatement } from "aws-cdk-lib/aws-iam";
import type { IBucket } from "aws-cdk-lib/aws-s3";
import type { Construct } from "constructs";
import type { Permission } from "../constructs/permission.ts";
import { mayListBucket, mayReadObjects } from "../constructs/permissions.ts";
import { NAMES } from "../names.ts";

/** Asking SQL: the workgroup, the catalog it reads by, and the objects below the tables. Not the mails, nor any secret. */
export function analystPermissions(scope: Construct, bucket: IBucket): readonly Permission[] {
  return [
    queryWorkGroup(scope),
    findWorkGroup(),
    readCatalog(scope),
    mayListBucket(bucket),
    locateBucket(bucket),
    readTables(bucket),
  ];
}

const readTables = (bucket: IBucket): Permission => mayReadObjects(bucket, ["snapshots/", "runs/", "deliveries/"]);

const locateBucket = (bucket: IBucket): Permission => ({
  statement: new PolicyStatement({ actions: ["s3:GetBucketLocation"], resources: [bucket.bucketArn] }),
});

function queryWorkGroup(scope: Construct): Permission {
  const queries = ["StartQueryExecution", "StopQueryExecution", "GetQueryExecution", "GetQueryResults"];
  const actions = [
    ...queries,
    "GetQueryResultsStream",
    "BatchGetQueryExecution",
    "ListQueryExecutions",
    "GetWorkGroup",
  ];
  const saved = ["GetNamedQuery", "BatchGetNamedQuery", "ListNamedQueries"];
  const resource = `workgroup/${NAMES.workGroup}`;
  return {
    statement: new PolicyStatement({
      actions: [...actions, ...saved].map((action) => `athena:${action}`),
      resources: [Stack.of(scope).formatArn({ service: "athena", resource })],
    }),
  };
}

/** The console's editor asks these before anything else. */
const findWorkGroup = (): Permission => ({
  statement: new PolicyStatement({ actions: ["athena:ListWorkGroups", "athena:ListDataCatalogs"], resources: ["*"] }),
  wildcards: "IAM knows no resource for these two; they tell names only.",
});

/** The database, its tables and views; partitions are projected, so none is listed. */
export function readCatalog(scope: Construct): Permission {
  const arn = (resource: string) => Stack.of(scope).formatArn({ service: "glue", resource });
  const actions = ["GetDatabase", "GetDatabases", "GetTable", "GetTables", "GetPartitions"];
  return {
    statement: new PolicyStatement({
      actions: actions.map((action) => `glue:${action}`),
      resources: [arn("catalog"), arn(`database/${NAMES.database}`), arn(`table/${NAMES.database}/*`)],
    }),
    wildcards: "Every table and view of this deployment's own database.",
  };
}
