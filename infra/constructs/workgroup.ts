import { CfnWorkGroup } from "aws-cdk-lib/aws-athena";
import { Construct } from "constructs";
import { NAMES } from "../names.ts";
import { acknowledge } from "./acknowledge.ts";

/** A guard against a slip, not a limit of use: years of snapshots are some gigabytes. Cancelled queries are billed for what they read. */
const BYTES_CUTOFF = 10_000_000_000;

/** The Athena workgroup. Results lie with Athena, encrypted and for a day, not in a bucket beside the data. */
export class WorkGroup extends Construct {
  readonly name: string;

  constructor(scope: Construct, id: string) {
    super(scope, id);
    const group = new CfnWorkGroup(this, "WorkGroup", {
      name: NAMES.workGroup,
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
    this.name = group.name;
  }
}
