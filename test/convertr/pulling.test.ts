import { describe, expect, test } from "vitest";
import type { ConvertrClientOptions } from "../../shared/convertr/client.ts";
import { orderedPages } from "../../shared/convertr/pull/pull.ts";
import { type Api, ids, row, type Scripted, startApi } from "./api-server.ts";
import { changed, type Envelope, members, onPages, small } from "./changed-pages.ts";
import { whole } from "./client-kit.ts";

/** The first members of a page have no id, as many as `bad` says of the page that begins with this one. */
const spoiled = (bad: (first: unknown) => number) =>
  changed((envelope) => {
    const rows = members(envelope);
    const count = bad(rows[0]?.["id"]);
    return { ...envelope, "hydra:member": rows.map((one, index) => (index < count ? {} : one)) };
  });

describe("members without an id end a pull", () => {
  const pages = async (rows: number, limits: NonNullable<ConvertrClientOptions["limits"]>, scripted: Scripted) => {
    const api = await startApi(ids(rows));
    onPages(api, () => true, scripted);
    return { k: small(api, { limits }), [Symbol.asyncDispose]: api.close };
  };
  const onSecond = (bad: number) => spoiled((first) => (first === 6 ? bad : 0));

  test("when one page has more of them than it may", async () => {
    const limits = { leftOutPerPage: 3, leftOut: 100 };
    await using enough = await pages(12, limits, onSecond(3));
    expect((await enough.k.pull()).leftOut).toHaveLength(3);
    await using more = await pages(12, limits, onSecond(4));
    const error = await more.k.fails();
    expect(error).toMatchObject({ name: "BadResponse", where: "campaigns of acme" });
    expect(error.message).toMatch(/^4 of 5 members on page 2 have no usable id .* Nothing was published/);
  });
  test("when a page has no others, unless it is a single one", async () => {
    await using single = await pages(6, {}, onSecond(1));
    expect(await single.k.pull()).toMatchObject({ rows: 5 });
    await using both = await pages(7, {}, onSecond(2));
    expect((await both.k.fails()).message).toContain("2 of 2 members on page 2 have no usable id");
  });
  test("when all pages together have more of them than they may, by number or by share of the rows", async () => {
    for (const limits of [
      { leftOut: 4, leftOutShare: 0 },
      { leftOut: 1, leftOutShare: 0.25 },
    ]) {
      await using enough = await pages(
        20,
        limits,
        spoiled(() => 1),
      );
      expect((await enough.k.pull()).leftOut).toHaveLength(4);
      await using more = await pages(
        20,
        limits,
        spoiled((first) => (first === 1 ? 2 : 1)),
      );
      const error = await more.k.fails();
      expect(error).toMatchObject({ name: "BadResponse", where: "campaigns of acme" });
      expect(error.message).toMatch(/^5 members beside 18 rows have no usable id .* Nothing was published/);
    }
  });
});

describe("the end of a collection", () => {
  test("that grows by page after page is not followed beyond the pages that it may grow by", async () => {
    await using api = await startApi(ids(12));
    api.script = ({ kind, page }) => {
      if (kind === "page" && page > 1) for (const id of ids(5, api.rows.size + 1)) api.rows.set(id, row(id));
      return undefined;
    };
    const error = await small(api, { limits: { extraPages: 3 }, concurrency: 1 }).fails();
    expect(error.name).toBe("IncompleteCollection");
    expect(error.message).toMatch(/^2 pulls could not be proven complete, the last because more than \d+ pages/);
    expect(error.message).toContain("Nothing was published and yesterday's snapshot stands");
  });
  test.each([
    [24, undefined],
    [25, "more than 5 pages"],
  ])(
    "of three pages that may become five, and has %i rows now, is pulled again because of: %s",
    async (rows, reason) => {
      await using api = await startApi(ids(12));
      api.script = ({ kind, page }) => {
        if (kind === "page" && page === 3) for (const id of ids(rows)) api.rows.set(id, row(id));
        return undefined;
      };
      const k = small(api, { limits: { extraPages: 3 }, concurrency: 1 });
      expect(await k.pull()).toMatchObject({ rows, pulledTwice: reason !== undefined });
      expect(k.log.find(({ event }) => event === "convertr-pull-again")?.fields["reason"]).toBe(reason);
    },
  );

  /** Page 2 is full and says that there is a row behind it; page 3 is empty. */
  const moving = (api: Api, more: Envelope) =>
    onPages(
      api,
      () => true,
      changed((envelope) => {
        const isSecond = members(envelope)[0]?.["id"] === 6;
        return { ...envelope, ...more, ...(isSecond ? { "hydra:totalItems": 11 } : {}) };
      }),
    );
  test.each<[string, Envelope, number]>([
    // Three pages at once, and four steps for each that it may grow by.
    ["at once", {}, 3 + 4 * 3],
    // One page, and two steps for each of the two there are and the three that it may grow by.
    ["one after the other", { "hydra:view": undefined }, 1 + 2 * (2 + 3)],
  ])("that keeps moving is given up after some steps, with pages read %s", async (_, more, requests) => {
    await using api = await startApi(ids(10));
    moving(api, more);
    const error = await small(api, { limits: { extraPages: 3 } }).fails();
    expect(error.message).toMatch(/^2 pulls .*the end of the collection keeps moving/);
    expect(api.count("page")).toBe(2 * requests);
  });

  test("is not reached by pages that hold only what came before", async () => {
    await using api = await startApi(ids(12));
    onPages(
      api,
      () => true,
      changed((envelope) => ({ ...envelope, "hydra:member": ids(5).map((id) => row(id)), "hydra:totalItems": null })),
    );
    expect((await small(api).fails()).message).toContain("page 2 holds only what came before");
  });
});

describe("a page is asked for again", () => {
  const echo = (envelope: Envelope, from: string, to: string) => {
    const view = envelope["hydra:view"] as Envelope;
    return { ...envelope, "hydra:view": { ...view, "@id": String(view["@id"]).replace(from, to) } };
  };
  test.each([
    ["it shows another page's number", "page=2", "page=3", "another page than page 2"],
    [
      "it shows that its size was not applied",
      "itemsPerPage=5",
      "itemsPerPage=30",
      "page 2 without order, size or filter",
    ],
  ])("when %s, though it is as long as it should be", async (_, from, to, problem) => {
    await using api = await startApi(ids(12));
    const other = changed((envelope) => echo(envelope, from, to));
    onPages(api, ({ page, nthOfPage }) => page === 2 && nthOfPage === 0, other);
    const k = small(api);
    expect(await k.pull()).toMatchObject({ retries: 1, ordering: "verified" });
    expect(k.handed).toEqual(whole(api));
    onPages(api, ({ page }) => page === 2, other);
    expect((await k.fails()).message).toContain(`asked for page 2, it answered with ${problem}`);
  });
  test("when it is the first and shows another page's number, as any other", async () => {
    await using api = await startApi(ids(12));
    onPages(
      api,
      ({ nth }) => nth === 0,
      changed((envelope) => echo(envelope, "page=1", "page=2")),
    );
    expect(await small(api).pull()).toMatchObject({ retries: 1, ordering: "verified", rows: 12 });
  });
  test("page by page only when it shows another page's number: lengths are not to be relied on", async () => {
    await using api = await startApi(ids(12));
    const noLast = (envelope: Envelope): Envelope => ({
      ...envelope,
      "hydra:view": { ...(envelope["hydra:view"] as Envelope), "hydra:last": null },
    });
    const first = changed((envelope) => noLast(echo(envelope, "page=2", "page=1")));
    const k = small(api);
    api.script = ({ kind, page, nthOfPage }) =>
      kind === "page" ? (page === 2 && nthOfPage === 0 ? first : changed(noLast)) : undefined;
    expect(await k.pull()).toMatchObject({ retries: 1, ordering: "unverified" });
    const short = changed((envelope) => noLast({ ...envelope, "hydra:member": members(envelope).slice(0, 4) }));
    api.script = ({ kind, page }) => (kind === "page" ? (page === 2 ? short : changed(noLast)) : undefined);
    expect(await k.pull()).toMatchObject({ rows: 12, recovered: 1, retries: 0 });
  });
  test("not because it lacks its total, which makes the pull doubtful as a whole", async () => {
    await using api = await startApi(ids(12));
    onPages(
      api,
      ({ page }) => page === 2,
      changed((envelope) => ({ ...envelope, "hydra:totalItems": null })),
    );
    expect((await small(api).fails()).message).toContain(
      "2 pulls could not be proven complete, the last because a page has no total",
    );
    expect(api.count("page")).toBe(2 * 3);
  });
  test("until it is given up: the first page means that the API is not there, another that the collection is incomplete", async () => {
    for (const [page, name] of [
      [1, "ApiUnavailable"],
      [2, "IncompleteCollection"],
    ] as const) {
      await using api = await startApi(ids(12));
      onPages(
        api,
        (hit) => hit.page === page,
        (reply) => reply.send(500, ""),
      );
      expect(await small(api).fails()).toMatchObject({
        name,
        message: expect.stringContaining(`asked for page ${page},`),
      });
    }
  });
});

test("pages are begun ahead of the one being dealt with, never more than the window", async () => {
  const begun: number[] = [];
  const taken: number[] = [];
  const get = async (page: number) => {
    begun.push(page);
    return page * 10;
  };
  for await (const [page, got] of orderedPages({ from: 2, to: 7, window: 3 }, get)) {
    expect(got).toBe(page * 10);
    taken.push(page);
    expect(begun).toHaveLength(Math.min(6, taken.length + 3));
  }
  expect(taken).toEqual(ids(6, 2));
  expect(begun).toEqual(ids(6, 2));
  for await (const _ of orderedPages({ from: 2, to: 1, window: 3 }, get)) expect.fail("there is no such page");
});
