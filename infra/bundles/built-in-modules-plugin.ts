import { isBuiltin } from "node:module";
import type { Plugin } from "esbuild";

/**
 * Node's own modules without `import`, which reads all they export once, used or not: with `node:http` that loads the whole of `fetch`, a third
 * of a bare function's start. Nothing is read here before it is used.
 */
export const builtInModules: Plugin = {
  name: "built-in-modules",
  setup: (build) => {
    build.onResolve({ filter: /^(?:node:)?[a-z][a-z0-9_/]*$/ }, ({ path }) =>
      isBuiltin(path) ? { path, namespace: "built-in", sideEffects: false } : undefined,
    );
    build.onLoad({ filter: /.*/, namespace: "built-in" }, ({ path }) => ({
      contents: `module.exports = process.getBuiltinModule(${JSON.stringify(path)});`,
      loader: "js",
    }));
  },
};
