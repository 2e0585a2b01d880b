export interface Problem {
  /** Dotted, such as `enterprises.acme.digests.daily.to.1`. */
  readonly path: string;
  readonly message: string;
}

/** Every value that stands in a list before, without regard to case. */
export function duplicates(list: unknown, path: string): readonly Problem[] {
  if (!Array.isArray(list)) return [];
  const keys = list.map((value: unknown) => (typeof value === "string" ? value.toLowerCase() : value));
  return keys.flatMap((key, index) =>
    keys.indexOf(key) < index ? [{ path: `${path}.${index}`, message: "is there twice" }] : [],
  );
}

/** The own fields of an object, or none: for reading settings that may be wrong anywhere. */
export function fieldsOf(value: unknown): ReadonlyMap<string, unknown> {
  return new Map(typeof value === "object" && value !== null ? Object.entries(value) : []);
}
