import { once } from "node:events";
import { createServer } from "node:http";
import { expect, test } from "vitest";
import type { PullReport } from "../../shared/convertr/pull/collection.ts";
import { type Api, addressOf, type Hit, ids, type Reply, row, type Scripted, startApi } from "./api-server.ts";
import { kit, whole } from "./client-kit.ts";

const LD = { "content-type": "application/ld+json" };
type Envelope = Record<string, unknown>;

/** Answers with what `change` makes of the true envelope. */
function changed(change: (envelope: Envelope) => Envelope): Scripted {
  return (reply: Reply) => reply.send(200, JSON.stringify(change(reply.envelope())), LD);
}

function onPages(which: (hit: Hit) => boolean, scripted: Scripted): (hit: Hit) => Scripted | undefined {
  return (hit) => (hit.kind === "page" && which(hit) ? scripted : undefined);
}

/** Does `act` once, when page `page` of the collection has been asked for the first time. */
function whenPageIsRead(api: Api, page: number, act: () => void): void {
  let done = false;
  api.script = (hit) => {
    if (hit.kind !== "page" || hit.page !== page || done) return undefined;
    done = true;
    return (reply) => {
      const answer = JSON.stringify(reply.envelope());
      act();
      reply.send(200, answer, LD);
    };
  };
}

const withView = (view: (old: Envelope) => unknown) =>
  changed((envelope) => ({ ...envelope, "hydra:view": view(envelope["hydra:view"] as Envelope) }));
const members = (envelope: Envelope) => envelope["hydra:member"] as Envelope[];

test.each([
  "http://evil.example/api/v4/campaigns?page=2",
  "https://127.0.0.1/api/v4/campaigns?page=2",
  "http://127.0.0.1:1/api/v4/campaigns?page=2",
  "//evil.example/api/v4/campaigns?page=2",
  "javascript:alert(1)",
  "http://user@127.0.0.1/api/v4/campaigns?page=2",
  "\\\\evil.example\\api?page=2",
  "/api/v4/users?page=2",
  "/api/v4/campaigns/../users?page=2",
])("A41: hydra:next %s is counted and never followed", async (link) => {
  let reached = 0;
  const evil = createServer(() => {
    reached += 1;
  }).listen(0, "127.0.0.1");
  await once(evil, "listening");
  await using api = await startApi(ids(250));
  const foreign = link.replace("evil.example", addressOf(evil).slice("http://".length));
  api.script = onPages(
    () => true,
    withView((view) => ({ ...view, "hydra:next": foreign })),
  );
  const k = kit(api);
  const report = await k.pull();
  expect(k.handed).toEqual(whole(api));
  expect(report).toMatchObject({ foreignLinks: 3, ordering: "verified" });
  expect(reached).toBe(0);
  evil.close();
});

test("A42: an access_token in the links of an answer is neither sent on, logged nor thrown", async () => {
  await using api = await startApi(ids(250));
  const leak = (link: unknown) => (typeof link === "string" ? `${link}&access_token=CANARY` : link);
  api.script = onPages(
    () => true,
    withView((view) => Object.fromEntries(Object.entries(view).map(([k, v]) => [k, leak(v)]))),
  );
  const k = kit(api);
  await k.pull();
  expect(k.handed).toEqual(whole(api));
  expect(api.hits.some(({ query }) => query.has("access_token"))).toBe(false);
  expect(JSON.stringify(k.log)).not.toContain("CANARY");
});

test.each([
  undefined,
  null,
  "garbage",
  7,
  "/api/v4/campaigns?page=0",
  "/api/v4/campaigns?page=1000000000",
  "/api/v4/campaigns?page=99999",
  "/api/v4/campaigns?page=1",
])("A43: hydra:last %s cannot make a storm of requests, and the pull is complete", async (last) => {
  await using api = await startApi(ids(450));
  api.script = onPages(
    () => true,
    withView((view) => ({ ...view, "hydra:last": last })),
  );
  const k = kit(api);
  const report = await k.pull();
  expect(k.handed).toEqual(whole(api));
  expect(report.ordering).toBe("unverified");
  expect(api.count("page")).toBe(5);
});

test("A45: without hydra:view a page is complete when it has as many members as the total says", async () => {
  await using api = await startApi(ids(42));
  api.script = onPages(
    () => true,
    withView(() => undefined),
  );
  const k = kit(api);
  expect(await k.pull()).toMatchObject({ rows: 42, pages: 1, ordering: "verified" });
  expect(api.count("page")).toBe(1);
});

test("A46: an empty collection is a result", async () => {
  await using api = await startApi([]);
  const k = kit(api);
  expect(await k.pull()).toMatchObject({
    rows: 0,
    totalItems: { first: 0, last: 0 },
    ordering: "verified",
  } satisfies Partial<PullReport>);
  expect(api.count("page")).toBe(1);
});

test.each([0, 1, 99])("A47, A48: a middle page with %i members is asked for twice more", async (left) => {
  await using api = await startApi(ids(450));
  const short = changed((envelope) => ({ ...envelope, "hydra:member": members(envelope).slice(0, left) }));
  api.script = onPages(({ page, nthOfPage }) => page === 3 && nthOfPage < 2, short);
  const k = kit(api);
  await k.pull();
  expect(k.handed).toEqual(whole(api));
  api.script = onPages(({ page }) => page === 3, short);
  const error = await k.fails();
  expect(error.name).toBe("IncompleteCollection");
  expect(error.message).toContain(`${left} members on page 3, where 100 belong`);
});

test("A50: when the order is ignored, pages are read one after the other, a second pull confirms the first, and the report says so", async () => {
  await using api = await startApi(ids(450));
  const reversed = changed((envelope) => ({ ...envelope, "hydra:member": members(envelope).toReversed() }));
  api.script = onPages(() => true, reversed);
  const k = kit(api);
  expect(await k.pull()).toMatchObject({ rows: 450, ordering: "unverified", pulledTwice: true });
  expect(api.mostInFlight()).toBe(1);
});

test("A50: unordered and a row less during the pull: pulled again, then complete", async () => {
  await using api = await startApi(ids(450));
  let read = 0;
  api.script = ({ kind }) => {
    if (kind !== "page") return undefined;
    read += 1;
    if (read === 3) api.rows.delete(5);
    return changed((envelope) => ({ ...envelope, "hydra:member": members(envelope).toReversed() }));
  };
  const k = kit(api);
  expect(await k.pull()).toMatchObject({ rows: 449, pulledTwice: true });
  expect(new Set(k.handed)).toEqual(new Set(api.rows.keys()));
});

test("A50: an order that is lost after the first page is noticed and the second pull takes nothing for granted", async () => {
  await using api = await startApi(ids(450));
  api.script = onPages(
    ({ page }) => page === 3,
    changed((envelope) => ({ ...envelope, "hydra:member": members(envelope).toReversed() })),
  );
  const k = kit(api);
  expect(await k.pull()).toMatchObject({ rows: 450, ordering: "unverified", pulledTwice: true });
  expect(k.handed.toSorted((a, b) => a - b)).toEqual(whole(api));
});

test.each([1, 3])(
  "A51: a row that slides over a boundary because of %i deletions is found by the gap probe",
  async (gone) => {
    await using api = await startApi(ids(450));
    whenPageIsRead(api, 1, () => ids(gone, 20).forEach((id) => void api.rows.delete(id)));
    const k = kit(api);
    const report = await k.pull();
    expect(new Set(k.handed)).toEqual(new Set(ids(450)));
    expect(report).toMatchObject({ recovered: gone, duplicates: 0, totalItems: { first: 450, last: 450 - gone } });
    expect(api.count("probe")).toBe(1);
  },
);

test("A51: with ids so far apart that asking for each would be a storm, the page is read again instead", async () => {
  await using api = await startApi(ids(450, 1, 1_000_003));
  whenPageIsRead(api, 1, () => api.rows.delete(1 + 20 * 1_000_003));
  const k = kit(api);
  const report = await k.pull();
  expect(new Set(k.handed)).toEqual(new Set(ids(450, 1, 1_000_003)));
  expect(report.recovered).toBe(1);
  expect(api.hits.length).toBeLessThan(1 + 5 + 4 + 1);
});

test("A51: row 501 that slides onto page 5 while page 6 comes back empty is found", async () => {
  await using api = await startApi(ids(501));
  const k = kit(api, { concurrency: 1 });
  whenPageIsRead(api, 5, () => api.rows.delete(20));
  const report = await k.pull();
  expect(k.handed).toEqual(ids(501));
  expect(report).toMatchObject({ recovered: 1, pages: 5 });
});

test("A52: a deletion and an insertion with equal totals lose nothing", async () => {
  await using api = await startApi(ids(450));
  whenPageIsRead(api, 2, () => {
    api.rows.delete(20);
    api.rows.set(451, row(451));
  });
  const k = kit(api, { concurrency: 1 });
  const report = await k.pull();
  expect(new Set(k.handed)).toEqual(new Set(ids(451)));
  expect(report).toMatchObject({ recovered: 1, totalItems: { first: 450, last: 450 } });
});

test("A53: rows appended during the pull are got once, on pages that were not there at first", async () => {
  await using api = await startApi(ids(498));
  whenPageIsRead(api, 1, () => ids(4, 499).forEach((id) => void api.rows.set(id, row(id))));
  const k = kit(api);
  expect(await k.pull()).toMatchObject({ duplicates: 0, rows: 502, totalItems: { first: 498, last: 502 } });
  expect(k.handed).toEqual(ids(502));
});

test("A54: a row that comes on two pages is kept once and counted", async () => {
  await using api = await startApi(ids(450, 100));
  whenPageIsRead(api, 1, () => api.rows.set(1, row(1)));
  const k = kit(api, { concurrency: 1 });
  const report = await k.pull();
  expect(k.handed).toEqual(ids(450, 100));
  expect(report).toMatchObject({ duplicates: 1, totalItems: { first: 450, last: 451 } });
});

test("A54: a row that comes twice on one page is kept once, and the row it pushed out is found", async () => {
  await using api = await startApi(ids(450));
  api.script = onPages(
    ({ page }) => page === 2,
    changed((envelope) => {
      const rows = members(envelope);
      return { ...envelope, "hydra:member": rows.map((one, index) => (index === 50 ? rows[49] : one)) };
    }),
  );
  const k = kit(api);
  const report = await k.pull();
  expect(k.handed.toSorted((a, b) => a - b)).toEqual(ids(450));
  expect(report).toMatchObject({ duplicates: 1, recovered: 1 });
  expect(k.log.find(({ event }) => event === "convertr-pull")?.fields["duplicatesInPage"]).toBe(1);
});

test("A54: the same id with another @id is left out and named", async () => {
  await using api = await startApi(ids(450));
  api.script = onPages(
    ({ page }) => page === 3,
    changed((envelope) => {
      const [first, ...rest] = members(envelope);
      return { ...envelope, "hydra:member": [{ ...first, id: 7, "@id": "/api/v4/campaigns/201" }, ...rest] };
    }),
  );
  const k = kit(api);
  expect(await k.pull()).toMatchObject({
    rows: 449,
    leftOut: [{ id: "7", reason: "another record has the same id" }],
    duplicates: 0,
  });
});

test.each([1, 5])("A55: a total that moves by %i is a live account", async (moved) => {
  await using api = await startApi(ids(450));
  whenPageIsRead(api, 1, () => ids(moved, 451).forEach((id) => void api.rows.set(id, row(id))));
  const k = kit(api);
  expect(await k.pull()).toMatchObject({ pulledTwice: false, totalItems: { first: 450, last: 450 + moved } });
});

test.each([undefined, null, -1, "450", 1e308, 4.5])(
  "A57: totalItems %s: pages are read one after the other to the end",
  async (total) => {
    await using api = await startApi(ids(450));
    api.script = onPages(
      () => true,
      changed((envelope) => ({ ...envelope, "hydra:totalItems": total })),
    );
    const k = kit(api);
    expect(await k.pull()).toMatchObject({ rows: 450, ordering: "unverified", totalItems: { first: 450, last: 450 } });
    expect(k.handed).toEqual(ids(450));
  },
);

test("neither order nor total: nothing proves the collection complete, so nothing comes of it", async () => {
  await using api = await startApi(ids(250));
  api.script = onPages(
    () => true,
    changed((envelope) => ({ ...envelope, "hydra:totalItems": null, "hydra:member": members(envelope).toReversed() })),
  );
  expect(await kit(api).fails()).toMatchObject({ name: "IncompleteCollection" });
});

test("a total that says more rows than ever come is not believed to be complete", async () => {
  await using api = await startApi(ids(250));
  api.script = ({ kind }) =>
    kind === "page" ? changed((envelope) => ({ ...envelope, "hydra:totalItems": 290 })) : undefined;
  expect(await kit(api).fails()).toMatchObject({ name: "IncompleteCollection" });
});

test("a page size that the server clamps is followed to the end", async () => {
  await using api = await startApi(ids(130));
  api.script = (hit) => {
    hit.query.set("itemsPerPage", "30");
    return undefined;
  };
  const k = kit(api);
  expect(await k.pull()).toMatchObject({ rows: 130, ordering: "unverified", pages: 5 });
  expect(k.handed).toEqual(ids(130));
});

test("a filter that the server does not echo makes it read one page after the other", async () => {
  await using api = await startApi(ids(250));
  api.script = onPages(
    () => true,
    withView((view) => JSON.parse(JSON.stringify(view).replaceAll("latest=true&", ""))),
  );
  const k = kit(api);
  expect(await k.pull({ latest: "true" })).toMatchObject({ rows: 250, ordering: "unverified" });
});

test("a server that ignores the page number is not followed for ever", async () => {
  await using api = await startApi(ids(450));
  api.script = (hit) =>
    hit.kind === "page"
      ? (reply) =>
          reply.send(
            200,
            JSON.stringify({ ...reply.envelope(), "hydra:member": [...api.rows.values()].slice(0, 100) }),
            LD,
          )
      : undefined;
  const k = kit(api);
  expect(await k.fails()).toMatchObject({ name: "IncompleteCollection" });
  expect(api.hits.length).toBeLessThan(60);
});

test("a probe that the server answers unfiltered proves nothing", async () => {
  await using api = await startApi(ids(450, 1, 2));
  api.script = (hit) => {
    if (hit.kind === "probe") hit.query.delete("id[]");
    return hit.kind === "probe"
      ? (reply) => reply.json(200, { ...reply.envelope(), "hydra:member": [row(1)] })
      : undefined;
  };
  expect(await kit(api).fails()).toMatchObject({ name: "IncompleteCollection" });
});

test("members without a usable id are left out and named, and too many of them end the pull", async () => {
  await using api = await startApi(ids(450));
  const spoil = (bad: readonly unknown[]) =>
    changed((envelope) => ({ ...envelope, "hydra:member": [...members(envelope).slice(0, -bad.length), ...bad] }));
  api.script = onPages(
    ({ page }) => page === 5,
    spoil([{ id: "CANARY person" }, null, { id: 2 ** 60, "@id": "x" }, { "@id": "/api/v4/campaigns/450" }]),
  );
  const k = kit(api);
  const report = await k.pull();
  expect(report.rows).toBe(446);
  expect(report.leftOut).toEqual([
    { id: null, reason: "id is no positive integer" },
    { id: null, reason: "not an object" },
    { id: String(2 ** 60), reason: "id is no positive integer" },
    { id: "450", reason: "no id" },
  ]);
  api.script = onPages(({ page }) => page === 2, spoil(Array.from({ length: 21 }, () => ({}))));
  expect(await k.fails()).toMatchObject({ name: "BadResponse" });
  api.script = onPages(
    () => true,
    changed((envelope) => ({
      ...envelope,
      "hydra:member": members(envelope).map((one) => ({ ...one, id: `uuid-${one["id"]}` })),
    })),
  );
  expect(await k.fails()).toMatchObject({ name: "BadResponse" });
});

test("members with __proto__ keys do no harm", async () => {
  await using api = await startApi(ids(3));
  api.script = onPages(
    () => true,
    (reply) => {
      const text = JSON.stringify(reply.envelope()).replace(
        '"name":"Campaign 2"',
        '"__proto__":{"id":9,"polluted":true},"constructor":{"prototype":{"polluted":true}}',
      );
      reply.send(200, text, LD);
    },
  );
  const k = kit(api);
  await k.pull();
  expect(k.handed).toEqual([1, 2, 3]);
  expect(Reflect.get({}, "polluted")).toBeUndefined();
});

test("A60: when one page of 500 fails for good the others are stopped, nothing is left running and nothing is unhandled", async () => {
  await using api = await startApi(ids(50_000));
  api.latencyMs = 5;
  const unhandled: unknown[] = [];
  const note = (error: unknown) => void unhandled.push(error);
  process.on("unhandledRejection", note);
  api.script = onPages(
    ({ page }) => page === 40,
    (reply) => reply.send(403, ""),
  );
  const k = kit(api);
  expect(await k.fails()).toMatchObject({ name: "Forbidden" });
  const pause = () => new Promise((resolve) => setTimeout(resolve, 60));
  // What was on its way still arrives.
  await pause();
  const asked = api.hits.length;
  expect(asked).toBeLessThan(70);
  await pause();
  expect(api.hits.length).toBe(asked);
  expect(unhandled).toEqual([]);
  expect(process.getActiveResourcesInfo().filter((kind) => kind === "Timeout").length).toBeLessThanOrEqual(2);
  process.off("unhandledRejection", note);
});

test("a sink that fails stops the pull with its own error", async () => {
  await using api = await startApi(ids(5000));
  api.latencyMs = 5;
  const k = kit(api);
  const sink = { restart: () => {}, members: () => Promise.reject(new Error("disk full")) };
  await expect(k.client.pull({ collection: "campaigns", filters: {} }, sink)).rejects.toThrow("disk full");
  expect(api.count("page")).toBeLessThan(30);
});

test("a slow sink holds the pull back: at most twice the concurrency of pages wait", async () => {
  await using api = await startApi(ids(6000));
  let handed = 0;
  let mostAhead = 0;
  const sink = {
    restart: () => {},
    members: async () => {
      mostAhead = Math.max(mostAhead, api.count("page") - handed);
      await new Promise((resolve) => setTimeout(resolve, 3));
      handed += 1;
    },
  };
  await kit(api, { concurrency: 4 }).client.pull({ collection: "campaigns", filters: {} }, sink);
  expect(handed).toBe(60);
  expect(mostAhead).toBeLessThanOrEqual(2 * 4 + 1);
});

test("pages are handed over in page order, whatever order they come in", async () => {
  await using api = await startApi(ids(2000));
  api.script = ({ kind, page }) =>
    kind === "page" && page % 3 === 0
      ? async (reply) => {
          await new Promise((resolve) => setTimeout(resolve, 15));
          reply.send(200, JSON.stringify(reply.envelope()), LD);
        }
      : undefined;
  const progress: number[] = [];
  const k = kit(api, { onProgress: (done, total) => void progress.push(done / total) });
  await k.pull();
  expect(k.handed).toEqual(whole(api));
  expect(progress).toEqual(ids(20).map((page) => page / 20));
});
