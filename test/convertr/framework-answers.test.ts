import { describe, expect, test } from "vitest";
import { ids, row, startApi } from "./api-server.ts";
import { changed, type Envelope, members, onPages, small } from "./changed-pages.ts";
import { kit } from "./client-kit.ts";

const LD = { "content-type": "application/ld+json; charset=utf-8" };
const HTML = { "content-type": "text/html; charset=UTF-8" };
const hydraError = (description: string) => ({
  "@context": "/api/v4/contexts/Error",
  "@type": "hydra:Error",
  "hydra:title": "An error occurred",
  "hydra:description": description,
});
const MALFORMED = JSON.stringify(hydraError("Malformed UTF-8 characters, possibly incorrectly encoded"));

describe("a page that the API itself cannot write", () => {
  test.each([400, 500])("is told as that at once, with status %i, and not as a wrong name", async (status) => {
    await using api = await startApi(ids(12));
    onPages(
      api,
      ({ page }) => page === 2,
      (reply) => reply.send(status, MALFORMED, LD),
    );
    const error = await small(api).fails();
    expect(error).toMatchObject({ name: "BadResponse", retryable: false });
    expect(error.message).toMatch(/page 2.*status 400|page 2.*status 500/);
    expect(error.message).toContain("a record of it holds malformed UTF-8");
    expect(error.message).not.toMatch(/enterprise's name|reached/);
    expect(api.hits.filter(({ page }) => page === 2)).toHaveLength(1);
  });

  test("another refusal of the first page blames neither name nor network", async () => {
    await using api = await startApi(ids(12));
    onPages(
      api,
      () => true,
      (reply) => reply.send(400, JSON.stringify(hydraError("Page should not be less than 1")), LD),
    );
    expect((await small(api).fails()).message).not.toMatch(/enterprise's name|reached/);
  });
});

describe("a page of a firewall", () => {
  test.each(["<html><title>403 Forbidden</title></html>", "error code: 1020"])(
    "with 403 is no missing role: %s",
    async (body) => {
      await using api = await startApi(ids(12));
      const type = body.startsWith("<") ? HTML : { "content-type": "text/plain" };
      onPages(
        api,
        () => true,
        (reply) => reply.send(403, body, type),
      );
      const error = await small(api).fails();
      expect(error).toMatchObject({ name: "BadResponse", retryable: false });
      expect(error.message).toMatch(/firewall/);
      expect(error.message).not.toMatch(/role|enterprise's name/);
    },
  );

  test("with 403 in the API's own words is one", async () => {
    await using api = await startApi(ids(12));
    onPages(
      api,
      () => true,
      (reply) => reply.send(403, JSON.stringify(hydraError("Access Denied.")), LD),
    );
    expect(await small(api).fails()).toMatchObject({ name: "Forbidden" });
  });

  test("with 404 on the first page is the enterprise's name, and on a later one is not", async () => {
    for (const page of [1, 2]) {
      await using api = await startApi(ids(12));
      onPages(
        api,
        (hit) => hit.page === page,
        (reply) => reply.send(404, "<html>not found</html>", HTML),
      );
      const { message } = await small(api).fails();
      expect(message.includes("enterprise's name")).toBe(page === 1);
    }
  });
});

describe("404 behind the last page", () => {
  /** As a server that has no page without members. */
  const noEmptyPages = (api: Awaited<ReturnType<typeof startApi>>, body = "", type = HTML) =>
    onPages(
      api,
      ({ page }) => page > Math.ceil(api.rows.size / 5),
      (reply) => reply.send(404, body, type),
    );

  test.each([5, 10, 12])("is the end of %i rows", async (count) => {
    await using api = await startApi(ids(count));
    noEmptyPages(api, 'The server returned a "404 Not Found".');
    const k = small(api);
    expect(await k.pull()).toMatchObject({ rows: count, pulledTwice: false, ordering: "verified" });
    expect(k.handed).toEqual(ids(count));
  });

  test("hides no row that slid off the last page while it was read", async () => {
    await using api = await startApi(ids(11));
    api.script = ({ kind, page }) => {
      if (kind !== "page" || page !== 3) return undefined;
      api.rows.delete(2);
      return (reply) => reply.json(404, hydraError("Not Found"));
    };
    const k = small(api, { concurrency: 1 });
    expect(await k.pull()).toMatchObject({ recovered: 1 });
    expect(k.handed.toSorted((a, b) => a - b)).toEqual(ids(11));
  });

  test("of a page that should be there ends the pull", async () => {
    await using api = await startApi(ids(25));
    onPages(
      api,
      ({ page }) => page === 3,
      (reply) => reply.json(404, hydraError("Not Found")),
    );
    const error = await small(api).fails();
    expect(error.message).toContain("page 3, it answered with status 404");
  });
});

describe("rows that come while pages are read", () => {
  /** `each` more rows before every page, behind the others. */
  const growing = (api: Awaited<ReturnType<typeof startApi>>, each: number) => {
    api.script = ({ kind }) => {
      if (kind === "page") for (const id of ids(each, api.rows.size + 1)) api.rows.set(id, row(id));
      return undefined;
    };
  };

  test.each([1, 2])(
    "are no doubt, %i a page, where ids rise: all that the last total counts has come",
    async (each) => {
      await using api = await startApi(ids(40));
      growing(api, each);
      const k = small(api, { concurrency: 2 });
      const report = await k.pull();
      expect(report).toMatchObject({ pulledTwice: false, duplicates: 0 });
      expect(report.totalItems.last - report.totalItems.first).toBeGreaterThanOrEqual(8 * each - each);
      expect(k.handed.slice(0, 40)).toEqual(ids(40));
      expect(k.handed).toEqual(ids(k.handed.length));
    },
  );

  test("do not hide rows that go: a total that falls by more than one in a hundred is doubted", async () => {
    await using api = await startApi(ids(40));
    api.script = ({ kind, page }) => {
      if (kind === "page" && page === 4) for (const id of ids(8)) api.rows.delete(id);
      return undefined;
    };
    const k = small(api, { concurrency: 1 });
    expect(await k.pull()).toMatchObject({ pulledTwice: true, rows: 32 });
  });
});

describe("a server with pages of its own size", () => {
  /** The page as a server makes it that gives at most `most` members, and echoes what was asked. */
  const clamping = (api: Awaited<ReturnType<typeof startApi>>, most: number) =>
    onPages(
      api,
      ({ query }) => Number(query.get("itemsPerPage")) > most,
      (reply) => {
        const all = [...api.rows.values()].toSorted((a, b) => Number(a["id"]) - Number(b["id"]));
        const page = 1;
        const link = (to: number) => `/api/v4/campaigns?itemsPerPage=100&order%5Bid%5D=asc&page=${to}`;
        reply.send(
          200,
          JSON.stringify({
            ...reply.envelope(),
            "hydra:member": all.slice((page - 1) * most, page * most),
            "hydra:view": {
              "@id": link(1),
              "hydra:first": link(1),
              "hydra:last": link(Math.ceil(all.length / most)),
              "hydra:next": link(2),
            },
          }),
          LD,
        );
      },
    );

  test("smaller than asked for is read in that size, in parallel, and stays provable while rows come", async () => {
    await using api = await startApi(ids(95));
    clamping(api, 30);
    const k = kit(api);
    expect(await k.pull()).toMatchObject({ rows: 95, ordering: "verified", pulledTwice: false, pages: 4 });
    expect(k.handed).toEqual(ids(95));
    expect(
      api.hits.filter(({ kind, page }) => kind === "page" && page > 1).map(({ query }) => query.get("itemsPerPage")),
    ).toEqual(["30", "30", "30"]);
  });

  test("all at once is whole when it is as many as the total", async () => {
    await using api = await startApi(ids(330));
    onPages(
      api,
      () => true,
      (reply) => {
        const { "hydra:view": view, ...envelope } = reply.envelope();
        const only = { "@id": (view as Envelope)["@id"], "@type": "hydra:PartialCollectionView" };
        reply.send(
          200,
          JSON.stringify({ ...envelope, "hydra:member": [...api.rows.values()], "hydra:view": only }),
          LD,
        );
      },
    );
    const k = kit(api);
    expect(await k.pull()).toMatchObject({ rows: 330, pages: 1, duplicates: 0, pulledTwice: false });
    expect(k.handed).toEqual(ids(330));
  });

  test("all at once, and fewer than the total, is never whole", async () => {
    await using api = await startApi(ids(330));
    onPages(
      api,
      () => true,
      changed((envelope) => ({
        ...envelope,
        "hydra:member": [...api.rows.values()].slice(0, 329),
        "hydra:view": undefined,
      })),
    );
    expect(await kit(api).fails()).toMatchObject({ name: "IncompleteCollection" });
  });
});

test("a first page that lacks a member its own answer counts is asked for again, and the pull stays parallel", async () => {
  for (const count of [4, 22]) {
    await using api = await startApi(ids(count));
    onPages(
      api,
      ({ page, nthOfPage }) => page === 1 && nthOfPage === 0,
      changed((envelope) => ({ ...envelope, "hydra:member": members(envelope).slice(1) })),
    );
    const k = small(api);
    expect(await k.pull()).toMatchObject({ rows: count, ordering: "verified", retries: 1, recovered: 0 });
    expect(k.handed).toEqual(ids(count));
  }
});
