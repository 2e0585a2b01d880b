import type { FileMetaData, SchemaElement } from "hyparquet";
import type { Columns } from "../catalog/column.ts";
import { columnsByPath } from "./footer.ts";

/**
 * A footer as if the file held only the wanted columns, integers among them without their annotations: hyparquet would turn
 * decimals into floats, and instants and days into Date objects, and put together every column of a list.
 */
export function narrowFooter(footer: FileMetaData, wanted: Columns): FileMetaData {
  const all = footer.row_groups.flatMap(({ columns }) =>
    columns.map(({ meta_data }) => pathOf(meta_data?.path_in_schema)),
  );
  const paths = columnsByPath(wanted);
  // Of a list that has none of its wanted columns all stay, for it still says how many elements there are.
  const lists = new Set(all.filter((path) => paths.has(path)).map(topOf));
  const keeps = (path: string): boolean => paths.has(path) || !lists.has(topOf(path));
  return {
    ...footer,
    schema: narrowSchema(footer.schema, keeps),
    row_groups: footer.row_groups.map((group) => ({
      ...group,
      columns: group.columns.filter(({ meta_data }) => keeps(pathOf(meta_data?.path_in_schema))),
    })),
  };
}

const pathOf = (path: readonly string[] | undefined): string => (path ?? []).join(".");
const topOf = (path: string): string => path.split(".", 1).join("");

/** Parquet lists a schema depth first, each group with the number of its children. */
function narrowSchema(schema: readonly SchemaElement[], keeps: (path: string) => boolean): SchemaElement[] {
  let at = 0;
  const visit = (parents: readonly string[]): SchemaElement[] => {
    const element = schema[at++];
    if (element === undefined) throw new RangeError("a schema with fewer columns than it says");
    const path = at === 1 ? [] : [...parents, element.name];
    if (element.num_children === undefined) return keeps(pathOf(path)) ? [withoutFormat(element)] : [];
    const children = Array.from({ length: element.num_children }, () => visit(path)).filter(({ length }) => length > 0);
    return [{ ...element, num_children: children.length }, ...children.flat()];
  };
  return visit([]);
}

function withoutFormat(element: SchemaElement): SchemaElement {
  if (element.type !== "INT64" && element.type !== "INT32") return element;
  const { converted_type: _converted, logical_type: _logical, ...plain } = element;
  return plain;
}
