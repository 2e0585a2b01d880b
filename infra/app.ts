import { dirname } from "node:path";
import { App } from "aws-cdk-lib";
import { isReportsError } from "../shared/platform/errors.ts";
import { printableLines } from "../shared/platform/printable.ts";
import { checkReports } from "../shared/reports/checks/check-reports.ts";
import { readSettingsFile, settingsPath } from "../shared/settings/settings-file.ts";
import { bundleFunctions, foldersOf } from "./bundles/bundle.ts";
import { createStacks } from "./stacks.ts";

const app = new App({ analyticsReporting: false });
try {
  const path = settingsPath(app.node.tryGetContext("settings"), process.env);
  const settings = readSettingsFile(path);
  const reports = await checkReports(settings, { folder: dirname(path) });
  const bundles = foldersOf(await bundleFunctions({ outdir: "dist", settings, reports }));
  createStacks(app, { settings, bundles });
} catch (error) {
  if (!isReportsError(error)) throw error;
  process.stderr.write(`${printableLines(`${error.name}: ${error.message}`)}\n`);
  process.exit(1);
}
