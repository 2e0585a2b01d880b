import { type Column, isListColumn } from "./column.ts";

/** A Glue (Hive) type, taken apart so that each engine can write it its own way. */
export type HiveType =
  | { readonly kind: "scalar"; readonly name: string }
  | { readonly kind: "array"; readonly element: HiveType }
  | { readonly kind: "struct"; readonly fields: readonly (readonly [name: string, type: HiveType])[] };

/** The type of a catalog column as Glue writes it: `array<struct<id:bigint,payout:decimal(18,4)>>`. */
export function hiveTypeOf(column: Column): string {
  if (!isListColumn(column)) return column.type;
  const fields = Object.entries(column.element).map(([name, field]) => `${name}:${hiveTypeOf(field)}`);
  return `array<struct<${fields.join(",")}>>`;
}

/** @throws Error when the text is not a type this project writes; only our own declarations come here. */
export function parseHiveType(text: string): HiveType {
  const array = /^array<(.+)>$/.exec(text)?.[1];
  if (array !== undefined) return { kind: "array", element: parseHiveType(array) };
  const struct = /^struct<(.+)>$/.exec(text)?.[1];
  if (struct === undefined) {
    if (!/^[a-z]+(?:\(\d+(?:,\d+)?\))?$/.test(text)) throw new Error(`not a Hive type: ${text}`);
    return { kind: "scalar", name: text };
  }
  return {
    kind: "struct",
    fields: splitFields(struct).map((field) => {
      const colon = field.indexOf(":");
      return [field.slice(0, colon), parseHiveType(field.slice(colon + 1))] as const;
    }),
  };
}

/** Splits at the commas that lie in no bracket. */
function splitFields(text: string): string[] {
  const fields: string[] = [];
  let depth = 0;
  let start = 0;
  for (let at = 0; at < text.length; at++) {
    const sign = text[at];
    if (sign === "<" || sign === "(") depth++;
    else if (sign === ">" || sign === ")") depth--;
    else if (sign === "," && depth === 0) {
      fields.push(text.slice(start, at));
      start = at + 1;
    }
  }
  return [...fields, text.slice(start)];
}

/** `STRUCT("id" BIGINT)[]`: letter for letter what DuckDB's DESCRIBE prints. */
export function duckdbTypeOf(hive: string): string {
  const write = (type: HiveType): string => {
    if (type.kind === "array") return `${write(type.element)}[]`;
    if (type.kind === "struct") return `STRUCT(${type.fields.map(([name, f]) => `"${name}" ${write(f)}`).join(", ")})`;
    return type.name === "string" ? "VARCHAR" : type.name.toUpperCase();
  };
  return write(parseHiveType(hive));
}

/** `array(row("id" bigint))`: how a Presto view's JSON and Trino's DESCRIBE write it. */
export function prestoTypeOf(hive: string): string {
  const write = (type: HiveType): string => {
    if (type.kind === "array") return `array(${write(type.element)})`;
    if (type.kind === "struct") return `row(${type.fields.map(([name, f]) => `"${name}" ${write(f)}`).join(", ")})`;
    if (type.name === "string") return "varchar";
    return type.name === "timestamp" ? "timestamp(3)" : type.name;
  };
  return write(parseHiveType(hive));
}
