import { CfnNamedQuery, CfnWorkGroup } from "aws-cdk-lib/aws-athena";
import { Construct } from "constructs";
import { namedQueries } from "../../shared/catalog/queries.ts";
import { namesIn } from "../deployment-stack.ts";
import { acknowledge } from "./acknowledge.ts";

/** A guard against a slip, not a limit of use: years of snapshots are some gigabytes. Cancelled queries are billed for what they read. */
const BYTES_CUTOFF = 10_000_000_000;

export interface WorkGroupProps {
  /** The one that the saved questions ask about until somebody names another in them. */
  readonly enterprise: string;
}

/** The Athena workgroup with its saved questions. Results lie with Athena, encrypted and for a day, not in a bucket beside the data. */
export class WorkGroup extends Construct {
  constructor(scope: Construct, id: string, { enterprise }: WorkGroupProps) {
    super(scope, id);
    const group = new CfnWorkGroup(this, "WorkGroup", {
      name: namesIn(this).workGroup,
      description: "SQL over the snapshots of Convertr",
      recursiveDeleteOption: true,
      workGroupConfiguration: {
        enforceWorkGroupConfiguration: true,
        publishCloudWatchMetricsEnabled: true,
        bytesScannedCutoffPerQuery: BYTES_CUTOFF,
        engineVersion: { selectedEngineVersion: "Athena engine version 3" },
        managedQueryResultsConfiguration: { enabled: true },
      },
    });
    acknowledge(group, {
      "AwsSolutions-ATH1":
        "Managed results are always encrypted, by Athena's own key; the rule only knows results in a bucket.",
    });
    for (const query of namedQueries(enterprise)) {
      new CfnNamedQuery(this, `Query-${query.name}`, {
        name: query.name,
        description: query.question,
        database: namesIn(this).database,
        workGroup: namesIn(this).workGroup,
        queryString: query.sql,
      }).node.addDependency(group);
    }
  }
}
