import * as z from "zod";
import { jsonOfBytes, parseJson } from "../platform/json.ts";
import type { RecordTable, RecordType } from "./records.ts";

type Camel<S> = S extends `${infer A}_${infer B}` ? `${A}${Capitalize<Camel<B>>}` : S;

type ValueOf<T> = T extends "bigint"
  ? number
  : T extends "boolean"
    ? boolean
    : T extends "string" | "date" | "timestamp"
      ? string
      : T extends { readonly oneOf: readonly (infer S)[] }
        ? S
        : T extends { readonly maybe: infer V }
          ? ValueOf<V> | null
          : T extends { readonly later: infer L }
            ? ValueOf<L> | null
            : T extends { readonly list: infer E }
              ? readonly ValueOf<E>[]
              : T extends { readonly struct: infer F }
                ? { readonly [N in keyof F as Camel<N>]: ValueOf<F[N]> }
                : never;

/** A record in memory: its table's columns and partition keys in camelCase, instants as ISO 8601 text with `Z`. */
export type RecordOf<T extends RecordTable> = {
  readonly [N in keyof T["partitionKeys"] as Camel<N>]: string;
} & { readonly [N in keyof T["columns"] as Camel<N>]: ValueOf<T["columns"][N]["type"]> };

/** The record as one line of snake_case JSON, every column named, partition keys first. */
export function recordLine<T extends RecordTable>(table: T, record: RecordOf<T>): string {
  return `${JSON.stringify(storedOf({ struct: fieldsOf(table) }, record))}\n`;
}

/**
 * A line read back; columns a later version added are ignored, a missing one is an error.
 * @param line as text, or as the bytes that were stored
 * @returns undefined when it is not a record of this table, or no UTF-8
 */
export function readRecordLine<T extends RecordTable>(table: T, line: string | Uint8Array): RecordOf<T> | undefined {
  const json = typeof line === "string" ? parseJson(line) : jsonOfBytes(line);
  const result = schemaOf({ struct: fieldsOf(table) }).safeParse(json);
  return result.success ? (result.data as RecordOf<T>) : undefined;
}

function fieldsOf(table: RecordTable): { readonly [name: string]: RecordType } {
  const partitions = Object.keys(table.partitionKeys).map((name) => [name, "string"] as const);
  const columns = Object.entries(table.columns).map(([name, column]) => [name, column.type] as const);
  return Object.fromEntries<RecordType>([...partitions, ...columns]);
}

const camelOf = (name: string): string => name.replace(/_([a-z0-9])/g, (_, letter: string) => letter.toUpperCase());

function storedOf(type: RecordType, value: unknown): unknown {
  if (type === "timestamp") return new Date(String(value)).toISOString().replace("T", " ").replace("Z", "");
  if (typeof type === "string" || "oneOf" in type) return value;
  if ("maybe" in type) return value === null ? null : storedOf(type.maybe, value);
  if ("later" in type) return value === null ? null : storedOf(type.later, value);
  if ("list" in type) return (value as readonly unknown[]).map((element) => storedOf(type.list, element));
  const struct = value as Readonly<Record<string, unknown>>;
  return Object.fromEntries(
    Object.entries(type.struct).map(([name, field]) => [name, storedOf(field, struct[camelOf(name)])]),
  );
}

/** The check of a stored value, which also turns it into its form in memory. */
function schemaOf(type: RecordType): z.ZodType {
  if (type === "string") return z.string();
  if (type === "bigint") return z.int();
  if (type === "boolean") return z.boolean();
  if (type === "date") return z.iso.date();
  if (type === "timestamp") return storedInstant;
  if ("oneOf" in type) return z.enum(type.oneOf);
  if ("maybe" in type) return schemaOf(type.maybe).nullable();
  if ("later" in type) return schemaOf(type.later).nullable().default(null);
  if ("list" in type) return z.array(schemaOf(type.list));
  const fields = Object.entries(type.struct);
  return z
    .object(Object.fromEntries(fields.map(([name, field]) => [name, schemaOf(field)])))
    .transform((struct) => Object.fromEntries(fields.map(([name]) => [camelOf(name), struct[name]])));
}

const storedInstant = z
  .string()
  .regex(/^\d{4}-\d{2}-\d{2} \d{2}:\d{2}:\d{2}\.\d{3}$/)
  .transform((text) => `${text.replace(" ", "T")}Z`)
  .refine((text) => !Number.isNaN(Date.parse(text)));
