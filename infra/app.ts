import { App } from "aws-cdk-lib";
import { isReportsError } from "../shared/platform/errors.ts";
import { parseSettings } from "../shared/settings/settings.ts";
import { bundleFunctions, foldersOf } from "./bundles/bundle.ts";
import { createStacks } from "./stacks.ts";

const app = new App({ analyticsReporting: false });
try {
  const settings = parseSettings(app.node.tryGetContext("reports"), "context.reports in cdk.json");
  const bundles = foldersOf(await bundleFunctions({ outdir: "dist", settings }));
  createStacks(app, { settings, bundles });
} catch (error) {
  if (!isReportsError(error)) throw error;
  process.stderr.write(`${error.name}: ${error.message}\n`);
  process.exit(1);
}
