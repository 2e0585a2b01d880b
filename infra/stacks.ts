import { type App, Validations } from "aws-cdk-lib";
import { AwsSolutionsChecks } from "cdk-nag";
import { namesOf, shareStack } from "../shared/settings/names.ts";
import type { Settings } from "../shared/settings/schema.ts";
import type { BundleFolders } from "./bundles/bundle.ts";
import { EnterpriseStack } from "./enterprise-stack.ts";
import { shares } from "./shares.ts";
import { ReportsStack } from "./stack.ts";

export interface StacksProps {
  readonly settings: Settings;
  readonly bundles: BundleFolders;
}

/**
 * All stacks of a deployment, checked by cdk-nag. Each share is there however few enterprises there are: the CLI deletes a deployed stack
 * that has become empty, but leaves one alone that the app does not name, and its schedules would fire for ever.
 */
export function createStacks(app: App, { settings, bundles }: StacksProps): void {
  Validations.of(app).addPlugins(new AwsSolutionsChecks(app));
  const names = namesOf(settings.deployment);
  const base = new ReportsStack(app, names.stack, {
    settings,
    bundles,
    description: "Convertr reports: functions, bucket, catalog, mail",
  });
  for (const [share, enterprises] of shares(settings.enterprises)) {
    const stack = new EnterpriseStack(app, shareStack(names, share), {
      settings,
      enterprises,
      description: `Convertr reports: schedules of enterprises, share ${share}`,
    });
    stack.addStackDependency(base);
  }
}
