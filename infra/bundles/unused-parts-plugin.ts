import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import type { Plugin } from "esbuild";

const standIn = (name: string): string => fileURLToPath(new URL(`stand-ins/${name}.ts`, import.meta.url));

/** What packages bring along and no function uses, by how it is imported and from where: a third of a bundle's bytes. */
const REPLACED: readonly { readonly imported: RegExp; readonly by: RegExp; readonly standIn: string }[] = [
  { imported: /^@aws-sdk\/credential-provider-node$/, by: /@aws-sdk/, standIn: "environment-credentials" },
  { imported: /^@smithy\/core\/event-streams$/, by: /@(?:aws-sdk|smithy)/, standIn: "no-event-streams" },
  { imported: /^\.\/mime-types\.js$/, by: /nodemailer/, standIn: "no-mime-types" },
  {
    imported: /^\.\.\/core\/(?:to-json-schema|json-schema-processors)\.js$/,
    by: /[\\/]zod[\\/]v4[\\/]classic[\\/]schemas\.js$/,
    standIn: "no-json-schema",
  },
];

/** Leaves out what a function never uses; where it would be used after all, it fails by name. */
export const unusedParts: Plugin = {
  name: "unused-parts",
  setup: (build) => {
    for (const { imported, by, standIn: name } of REPLACED) {
      build.onResolve({ filter: imported }, ({ importer }) =>
        by.test(importer) ? { path: standIn(name) } : undefined,
      );
    }
    build.onLoad(
      { filter: /@aws-sdk[\\/]client-[^\\/]+[\\/]dist-es[\\/]schemas[\\/]schemas_0\.js$/ },
      async ({ path }) => {
        const { contents, marked } = withPureSchemas(await readFile(path, "utf8"));
        if (marked > 0) return { contents, loader: "js" };
        return { errors: [{ text: `${path} holds no schema in the form that was known. Look at the new version.` }] };
      },
    );
  },
};

/**
 * `export var X$ = […];` of the SDK's clients, one for each shape of the service: esbuild takes their computed keys for side
 * effects and keeps all of them. As calls marked pure only those of the requests in use stay.
 */
function withPureSchemas(source: string): { readonly contents: string; readonly marked: number } {
  let marked = 0;
  const contents = source.replace(/^export var (\w+\$?) = (\[[^;]*\]);$/gm, (_, name, literal) => {
    marked += 1;
    return `export var ${name} = /* @__PURE__ */ (() => ${literal})();`;
  });
  return { contents, marked };
}
