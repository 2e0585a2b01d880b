/**
 * Works on items, at most `limit` of them at a time, and gives the results in the items' order. After a failure nothing more is begun.
 * @throws the failure of the first item, in their order, that failed; when all that was begun has ended
 */
export async function atOnce<T, R>(
  items: readonly T[],
  limit: number,
  work: (item: T) => Promise<R>,
): Promise<readonly R[]> {
  const results: R[] = new Array(items.length);
  const failures = new Map<number, unknown>();
  let next = 0;
  const worker = async (): Promise<void> => {
    for (let at = next++; at < items.length && failures.size === 0; at = next++) {
      try {
        results[at] = await work(items[at] as T);
      } catch (error) {
        failures.set(at, error);
      }
    }
  };
  await Promise.all(Array.from({ length: Math.min(limit, items.length) }, worker));
  if (failures.size > 0) throw failures.get(Math.min(...failures.keys()));
  return results;
}
