/**
 * Starts pages ahead and yields them in page order, at most `window` of them started and not yet taken: that bounds the
 * memory and lets a slow taker hold the rest back. How many are really under way is for the slots to say.
 * @param get tells the others to stop when it fails; whoever iterates waits for them
 */
export async function* orderedPages<T>(
  range: { readonly from: number; readonly to: number; readonly window: number },
  get: (page: number) => Promise<T>,
): AsyncGenerator<readonly [number, T]> {
  const started: Promise<T>[] = [];
  let next = range.from;
  const startMore = () => {
    while (next <= range.to && started.length < range.window) {
      const page = get(next);
      // Awaited in its turn below; until then a failure must not count as unhandled.
      page.catch(() => {});
      started.push(page);
      next += 1;
    }
  };
  startMore();
  for (let page = range.from; page <= range.to; page++) {
    const arrived = await started[0];
    started.shift();
    startMore();
    yield [page, arrived as T];
  }
}
