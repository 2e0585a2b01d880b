import { type ApiObject, isApiObject } from "./values/collection.ts";
import { ABSENT } from "./values/refusal.ts";

/** What is at a path of a record: a JSON value, `ABSENT`, or `NULL_PARENT` when an object on the way is null. */
export type PathReader = (record: ApiObject) => unknown;

/** An embedded object that the API says is null: the campaign has no country, hence no country code. */
export const NULL_PARENT: unique symbol = Symbol("the object it belongs to is null");

/** Compiles a dotted path once, so that no row splits it. */
export function compilePath(path: string): PathReader {
  const [first = "", ...rest] = path.split(".");
  if (rest.length === 0) return (record) => own(record, first);
  const inner = compilePath(rest.join("."));
  return (record) => {
    const parent = own(record, first);
    if (isApiObject(parent)) return inner(parent);
    return parent === null ? NULL_PARENT : ABSENT;
  };
}

/** JSON has no undefined, and no name of the catalog is one of Object.prototype's. */
const own = (record: ApiObject, name: string): unknown => {
  const value = record[name];
  return value === undefined ? ABSENT : value;
};
