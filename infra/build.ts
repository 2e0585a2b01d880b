import { dirname } from "node:path";
import { isReportsError } from "../shared/platform/errors.ts";
import { printableLines } from "../shared/platform/printable.ts";
import { checkReports } from "../shared/reports/checks/check-reports.ts";
import { readSettingsFile, settingsPathOrExample } from "../shared/settings/settings-file.ts";
import { bundleFunctions } from "./bundles/bundle.ts";
import { smokeTest } from "./bundles/smoke-test.ts";

// `npm run build`: the bundles of all functions, each imported once, and their sizes.
const kilobytes = (bytes: number) => `${(bytes / 1000).toFixed(0)} KB`;

try {
  const path = settingsPathOrExample(undefined, process.env);
  const settings = readSettingsFile(path);
  const reports = await checkReports(settings, { folder: dirname(path) });
  for (const made of await bundleFunctions({ outdir: "dist", settings, reports })) {
    await smokeTest(made);
    process.stdout.write(`${made.folder}: ${kilobytes(made.bytes)}, ${kilobytes(made.gzipBytes)} compressed\n`);
  }
} catch (error) {
  if (!isReportsError(error)) throw error;
  process.stderr.write(`${printableLines(`${error.name}: ${error.message}`)}\n`);
  process.exitCode = 2;
}
