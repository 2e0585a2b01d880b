import { type FileMetaData, parquetSchema, type SchemaElement, type SchemaTree } from "hyparquet";
import { type Column, type Columns, isListColumn } from "../catalog/column.ts";

/** The groups between a list and the columns of its elements, as Parquet's standard three levels name them. */
export const LIST_GROUPS = ["list", "element"] as const;

/** Every column by its dotted path in the Parquet schema: `bands`, `bands.list.element.payout`. */
export function columnsByPath(columns: Columns): ReadonlyMap<string, Column> {
  const found = new Map<string, Column>();
  for (const [name, column] of Object.entries(columns)) {
    found.set(name, column);
    if (!isListColumn(column)) continue;
    for (const [path, inner] of columnsByPath(column.element)) found.set([name, ...LIST_GROUPS, path].join("."), inner);
  }
  return found;
}

export interface FoundColumn {
  /** The catalog's type that the footer declares; the Parquet words when it is none of them. */
  readonly type: string;
  readonly nullable: boolean;
}

/** What a footer declares, by dotted path; the groups between a list and its columns are not columns. */
export function foundColumns(footer: FileMetaData): ReadonlyMap<string, FoundColumn> {
  const found = new Map<string, FoundColumn>();
  for (const child of parquetSchema(footer).children) addColumn(found, child);
  return found;
}

function addColumn(found: Map<string, FoundColumn>, tree: SchemaTree): void {
  const path = tree.path.join(".");
  const nullable = tree.element.repetition_type === "OPTIONAL";
  if (tree.children.length === 0) {
    found.set(path, { type: typeOf(tree.element), nullable });
    return;
  }
  const columns = elementColumns(tree);
  found.set(path, { type: columns === undefined ? "a group that is no list of structs" : "array", nullable });
  for (const column of columns ?? []) addColumn(found, column);
}

/** The columns of `optional x (LIST) { repeated list { required element { … } } }`; undefined for any other group. */
function elementColumns(tree: SchemaTree): readonly SchemaTree[] | undefined {
  const [list] = tree.children;
  const [element] = list?.children ?? [];
  const names = [list?.element.name, element?.element.name];
  const isList =
    tree.element.converted_type === "LIST" &&
    list?.element.repetition_type === "REPEATED" &&
    element?.element.repetition_type === "REQUIRED" &&
    tree.children.length === 1 &&
    list.children.length === 1 &&
    names.join(".") === LIST_GROUPS.join(".");
  return isList && element.children.length > 0 ? element.children : undefined;
}

function typeOf(element: SchemaElement): string {
  const { type, converted_type: converted, logical_type: logical, precision, scale } = element;
  if (type === "INT64" && converted === undefined && logical === undefined) return "bigint";
  if (type === "INT64" && converted === "DECIMAL") return `decimal(${precision},${scale})`;
  if (type === "INT64" && logical?.type === "TIMESTAMP" && logical.unit === "MILLIS" && logical.isAdjustedToUTC) {
    return "timestamp";
  }
  if (type === "INT32" && converted === "DATE") return "date";
  if (type === "BOOLEAN") return "boolean";
  if (type === "BYTE_ARRAY" && converted === "UTF8") return "string";
  return [type, converted].filter((word) => word !== undefined).join(" ");
}
