import fc from "fast-check";
import { expect, test } from "vitest";
import type { Member } from "../../shared/convertr/pull/collection.ts";
import { isReportsError } from "../../shared/platform/errors.ts";
import { type Api, row, type Scripted, startApi } from "./api-server.ts";
import { kit } from "./client-kit.ts";

type Event =
  | { readonly at: number; readonly act: "delete"; readonly which: number }
  /** A new row, which has the greatest id. */
  | { readonly at: number; readonly act: "append"; readonly step: number }
  /** A row with a free id anywhere enters the filter. */
  | { readonly at: number; readonly act: "enter"; readonly which: number }
  | { readonly at: number; readonly act: "fault"; readonly fault: number };

const RUNS = 300;

const FAULTS: readonly Scripted[] = [
  (reply) => reply.send(500, ""),
  (reply) => void reply.socket.resetAndDestroy(),
  (reply) => reply.send(200, JSON.stringify(reply.envelope()).slice(0, -5), { "content-type": "application/ld+json" }),
  (reply) => reply.send(429, "", { "retry-after": "2" }),
  (reply) => reply.json(401, { error: "invalid_grant" }),
];

const event: fc.Arbitrary<Event> = fc.oneof(
  { weight: 5, arbitrary: fc.record({ at: fc.nat(14), act: fc.constant("delete" as const), which: fc.nat(1000) }) },
  {
    weight: 3,
    arbitrary: fc.record({ at: fc.nat(14), act: fc.constant("append" as const), step: fc.integer({ min: 1, max: 9 }) }),
  },
  { weight: 1, arbitrary: fc.record({ at: fc.nat(14), act: fc.constant("enter" as const), which: fc.nat(1000) }) },
  {
    weight: 2,
    arbitrary: fc.record({ at: fc.nat(14), act: fc.constant("fault" as const), fault: fc.nat(FAULTS.length - 1) }),
  },
);

const world = fc.record({
  steps: fc.array(
    fc.oneof({ weight: 9, arbitrary: fc.constant(1) }, { weight: 2, arbitrary: fc.integer({ min: 2, max: 40 }) }),
    { minLength: 10, maxLength: 60 },
  ),
  pageSize: fc.integer({ min: 1, max: 6 }),
  concurrency: fc.integer({ min: 1, max: 4 }),
  events: fc.array(event, { maxLength: 10 }),
});

/** Lets `events` happen between the answers of one pull; says which rows were there since its last start from scratch. */
function unfold(api: Api, events: readonly Event[]) {
  let asked = 0;
  const gone = new Set<number>();
  const before = new Set<number>();
  const start = () => {
    gone.clear();
    before.clear();
    for (const id of api.rows.keys()) before.add(id);
  };
  function happen(one: Exclude<Event, { act: "fault" }>): void {
    const all = [...api.rows.keys()].toSorted((a, b) => a - b);
    const victim = all[one.act === "delete" ? one.which % all.length : -1];
    if (victim !== undefined) {
      api.rows.delete(victim);
      gone.add(victim);
      return;
    }
    const greatest = Math.max(0, ...all, ...before);
    const id = one.act === "append" ? greatest + one.step : one.act === "enter" ? 1 + (one.which % (greatest + 1)) : 0;
    if (id > 0 && !api.rows.has(id)) api.rows.set(id, row(id));
  }
  api.script = (hit) => {
    if (hit.kind === "login") return undefined;
    let fault: Scripted | undefined;
    for (const one of events.filter(({ at }) => at === asked)) {
      if (one.act === "fault") fault = FAULTS[one.fault];
      else happen(one);
    }
    asked += 1;
    return fault;
  };
  return { start, throughout: () => [...before].filter((id) => !gone.has(id)) };
}

test("whatever changes while pages are read, every row that was there throughout comes exactly once, or the pull fails by name", async () => {
  await using api = await startApi([]);
  const outcomes = { complete: 0, recovered: 0, failed: 0 };
  let runs = 0;
  await fc.assert(
    fc.asyncProperty(world, async ({ steps, pageSize, concurrency, events }) => {
      // Token and gate are kept per enterprise; no run is to inherit another's.
      runs += 1;
      let last = 0;
      api.restart(
        steps.map((step) => {
          last += step;
          return last;
        }),
      );
      const { start, throughout } = unfold(api, events);
      const handed: number[] = [];
      const sink = {
        restart: () => {
          handed.length = 0;
          start();
        },
        members: (members: readonly Member[]) => void handed.push(...members.map(({ id }) => id)),
      };
      const limits = {
        pageSize,
        bucketRequests: Number.MAX_SAFE_INTEGER,
        ...(events.length % 3 === 0 ? { probeRequests: 0, probeIds: 1 } : {}),
      };
      const { client } = kit(api, { enterprise: `e${runs}`, concurrency, limits });
      try {
        const report = await client.pull({ collection: "campaigns", filters: {} }, sink);
        outcomes.complete += 1;
        outcomes.recovered += report.recovered;
        expect(new Set(handed).size).toBe(handed.length);
        expect(report.rows).toBe(handed.length);
        expect(throughout().filter((id) => !handed.includes(id))).toEqual([]);
      } catch (error) {
        if (!isReportsError(error)) throw error;
        outcomes.failed += 1;
      }
    }),
    { numRuns: RUNS, seed: 20261124 },
  );
  // The law must not hold for want of cases.
  expect(outcomes.complete).toBeGreaterThan(RUNS * 0.8);
  expect(outcomes.recovered).toBeGreaterThan(RUNS / 4);
});
