import { Stack } from "aws-cdk-lib";
import { PolicyStatement } from "aws-cdk-lib/aws-iam";
import type { IBucket } from "aws-cdk-lib/aws-s3";
import type { Construct } from "constructs";
import type { Permission } from "../constructs/permission.ts";
import { locateBucket, mayListBucket, mayReadEncrypted, mayReadObjects } from "../constructs/permissions.ts";
import type { DataBucket } from "../constructs/storage.ts";
import { namesIn } from "../deployment-stack.ts";

/** Asking SQL: the workgroup, the catalog it reads by, and the objects below the tables. Not the mails, nor any secret. */
export function analystPermissions(scope: Construct, data: DataBucket): readonly Permission[] {
  const { bucket } = data;
  return [
    queryWorkGroup(scope),
    findWorkGroup(),
    browseCatalog(scope),
    readCatalog(scope),
    mayListBucket(bucket),
    locateBucket(bucket),
    readTables(bucket),
    ...mayReadEncrypted(scope, data),
  ];
}

const readTables = (bucket: IBucket): Permission =>
  mayReadObjects(bucket, ["snapshots/", "months/", "runs/", "deliveries/"]);

function queryWorkGroup(scope: Construct): Permission {
  const queries = ["StartQueryExecution", "StopQueryExecution", "GetQueryExecution", "GetQueryResults"];
  const actions = [
    ...queries,
    "GetQueryResultsStream",
    "BatchGetQueryExecution",
    "ListQueryExecutions",
    "GetWorkGroup",
    "GetQueryRuntimeStatistics",
  ];
  const saved = ["GetNamedQuery", "BatchGetNamedQuery", "ListNamedQueries"];
  const resource = `workgroup/${namesIn(scope).workGroup}`;
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

/** What Athena's console, Grafana and BI tools list tables by: Athena's own catalog actions, beside those of Glue that they end in. */
function browseCatalog(scope: Construct): Permission {
  const actions = ["GetDataCatalog", "GetDatabase", "ListDatabases", "GetTableMetadata", "ListTableMetadata"];
  return {
    statement: new PolicyStatement({
      actions: actions.map((action) => `athena:${action}`),
      resources: [Stack.of(scope).formatArn({ service: "athena", resource: "datacatalog/AwsDataCatalog" })],
    }),
  };
}

/** The database, its tables and views. Partitions are projected: tools that ask for one are told that there is none. The database `default` is asked for by every JDBC client. */
export function readCatalog(scope: Construct): Permission {
  const arn = (resource: string) => Stack.of(scope).formatArn({ service: "glue", resource });
  const actions = [
    "GetDatabase",
    "GetDatabases",
    "GetTable",
    "GetTables",
    "GetPartition",
    "GetPartitions",
    "BatchGetPartition",
  ];
  return {
    statement: new PolicyStatement({
      actions: actions.map((action) => `glue:${action}`),
      resources: [
        arn("catalog"),
        arn("database/default"),
        arn(`database/${namesIn(scope).database}`),
        arn(`table/${namesIn(scope).database}/*`),
      ],
    }),
    wildcards: "Every table and view of this deployment's own database.",
  };
}
