/** The number at the end of an IRI. */
const IRI_ID = /\/(\d+)$/;

/**
 * What is at a dotted path of a record, through objects and lists; an IRI stands for the object whose `id` is its tail.
 * @returns undefined when the record has no such field; a field that is null, or belongs to one that is, has the value null
 */
export function valuesAt(record: unknown, path: string): readonly unknown[] | undefined {
  const [first = "", ...rest] = path.split(".");
  if (Array.isArray(record)) {
    const all = record.map((entry) => valuesAt(entry, path));
    const shown = all.filter((values) => values !== undefined);
    return all.length > 0 && shown.length === 0 ? undefined : shown.flat();
  }
  if (typeof record === "string" && path === "id") {
    const id = IRI_ID.exec(record)?.[1];
    return id === undefined ? undefined : [Number(id)];
  }
  if (typeof record !== "object" || record === null || !Object.hasOwn(record, first)) return undefined;
  const value: unknown = Reflect.get(record, first);
  if (value === null) return [null];
  if (rest.length > 0) return valuesAt(value, rest.join("."));
  return Array.isArray(value) ? value : [value];
}
