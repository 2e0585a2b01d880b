/** Counts in how many objects a documented field was absent: in some it is reported, in all it was renamed. */
export interface FieldPresence {
  /** An object that should have the fields below `prefix` was read: `""` for records, `campaignPublisherBands.` for bands. */
  record(prefix: string): void;
  /** Registers a field; the function it gives notes one object that lacks it. */
  field(prefix: string, path: string): () => void;
  /** Fields that at least one object lacked, sorted. */
  missing(): string[];
  /** Fields that every object lacked, sorted; none when there were no objects. */
  missingFromAll(): string[];
}

export function createFieldPresence(): FieldPresence {
  const objects = new Map<string, number>();
  const fields = new Map<string, { readonly prefix: string; absent: number; readers: number }>();
  const names = (test: (absent: number, of: number) => boolean): string[] =>
    [...fields]
      .filter(([, { prefix, absent, readers }]) => test(absent, (objects.get(prefix) ?? 0) * readers))
      .map(([path]) => path)
      .sort();
  return {
    record: (prefix) => void objects.set(prefix, (objects.get(prefix) ?? 0) + 1),
    field: (prefix, path) => {
      // Two columns may read one field: campaignPayoutBand gives an id and a flag.
      const entry = fields.get(path) ?? { prefix, absent: 0, readers: 0 };
      entry.readers += 1;
      fields.set(path, entry);
      return () => {
        entry.absent += 1;
      };
    },
    missing: () => names((absent) => absent > 0),
    missingFromAll: () => names((absent, of) => of > 0 && absent >= of),
  };
}
