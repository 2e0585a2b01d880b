import fc from "fast-check";
import type { FaultScriptInput } from "../../../functions/local/simulated-api/faults/fault-script.ts";
import { DATASETS } from "../../../shared/catalog/datasets.ts";
import { type Case, type HuntedDataset, parseCase } from "./case.ts";
import { collectionOf, MARKS } from "./case-world.ts";

type Rule = FaultScriptInput["rules"][number];
type Match = NonNullable<Rule["on"]>;
/** What happens, still without when. */
type What = Rule extends infer R ? (R extends unknown ? Omit<R, "on"> : never) : never;

const oneOf = <T>(...values: readonly T[]): fc.Arbitrary<T> => fc.constantFrom(...values);
const place = fc.integer({ min: -6, max: 30 });
const once = fc.record({ requests: fc.integer({ min: 2, max: 24 }) });

/** Rows that come, go and change between two requests. */
function mutations(dataset: HuntedDataset): fc.Arbitrary<readonly Rule[]> {
  const collection = collectionOf(dataset);
  const { field } = MARKS[dataset];
  const remove = (places: number[], on: Match): Rule => ({ fault: "remove", collection, places, on });
  const insert = (count: number, on: Match): Rule => ({
    fault: "insert",
    collection,
    count,
    set: { [field]: "inserted" },
    on,
  });
  return fc.oneof(
    {
      weight: 5,
      arbitrary: fc
        .tuple(fc.array(place, { minLength: 1, maxLength: 3 }), once)
        .map(([places, on]) => [remove(places, on)]),
    },
    { weight: 3, arbitrary: fc.tuple(fc.integer({ min: 1, max: 5 }), once).map(([count, on]) => [insert(count, on)]) },
    // One goes and one comes: the total stays.
    { weight: 3, arbitrary: fc.tuple(place, once).map(([at, on]) => [remove([at], on), insert(1, on)]) },
    // A row with an id that was free enters the collection.
    {
      weight: 1,
      arbitrary: fc
        .tuple(fc.integer({ min: 1, max: 60 }), once)
        .map(([id, on]) => [{ fault: "insert" as const, collection, ids: [id], set: { [field]: "inserted" }, on }]),
    },
    // Rows come without end, behind the others, as fast as a few before each page.
    {
      weight: 2,
      arbitrary: fc
        .tuple(fc.integer({ min: 1, max: 3 }), fc.integer({ min: 1, max: 12 }))
        .map(([count, times]) => [insert(count, { kind: "page", times })]),
    },
    {
      weight: 2,
      arbitrary: fc
        .tuple(place, fc.nat(9), once)
        .map(([at, n, on]) => [
          { fault: "change" as const, collection, places: [at], set: { [field]: `version ${n}` }, on },
        ]),
    },
  );
}

/** The server or the way to it fails: an honest answer comes late, broken, or not at all. */
const failures: fc.Arbitrary<What> = fc.oneof(
  fc.record({ fault: oneOf("status" as const), status: oneOf(500, 502, 503, 504, 408, 520) }),
  fc.record({
    fault: oneOf("status" as const),
    status: oneOf(429, 503),
    headers: oneOf<Record<string, string>>(
      {},
      { "retry-after": "3" },
      { "retry-after": "0" },
      { "retry-after": "soon" },
      { "retry-after": "Tue, 24 Nov 2026 05:00:09 GMT" },
      { "retry-after": "4000" },
    ),
  }),
  fc.record({ fault: oneOf("status" as const), status: oneOf(401, 403, 404, 400, 206, 204, 304, 418) }),
  fc.record({ fault: oneOf("html" as const, "reset" as const, "gzip-damage" as const, "stale-socket" as const) }),
  fc.record({
    fault: oneOf("cut" as const),
    by: oneOf("reset" as const, "length" as const, "chunk" as const, "http-1.0" as const),
  }),
  fc.record({ fault: oneOf("truncate" as const), bytes: oneOf(0, 1, 40, 2_000) }),
  fc.record({ fault: oneOf("wrap" as const), before: oneOf("", " ", "\n<!-- -->"), after: oneOf("", "\n", "}") }),
  fc.record({ fault: oneOf("delay" as const), ms: fc.integer({ min: 1, max: 12 }) }),
  fc.record({ fault: oneOf("headers" as const), set: oneOf({ "content-type": "text/plain" }) }),
  fc.record({ fault: oneOf("informational" as const) }),
  fc.record({ fault: oneOf("redirect" as const), location: oneOf("/api/v4/campaigns", "http://127.0.0.1:1/") }),
  fc.record({ fault: oneOf("bomb" as const), bytes: oneOf(3_000_000) }),
  fc.record({ fault: oneOf("revoke-tokens" as const) }),
  fc.record({ fault: oneOf("password" as const), value: oneOf("another one") }),
);

/** The answer is honest, and comes in bytes of another kind; or what comes is no HTTP. */
const forms: fc.Arbitrary<What> = fc.oneof(
  fc.record({
    fault: oneOf("encode" as const),
    as: oneOf(...(["x-gzip", "deflate", "deflate-raw", "gzip", "br", "zstd", "identity", ""] as const)),
  }),
  fc.record({ fault: oneOf("latin-1" as const), declared: oneOf(true, true, false) }),
  fc.record({
    fault: oneOf("framing" as const),
    by: oneOf(...(["two-lengths", "length-and-chunks", "chunk-size", "no-head"] as const)),
  }),
);

/** The server answers, and the answer is not what was asked for or not what it says. */
function slips(dataset: HuntedDataset): fc.Arbitrary<What> {
  const filters = Object.keys(DATASETS[dataset].filters);
  const places = fc.array(fc.integer({ min: -4, max: 6 }), { minLength: 1, maxLength: 2 });
  const iri = `/api/v4/${collectionOf(dataset)}?page=`;
  return fc.oneof(
    fc.record({
      fault: oneOf("query" as const),
      unset: oneOf(["order[id]"], ["itemsPerPage"], ["id[]"], ...filters.map((name) => [name])),
      echo: fc.boolean(),
    }),
    fc.record({
      fault: oneOf("query" as const),
      set: oneOf<Record<string, string>>({ itemsPerPage: "3" }, { itemsPerPage: "100" }),
      echo: fc.boolean(),
    }),
    // One that gives another page and says that it is the one asked for lies too well for anybody.
    fc.record({ fault: oneOf("query" as const), set: oneOf({ page: "2" }, { page: "1" }) }),
    fc.record({
      fault: oneOf("answer" as const),
      set: fc.record({ "hydra:totalItems": oneOf<string | number | null>(null, "20", -1, 0, 3, 19, 21, 40, 1e300) }),
    }),
    fc.record({
      fault: oneOf("answer" as const),
      unset: oneOf(["hydra:totalItems"], ["hydra:view"], ["hydra:member"]),
    }),
    fc.record({
      fault: oneOf("answer" as const),
      view: oneOf<Record<string, string | null>>(
        { "hydra:last": null },
        { "hydra:last": `${iri}1` },
        { "hydra:last": `${iri}99` },
        { "hydra:next": `${iri}1` },
        { "hydra:next": null },
        { "@id": null },
      ),
    }),
    fc.record({ fault: oneOf("members" as const), keep: fc.nat(5) }),
    fc.record({ fault: oneOf("members" as const), drop: places }),
    fc.record({ fault: oneOf("members" as const), repeat: places }),
    fc.record({ fault: oneOf("members" as const), reverse: oneOf(true) }),
    fc.record({ fault: oneOf("members" as const), places, unset: oneOf(["id"], ["id", "@id"]) }),
    fc.record({ fault: oneOf("members" as const), places, set: oneOf({ id: "x" }, { id: null }, { id: 4.5 }) }),
  );
}

const when: fc.Arbitrary<Match> = fc.oneof(
  { weight: 6, arbitrary: fc.record({ requests: fc.integer({ min: 1, max: 24 }) }) },
  { weight: 3, arbitrary: fc.record({ page: fc.integer({ min: 1, max: 7 }), times: fc.integer({ min: 1, max: 3 }) }) },
  { weight: 1, arbitrary: fc.record({ page: fc.integer({ min: 1, max: 7 }), skip: fc.nat(1) }) },
  { weight: 1, arbitrary: fc.record({ kind: oneOf("probe" as const), times: fc.integer({ min: 1, max: 3 }) }) },
  { weight: 1, arbitrary: fc.record({ kind: oneOf("login" as const), times: fc.integer({ min: 1, max: 3 }) }) },
  { weight: 2, arbitrary: fc.record({ chance: oneOf(0.1, 0.3), times: fc.integer({ min: 1, max: 8 }) }) },
  { weight: 2, arbitrary: fc.record({ kind: oneOf("page" as const) }) },
  { weight: 1, arbitrary: fc.record({ page: fc.record({ from: fc.integer({ min: 2, max: 4 }) }) }) },
);

function befalling(what: fc.Arbitrary<What>): fc.Arbitrary<readonly Rule[]> {
  return fc.tuple(what, when).map(([fault, on]) => [{ ...fault, on } as Rule]);
}

/** Ids that rise by one, or by more; one case in four has wide gaps. */
const ids = fc
  .tuple(
    fc.array(
      fc.oneof({ weight: 9, arbitrary: fc.constant(1) }, { weight: 2, arbitrary: fc.integer({ min: 2, max: 9 }) }),
      {
        maxLength: 28,
        size: "max",
      },
    ),
    oneOf(1, 1, 1, 500),
  )
  .map(([steps, wide]) => {
    let last = 0;
    return steps.map((step) => {
      last += step === 1 ? 1 : step * wide;
      return last;
    });
  });

/** True when no client can see what is lost: members are missing for good, and there is no total that counts them, ever. */
function liesTooWell(rules: readonly Rule[]): boolean {
  const lasting = rules.filter(({ on }) => on?.requests === undefined && on?.times === undefined);
  const hidesTotal = lasting.some(
    (rule) =>
      rule.fault === "answer" && ("hydra:totalItems" in (rule.set ?? {}) || rule.unset?.[0] === "hydra:totalItems"),
  );
  return hidesTotal && lasting.some(({ fault }) => fault === "members");
}

/** A random account, what happens to it during the pull, and how it is pulled. */
export const arbitraryCase: fc.Arbitrary<Case> = oneOf<HuntedDataset>(
  "campaigns",
  "campaigns",
  "publisher-contracts",
  "integration-jobs",
).chain((dataset) =>
  fc
    .record({
      ids,
      outside: dataset === "campaigns" ? fc.constant([]) : fc.array(fc.integer({ min: 1, max: 20 }), { maxLength: 3 }),
      pageSize: fc.integer({ min: 1, max: 7 }),
      concurrency: oneOf(1, 1, 2, 4),
      probeIds: oneOf(1, 100, 100),
      retake: oneOf(false, false, false, true),
      moves: fc.array(mutations(dataset), { maxLength: 5 }),
      faults: fc.array(
        fc.oneof(befalling(failures), befalling(failures), befalling(forms), befalling(slips(dataset))),
        { maxLength: 4 },
      ),
      seed: fc.nat(1_000),
      tokenLifetimeSeconds: oneOf(3_600, 3_600, 3_600, 400),
    })
    .filter(({ faults }) => !liesTooWell(faults.flat()))
    .map(({ moves, faults, seed, tokenLifetimeSeconds, ...account }) =>
      parseCase({
        dataset,
        ...account,
        // Older versions: each has a newer one.
        outside: [...new Set(account.outside)].filter(
          (id) => !account.ids.includes(id) && id < (account.ids.at(-1) ?? 0),
        ),
        script: { seed, tokenLifetimeSeconds, rules: [...moves.flat(), ...faults.flat()] },
      }),
    ),
);
