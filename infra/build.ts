import { readFile } from "node:fs/promises";
import { parseSettings } from "../shared/settings/settings.ts";
import { bundleFunctions } from "./bundles/bundle.ts";
import { smokeTest } from "./bundles/smoke-test.ts";

// `npm run build`: the bundles of all functions, each imported once, and their sizes.
const cdk = JSON.parse(await readFile(new URL("../cdk.json", import.meta.url), "utf8"));
const settings = parseSettings(cdk.context?.reports, "context.reports in cdk.json");
const kilobytes = (bytes: number) => `${(bytes / 1000).toFixed(0)} KB`;

for (const made of await bundleFunctions({ outdir: "dist", settings })) {
  await smokeTest(made);
  process.stdout.write(`${made.folder}: ${kilobytes(made.bytes)}, ${kilobytes(made.gzipBytes)} compressed\n`);
}
