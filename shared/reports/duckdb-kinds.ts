import type { SheetKind } from "../workbook/sheet.ts";

/** The kind of a column, by DuckDB's name of its type. @returns undefined for what no cell can hold, such as lists */
export function kindOf(type: string): SheetKind | undefined {
  if (/^U?(?:HUGEINT|BIGINT|INTEGER|SMALLINT|TINYINT)$/.test(type)) return "integer";
  if (/^DECIMAL\(\d+,\d+\)$/.test(type)) return "decimal";
  return KINDS[type];
}

const KINDS: Readonly<Record<string, SheetKind>> = {
  DOUBLE: "number",
  FLOAT: "number",
  VARCHAR: "text",
  BOOLEAN: "boolean",
  DATE: "day",
  TIMESTAMP: "instant",
  TIMESTAMP_S: "instant",
  TIMESTAMP_MS: "instant",
  TIMESTAMP_NS: "instant",
  "TIMESTAMP WITH TIME ZONE": "instant",
};
