// Instead of hyparquet's filters, and the Bloom filters behind them: rows are read without one.
function refuse(filter: unknown): void {
  if (filter) throw new Error("hyparquet's filters are not in the bundle");
}

export function columnsNeededForFilter(filter: unknown): string[] {
  refuse(filter);
  return [];
}

export function pathsNeededForFilter(filter: unknown): string[] {
  refuse(filter);
  return [];
}

export function canSkipRowGroup({ filter }: { readonly filter?: unknown }): boolean {
  refuse(filter);
  return false;
}

/** Called with a row and its filter only when there is one. */
export function matchFilter(_row: unknown, filter: unknown): boolean {
  refuse(filter);
  return true;
}

export function filterPageRanges(filter: unknown): undefined {
  refuse(filter);
}
