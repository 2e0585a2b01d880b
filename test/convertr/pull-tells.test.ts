import { describe, expect, test } from "vitest";
import { type Api, ids, row, startApi } from "./api-server.ts";
import { changed, members, onPages, small } from "./changed-pages.ts";
import type { kit } from "./client-kit.ts";

describe("a pull tells", () => {
  const why = (k: ReturnType<typeof kit>) =>
    k.log.filter(({ event }) => /sequential|again/.test(event)).map(({ event, fields }) => [event, fields["reason"]]);

  test("why it reads one page after the other, and why it starts again", async () => {
    await using api = await startApi(ids(12));
    const reversed = changed((envelope) => ({ ...envelope, "hydra:member": members(envelope).toReversed() }));
    const k = small(api);
    onPages(api, () => true, reversed);
    await k.pull();
    const [sequential, again] = ["convertr-sequential", "convertr-pull-again"];
    const unsure = "ids do not rise, and no other pull confirms it";
    expect(why(k)).toEqual([
      [sequential, "not ordered by id"],
      [again, unsure],
      [sequential, "not ordered by id"],
    ]);
    expect(k.log.every(({ fields }) => fields["collection"] === "campaigns")).toBe(true);
    k.log.splice(0);
    onPages(api, ({ page }) => page === 2, reversed);
    await k.pull();
    // The first pull went by an order that was not there: it confirms nothing.
    expect(why(k)).toEqual([
      [again, "ids do not rise"],
      [sequential, "ids did not rise before"],
      [again, unsure],
      [sequential, "ids did not rise before"],
    ]);
    k.log.splice(0);
    onPages(api, () => false, reversed);
    await k.pull();
    expect(why(k)).toEqual([]);
  });

  test("that it tried three times when nothing proves it by itself", async () => {
    await using api = await startApi(ids(12));
    const neither = { "hydra:totalItems": null };
    onPages(
      api,
      () => true,
      changed((envelope) => ({ ...envelope, ...neither, "hydra:member": members(envelope).toReversed() })),
    );
    expect((await small(api).fails()).message).toMatch(/^3 pulls .*neither order nor total/);
  });

  test("its own requests, retries and bytes, not those of the client's pulls before", async () => {
    await using api = await startApi(ids(12));
    const k = small(api);
    onPages(
      api,
      ({ page, nthOfPage }) => page === 2 && nthOfPage === 0,
      (reply) => reply.send(429, "", { "retry-after": "3" }),
    );
    const first = await k.pull();
    expect(first).toMatchObject({ requests: 5, retries: 1, throttledMs: 3500, pages: 3 });
    const second = await k.pull();
    expect(second).toMatchObject({ requests: 3, retries: 0, throttledMs: 0, pages: 3 });
    expect(second.responseBytes).toBeGreaterThan(500);
    expect(second.responseBytes).toBeLessThan(first.responseBytes);
    const { fields } = k.log.findLast(({ event }) => event === "convertr-pull") ?? expect.fail();
    expect(fields).toMatchObject({ collection: "campaigns", requests: 3, rows: 12, leftOut: 0, attemptMs: {} });
  });

  test("how far it is, of the pages that the newest total fills, or of those there are when there is none", async () => {
    const told = async (rows: number, script: (api: Api) => void) => {
      await using api = await startApi(ids(rows));
      script(api);
      const progress: (readonly [number, number])[] = [];
      const onProgress = (done: number, total: number) => void progress.push([done, total]);
      await small(api, { onProgress, concurrency: 1 }).pull();
      return progress;
    };
    expect(await told(0, () => {})).toEqual([[1, 1]]);
    expect(await told(10, () => {})).toEqual([
      [1, 2],
      [2, 2],
    ]);
    const growing = (api: Api) => {
      api.script = ({ kind, page }) => {
        if (kind === "page" && page === 2) for (const id of ids(4, 13)) api.rows.set(id, row(id));
        return undefined;
      };
    };
    expect(await told(12, growing)).toEqual([
      [1, 3],
      [2, 4],
      [3, 4],
      [4, 4],
    ]);
    const totalOf = (page: number) => (api: Api) =>
      onPages(
        api,
        (hit) => hit.page >= page,
        changed((envelope) => ({ ...envelope, "hydra:totalItems": null })),
      );
    // Pulled twice, since nothing tells a total.
    expect(await told(7, totalOf(1))).toEqual([
      [1, 1],
      [2, 2],
      [1, 1],
      [2, 2],
    ]);
  });
});
