import type { Source } from "./column.ts";

const RUN_VALUES = {
  snapshotAt: "the run: its clock",
  activityDate: "the run: its scheduled time",
  runId: "the run: its id",
} as const;

/** Where a value comes from, for a person. */
export function sourceText(source: Source): string {
  switch (source.kind) {
    case "run":
      return RUN_VALUES[source.value];
    case "day-of":
      return `day of \`${source.column}\``;
    case "field":
      return source.fallback === undefined
        ? field(source.path)
        : `${field(source.path)}, or else ${field(source.fallback)}`;
    case "iri-tail":
      return `number at the end of ${field(source.path)}`;
    case "reference":
      return `id of ${field(source.path)}`;
    case "entries":
      return `number of entries of ${field(source.path)}`;
    case "any-entry":
      return `any entry of ${field(source.path)}`;
    case "is-null":
      return `${field(source.path)} is null`;
    case "scalar-text":
      return `text of ${field(source.path)}`;
    case "flag-or-empty":
      return `${field(source.path)}; an empty text is nothing`;
    case "any-of":
      return `the first there is of ${source.names.map(field).join(", ")}`;
    case "loose-list":
      return `${field(source.path)}: a list or a map by job id, of objects or IRIs`;
  }
}

/** A path that ends in a space needs quotes to be seen. */
const field = (path: string): string => (path.endsWith(" ") ? `\`"${path}"\`` : `\`${path}\``);
