import { type App, Validations } from "aws-cdk-lib";
import { AwsSolutionsChecks } from "cdk-nag";
import { ReportsError } from "../shared/platform/errors.ts";
import type { Settings } from "../shared/settings/schema.ts";
import type { BundleFolders } from "./bundles/bundle.ts";
import { EnterpriseStack } from "./enterprise-stack.ts";
import { NAMES } from "./names.ts";
import { shards } from "./shards.ts";
import { ReportsStack } from "./stack.ts";

export interface StacksProps {
  readonly settings: Settings;
  readonly bundles: BundleFolders;
}

/**
 * All stacks of a deployment, checked by cdk-nag.
 * @throws InvalidSettings without any enterprise
 */
export function createStacks(app: App, { settings, bundles }: StacksProps): void {
  if (Object.keys(settings.enterprises).length === 0) {
    throw new ReportsError("InvalidSettings", {
      what: "enterprises: must name at least one",
      where: "context.reports in cdk.json",
      remedy: "Add an enterprise",
    });
  }
  Validations.of(app).addPlugins(new AwsSolutionsChecks(app));
  const base = new ReportsStack(app, NAMES.stack, {
    settings,
    bundles,
    description: "Convertr reports: functions, bucket, catalog, mail",
  });
  for (const [shard, enterprises] of shards(settings.enterprises)) {
    const stack = new EnterpriseStack(app, `${NAMES.stack}-Enterprises-${shard}`, {
      enterprises,
      description: `Convertr reports: secrets and schedules of enterprises, share ${shard}`,
    });
    stack.addStackDependency(base);
  }
}
