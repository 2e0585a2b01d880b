import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import type { Plugin } from "esbuild";

const standIn = (name: string): string => fileURLToPath(new URL(`stand-ins/${name}.ts`, import.meta.url));

/** What packages bring along and no function uses, by how it is imported and from where: a third of a bundle's bytes. */
const REPLACED: readonly { readonly imported: RegExp; readonly by: RegExp; readonly standIn: string }[] = [
  { imported: /^@aws-sdk\/credential-provider-node$/, by: /@aws-sdk/, standIn: "environment-credentials" },
  { imported: /^@smithy\/core\/event-streams$/, by: /@(?:aws-sdk|smithy)/, standIn: "no-event-streams" },
  { imported: /^\.\/filter\.js$/, by: /[\\/]hyparquet[\\/]src[\\/]/, standIn: "no-filters" },
  { imported: /^\.\/mime-types\.js$/, by: /nodemailer/, standIn: "no-mime-types" },
  {
    imported: /^\.\.\/core\/(?:to-json-schema|json-schema-processors)\.js$/,
    by: /[\\/]zod[\\/]v4[\\/]classic[\\/]schemas\.js$/,
    standIn: "no-json-schema",
  },
];

/** Files of packages that are loaded but never called, with the names that others import of them; no names for what CommonJS requires. */
const NEVER_CALLED: readonly { readonly file: RegExp; readonly names?: readonly string[] }[] = [
  // Only a filter asks for Bloom filters, and no column has the types of the two others.
  { file: /[\\/]hyparquet[\\/]src[\\/]bloom\.js$/, names: ["bloomEligibleColumns", "readBloomFilter"] },
  { file: /[\\/]hyparquet[\\/]src[\\/]variant\.js$/, names: ["decodeVariantColumn"] },
  { file: /[\\/]hyparquet[\\/]src[\\/]wkb\.js$/, names: ["wkbToGeojson"] },
  // Hashes in JavaScript, for a Node without `node:crypto`'s.
  { file: /[\\/]@smithy[\\/]core[\\/].*[\\/]Sha256Js\.js$/, names: ["Sha256Js"] },
  { file: /[\\/]@smithy[\\/]core[\\/].*[\\/]Md5Js\.js$/, names: ["Md5Js"] },
  { file: /[\\/]@aws-sdk[\\/]checksums[\\/].*[\\/]Sha1Js\.js$/, names: ["Sha1Js"] },
  // Addresses come as name and address, and no attachment comes from an address on the net.
  { file: /[\\/]nodemailer[\\/]dist[\\/]esm[\\/](?:addressparser|fetch)[\\/]index\.js$/, names: ["default"] },
  // Pages come encoded and compressed; of thrift only the compact protocol is written.
  { file: /[\\/]parquetjs-lite[\\/]lib[\\/]codec[\\/](?:plain|plain_dictionary|rle)\.js$/ },
  { file: /[\\/]parquetjs-lite[\\/]modules[\\/]thrift-lite[\\/]framed_transport\.js$/ },
  { file: /[\\/]snappyjs[\\/]index\.js$/ },
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
    for (const { file, names } of NEVER_CALLED) {
      build.onLoad({ filter: file }, ({ path }) =>
        // Only of hyparquet can there be a second copy, which belongs to the benchmark's hyparquet-writer.
        path.includes("hyparquet-writer") ? undefined : { contents: absent(path, names), loader: "js" },
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

/** A module of which everything fails when it is called. */
function absent(path: string, names: readonly string[] | undefined): string {
  const name = path.split(/[\\/]node_modules[\\/]/).at(-1);
  const body = `{ throw new Error(${JSON.stringify(`${name} is not in the bundle: infra/bundles/unused-parts-plugin.ts`)}); }`;
  if (names === undefined) return `module.exports = function absent() ${body}`;
  return `function absent() ${body}\nexport { ${names.map((exported) => `absent as ${exported}`).join(", ")} };`;
}

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
