import { type CampaignPlan, NEVER } from "../plan/plan.ts";
import type { EntryList } from "../world/entries.ts";
import type { Simulation } from "../world/simulation.ts";

/** The documented lead has id 53284; ours end up far above, as the account is bigger. */
const FIRST_LEAD_ID = 50_001;

export interface LeadOptions {
  readonly plans: readonly CampaignPlan[];
  readonly simulationOf: (plan: CampaignPlan) => Simulation;
  /** Leads that came in before are no longer kept. Epoch ms. */
  readonly fromMs: number;
}

/** What one publisher sends to one campaign. */
interface Batch {
  readonly plan: CampaignPlan;
  readonly publisher: number;
  readonly times: readonly number[];
}

/** Every lead by when it came in, ids rising with it. Hundreds of thousands, so in columns. */
interface Columns {
  readonly batches: readonly Batch[];
  /** Position in `batches`, and in its times. */
  readonly batch: Uint32Array;
  readonly sequence: Uint32Array;
  readonly createdMs: Float64Array;
  /** Leads before this position are no longer kept. */
  readonly kept: number;
}

/** The account's leads: those that its counters count. Played when they are first asked for. */
export function leadEntries(options: LeadOptions): EntryList {
  let columns: Columns | undefined;
  const all = (): Columns => {
    columns ??= playAll(options);
    return columns;
  };
  return {
    find: (id) => {
      const { batches, batch, sequence, createdMs, kept } = all();
      const index = id - FIRST_LEAD_ID;
      const [of, ms] = [batches[batch[index] ?? -1], createdMs[index]];
      if (of === undefined || ms === undefined || index < kept) return undefined;
      const { plan, publisher } = of;
      return { id, createdMs: ms, supersededMs: NEVER, plan, part: publisher, version: sequence[index] ?? 0 };
    },
    livingIds: (atMs) => {
      const { batches, batch, createdMs, kept } = all();
      const ids: number[] = [];
      for (let index = kept; (createdMs[index] ?? NEVER) <= atMs; index += 1) {
        if ((batches[batch[index] ?? -1]?.plan.deletedMs ?? 0) > atMs) ids.push(FIRST_LEAD_ID + index);
      }
      return ids;
    },
  };
}

function playAll({ plans, simulationOf, fromMs }: LeadOptions): Columns {
  const batches = plans.flatMap((plan) => {
    const { reader } = simulationOf(plan);
    return plan.publishers.map((_, publisher): Batch => ({ plan, publisher, times: reader.arrivalTimes(publisher) }));
  });
  const count = batches.reduce((sum, { times }) => sum + times.length, 0);
  const unsorted = { ms: new Float64Array(count), batch: new Uint32Array(count), sequence: new Uint32Array(count) };
  let next = 0;
  for (const [index, { times }] of batches.entries()) {
    for (const [sequence, ms] of times.entries()) {
      unsorted.ms[next] = ms;
      unsorted.batch[next] = index;
      unsorted.sequence[next] = sequence;
      next += 1;
    }
  }
  const order = Uint32Array.from({ length: count }, (_, index) => index).sort(
    (a, b) => (unsorted.ms[a] ?? 0) - (unsorted.ms[b] ?? 0) || a - b,
  );
  const createdMs = Float64Array.from(order, (from) => unsorted.ms[from] ?? 0);
  const firstKept = createdMs.findIndex((ms) => ms >= fromMs);
  return {
    batches,
    batch: order.map((from) => unsorted.batch[from] ?? 0),
    sequence: order.map((from) => unsorted.sequence[from] ?? 0),
    createdMs,
    kept: firstKept === -1 ? count : firstKept,
  };
}
