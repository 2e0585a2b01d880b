import { expect, test } from "vitest";
import { type Api, type Hit, ids, type Reply, row, type Scripted, startApi } from "./api-server.ts";
import { kit } from "./client-kit.ts";

/** Five rows a page, room for nine between any two ids, so that every boundary has a gap. */
const LIMITS = { pageSize: 5, probeIds: 9, probeRequests: 10 };
const SPARSE = ids(20, 10, 10);

const LD = { "content-type": "application/ld+json" };
const isAcross = ({ kind, query }: Hit) => kind === "page" && query.get("itemsPerPage") !== "5";
const across = (api: Api) => api.hits.filter(isAcross).map(({ page, query }) => [page, query.get("itemsPerPage")]);
const answering =
  (...answered: number[]): Scripted =>
  (reply: Reply) => {
    const body = { ...reply.envelope(), "hydra:member": answered.map((id) => row(id)) };
    reply.send(200, JSON.stringify(body), LD);
  };

test("the ids between two pages are asked for as soon as they fill a request, and the rest at the end", async () => {
  await using api = await startApi(SPARSE);
  await kit(api, { limits: LIMITS, concurrency: 1 }).pull();
  const asked = api.hits
    .filter(({ kind }) => kind !== "login")
    .map(({ kind, page }) => (kind === "page" ? page : "ids"));
  expect(asked.filter((one) => one === "ids")).toHaveLength(3);
  // Page 5 is the one behind the full last page.
  expect(asked.indexOf("ids")).toBeLessThan(asked.indexOf(5));
  const bounds = api.hits.filter(({ kind }) => kind === "probe").map(({ ids: probed }) => [probed[0], probed.at(-1)]);
  expect(bounds).toEqual([51, 101, 151].map((first) => [first, first + 8]));
});

test.each([
  ["a quarter of its pages when that is more", 8, { probeRequests: 1 }, 2],
  ["and no less than the limit", 4, { probeRequests: 3 }, 3],
])("the ids of a pull's gaps may cost %s; what is beyond is read across", async (_, pages, limits, probes) => {
  await using api = await startApi(ids(pages * 5 - 1, 10, 10));
  await kit(api, { limits: { ...LIMITS, ...limits } }).pull();
  expect(api.count("probe")).toBe(probes);
  expect(across(api)).toHaveLength(pages - 1 - probes);
});

test("page by page, with no plan of how many there are, only the limit counts", async () => {
  await using api = await startApi(ids(19, 10, 10));
  api.script = (hit) =>
    hit.kind === "page" && !isAcross(hit)
      ? (reply) => reply.send(200, JSON.stringify({ ...reply.envelope(), "hydra:totalItems": null }), LD)
      : undefined;
  await kit(api, { limits: { ...LIMITS, probeRequests: 1 } }).pull();
  // It is pulled twice, since nothing tells a total.
  expect(api.count("probe")).toBe(2);
});

test.each<[string, readonly number[], boolean]>([
  ["its first and last row close the gap", [51, 59], true],
  ["it has both sides of the boundary, and nothing between", [50, 60], true],
  ["it begins behind the first id of the gap", [52, 59], false],
  ["it ends before the last id of the gap", [51, 58], false],
  ["its rows are not in order", [60, 51, 59], false],
  ["it is empty", [], false],
])(
  "a gap too wide to be asked for is read across in one page, which is believed if it shows all of it: %s",
  async (_, rows, believed) => {
    await using api = await startApi(ids(9, 10, 10));
    api.script = (hit) => (isAcross(hit) ? answering(...rows) : undefined);
    const k = kit(api, { limits: { ...LIMITS, probeRequests: 0 } });
    if (believed) {
      expect(await k.pull()).toMatchObject({
        ordering: "verified",
        recovered: rows.filter((id) => id % 10 > 0).length,
      });
      expect(new Set(k.handed)).toEqual(new Set([...ids(9, 10, 10), ...rows]));
      // Rows 5 to 8: the boundary after row 5 is inside.
      expect(across(api)).toEqual([[2, "4"]]);
    } else {
      const error = await k.fails();
      expect(error.name).toBe("IncompleteCollection");
      expect(error.message).toContain("rows went faster than they were read");
    }
  },
);

test("one gap of several that cannot be looked into is enough for a doubt", async () => {
  await using api = await startApi(ids(14, 10, 10));
  api.script = ({ kind, ids: asked }) => (kind === "probe" && asked.includes(105) ? answering(7) : undefined);
  const error = await kit(api, { limits: LIMITS }).fails();
  expect(error.name).toBe("IncompleteCollection");
  expect(error.message).toContain("the filter by id was not applied");
});

test("a page that has a row twice, and too wide a gap for what it pushed out, is doubted", async () => {
  await using api = await startApi([1, 2, 3, 900]);
  api.script = ({ kind }) => (kind === "page" ? answering(1, 2, 2, 900) : undefined);
  const error = await kit(api, { limits: { ...LIMITS, probeRequests: 1 } }).fails();
  expect(error.name).toBe("IncompleteCollection");
  expect(error.message).toContain("a page with a member twice has too wide a gap");
});

test.each([
  ["status 400", 400, "BadResponse"],
  ["a server that is down", 500, "IncompleteCollection"],
])(
  "a gap that cannot be asked for because of %s says so, and the collection is incomplete",
  async (_, status, name) => {
    await using api = await startApi(ids(9, 10, 10));
    api.script = (hit) => (hit.kind === "probe" || isAcross(hit) ? (reply) => reply.send(status, "") : undefined);
    const probed = await kit(api, { limits: LIMITS }).fails();
    expect(probed.name).toBe(name);
    expect(probed.message).toContain("asked for the gap probe, it answered with status");
    const read = await kit(api, { limits: { ...LIMITS, probeRequests: 0 } }).fails();
    expect(read.name).toBe(name);
    expect(read.message).toContain("asked for a page across the boundary after row 5, it answered with status");
  },
);

test("a gap that fails while pages still come ends the pull, and leaves no rejection that nobody handles", async () => {
  await using api = await startApi(SPARSE);
  const unhandled: unknown[] = [];
  const note = (error: unknown) => void unhandled.push(error);
  process.on("unhandledRejection", note);
  api.script = ({ kind, page }) => {
    if (kind === "probe") return (reply) => reply.send(403, "");
    if (page !== 4) return undefined;
    return (reply) => void setTimeout(() => reply.send(200, JSON.stringify(reply.envelope()), LD), 100);
  };
  expect(await kit(api, { limits: LIMITS }).fails()).toMatchObject({ name: "Forbidden" });
  await new Promise((resolve) => setTimeout(resolve, 50));
  process.off("unhandledRejection", note);
  expect(unhandled).toEqual([]);
});
