/** Ids strictly between two neighbours in page order: a row that slid over the boundary can only be there. */
export interface Gap {
  readonly after: number;
  readonly before: number;
  /** The page whose end it follows; read again, it shows what slid onto it. */
  readonly page: number;
}

/** Collects the ids of gaps into batches of one request each, up to a number of requests. */
export interface GapProbe {
  /** Batches that are full now. Undefined when the gap is too wide for what is left: the page is to be read again instead. */
  add(gap: Gap): readonly (readonly number[])[] | undefined;
  /** What is left at the end, the last batch. */
  rest(): readonly number[];
}

/**
 * @param limits.ids per request (100 make an address of about 1.7 KB)
 * @param limits.requests how many requests all gaps together may cost (faults.md, part 2.4)
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
