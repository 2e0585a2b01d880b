import { expect, test } from "vitest";
import { type Api, type Hit, ids, type Reply, row, type Scripted, startApi } from "./api-server.ts";
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
