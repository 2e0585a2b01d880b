import { readSettingsFile, settingsPathOrExample } from "../shared/settings/settings-file.ts";
import { bundleFunctions } from "./bundles/bundle.ts";
import { smokeTest } from "./bundles/smoke-test.ts";

// `npm run build`: the bundles of all functions, each imported once, and their sizes.
const settings = readSettingsFile(settingsPathOrExample(undefined, process.env));
const kilobytes = (bytes: number) => `${(bytes / 1000).toFixed(0)} KB`;

for (const made of await bundleFunctions({ outdir: "dist", settings })) {
  await smokeTest(made);
  process.stdout.write(`${made.folder}: ${kilobytes(made.bytes)}, ${kilobytes(made.gzipBytes)} compressed\n`);
}
