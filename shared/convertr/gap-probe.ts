/** Ids strictly between two neighbours in page order: a row that slid over the boundary can only be there. */
export interface Gap {
  readonly after: number;
  readonly before: number;
  /** How many members the pages before the boundary hold. Absent for a gap within a page. */
  readonly offset?: number;
}

/** Collects the ids of gaps into batches of one request each, up to a number of requests. */
export interface GapProbe {
  /** Batches that are full now. Undefined when the gap is too wide for what is left: see `straddlingPage`. */
  add(gap: Gap): readonly (readonly number[])[] | undefined;
  /** What is left at the end, the last batch. */
  rest(): readonly number[];
}

/**
 * @param limits.ids per request (100 make an address of about 1.7 KB)
 * @param limits.requests how many requests all gaps together may cost (docs/pulling.md, "Gaps between pages")
 */
export function createGapProbe(limits: { readonly ids: number; readonly requests: number }): GapProbe {
  let left = limits.ids * limits.requests;
  let batch: number[] = [];
  return {
    add: (gap) => {
      const width = gap.before - gap.after - 1;
      if (width > left) return undefined;
      left -= width;
      const full: number[][] = [];
      for (let id = gap.after + 1; id < gap.before; id++) {
        batch.push(id);
        if (batch.length < limits.ids) continue;
        full.push(batch);
        batch = [];
      }
      return full;
    },
    rest: () => batch,
  };
}

/**
 * A page of another size that has the boundary at `offset` near its middle. Its one answer shows both sides of a gap that is too
 * wide to be asked for id by id, and what lies between them, whatever happened before or after it.
 * @param most the greatest page size the API takes
 */
export function straddlingPage(offset: number, most: number): { readonly page: number; readonly pageSize: number } {
  const margin = (size: number) => Math.min(offset % size, size - (offset % size));
  const sizes = Array.from({ length: most - 1 }, (_, index) => index + 2);
  const pageSize = sizes.reduce((best, size) => (margin(size) >= margin(best) ? size : best), 2);
  return { page: Math.floor(offset / pageSize) + 1, pageSize };
}

/** What a probe's answer shows: only members that were asked for, and all of them on one page. */
export function probeDoubt(
  ids: readonly number[],
  answer: {
    readonly members: readonly { readonly id: number }[];
    readonly length: number;
    readonly totalItems: number | undefined;
  },
): string | undefined {
  const asked = new Set(ids);
  if (!answer.members.every(({ id }) => asked.has(id))) return "the filter by id was not applied";
  if ((answer.totalItems ?? answer.length) > answer.length) return "the probe's answer has more pages";
  return undefined;
}
