import { readFile } from "node:fs/promises";
import { sep } from "node:path";
import type { Plugin } from "esbuild";

/** What of the package was written for sloppy mode, by file: counted in version 0.8.7. */
const EXPECTED: Readonly<Record<string, { readonly globals?: number; readonly buffers?: number }>> = {
  "gen-nodejs/parquet_types.js": { globals: 36 },
  "modules/thrift-lite/buffered_transport.js": { buffers: 6 },
  "modules/thrift-lite/compact_protocol.js": { buffers: 8 },
  "modules/thrift-lite/framed_transport.js": { buffers: 4 },
  "lib/reader.js": { buffers: 1 },
  // Of node-int64, which writes its 64-bit numbers.
  "Int64.js": { buffers: 3 },
};

/** `Statistics = module.exports.Statistics = …`: an implicit global, which strict mode refuses. */
const GLOBAL = /^(\w+)(?= = module\.exports\.\1 = )/gm;
/** Deprecated; ends the process under `--throw-deprecation`. */
const BUFFER = /\bnew Buffer\(/g;
const NEW_BUFFER = `const newBuffer = (of, encoding) => typeof of === "number" ? Buffer.alloc(of) : Buffer.from(of, encoding);\n`;

/** Mends parquetjs-lite for a strict bundle, and fails the build when the package is not the one that was counted. */
export const parquetjsLite: Plugin = {
  name: "parquetjs-lite",
  setup: (build) => {
    build.onLoad({ filter: /[\\/](?:parquetjs-lite|node-int64)[\\/].*\.js$/ }, async ({ path }) => {
      const source = await readFile(path, "utf8");
      const [, inside = ""] = path.split(/[\\/](?:parquetjs-lite|node-int64)[\\/]/);
      const file = inside.split(sep).join("/");
      const expected = { globals: 0, buffers: 0, ...EXPECTED[file] };
      const found = { globals: source.match(GLOBAL)?.length ?? 0, buffers: source.match(BUFFER)?.length ?? 0 };
      if (found.globals !== expected.globals || found.buffers !== expected.buffers) {
        const text = `${file} is not as expected: ${JSON.stringify(found)}, not ${JSON.stringify(expected)}. Look at the new version before mending it.`;
        return { errors: [{ text }] };
      }
      const mended = source.replace(GLOBAL, "var $1").replace(BUFFER, "newBuffer(");
      return { contents: found.buffers > 0 ? NEW_BUFFER + mended : mended, loader: "js" };
    });
  },
};
