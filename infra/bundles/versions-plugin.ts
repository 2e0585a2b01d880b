import { readFile } from "node:fs/promises";
import type { Plugin } from "esbuild";

/** Of each `package.json` the name and the version: code that imports one tells its version, and needs no scripts. */
export const versions: Plugin = {
  name: "versions",
  setup: (build) => {
    build.onLoad({ filter: /[\\/]package\.json$/ }, async ({ path }) => {
      const { name, version } = JSON.parse(await readFile(path, "utf8"));
      return { contents: JSON.stringify({ name, version }), loader: "json" };
    });
  },
};
