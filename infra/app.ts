import { dirname } from "node:path";
import { App } from "aws-cdk-lib/core";
import { isReportsError } from "../shared/platform/errors.ts";
import { printableLines } from "../shared/platform/printable.ts";
import { readSettingsFile, settingsPath } from "../shared/settings/settings-file.ts";

const app = new App({ analyticsReporting: false });
try {
  const path = settingsPath(app.node.tryGetContext("settings"), process.env);
  const settings = readSettingsFile(path);
  // What is wrong with the settings is told without the seconds that the rest takes to load.
  const { checkReports } = await import("../shared/reports/checks/check-reports.ts");
  const reports = await checkReports(settings, { folder: dirname(path) });
  const { bundleFunctions, foldersOf } = await import("./bundles/bundle.ts");
  const bundles = foldersOf(await bundleFunctions({ outdir: "dist", settings, reports }));
  const { createStacks } = await import("./stacks.ts");
  createStacks(app, { settings, bundles });
} catch (error) {
  if (!isReportsError(error)) throw error;
  process.stderr.write(`${printableLines(`${error.name}: ${error.message}`)}\n`);
  process.exit(1);
}
