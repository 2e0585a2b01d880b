import type { Entry, EntryList } from "./entries.ts";
import type { CampaignPlan } from "./plan.ts";
import type { Simulation } from "./simulation.ts";

/** The documented lead has id 53284; ours end up far above, as the account is bigger. */
const FIRST_LEAD_ID = 50_001;
const NEVER = Number.POSITIVE_INFINITY;

export interface LeadOptions {
  readonly plans: readonly CampaignPlan[];
  readonly simulationOf: (plan: CampaignPlan) => Simulation;
  /** Leads that came in before are no longer kept. Epoch ms. */
  readonly fromMs: number;
}

/** Every lead by when it came in, ids rising with it. Hundreds of thousands, so in columns. */
interface Columns {
  readonly createdMs: Float64Array;
  /** Position in the list of plans. */
  readonly plan: Uint32Array;
  readonly publisher: Uint8Array;
  readonly sequence: Uint32Array;
  /** Leads before this position are no longer kept. */
  readonly kept: number;
}

/** The account's leads: those that its counters count. Played when they are first asked for. */
export function leadEntries(options: LeadOptions): EntryList {
  let columns: Columns | undefined;
  const all = () => {
    columns ??= playAll(options);
    return columns;
  };
  const entryAt = (index: number): Entry | undefined => {
    const { createdMs, plan, publisher, sequence, kept } = all();
    const campaign = options.plans[plan[index] ?? -1];
    if (index < kept || campaign === undefined) return undefined;
    return {
      id: FIRST_LEAD_ID + index,
      createdMs: createdMs[index] ?? 0,
      goneMs: campaign.deletedMs,
      supersededMs: NEVER,
      plan: campaign,
      part: publisher[index] ?? 0,
      version: sequence[index] ?? 0,
    };
  };
  const isGone = (index: number, atMs: number) => (options.plans[all().plan[index] ?? -1]?.deletedMs ?? 0) <= atMs;
  return {
    find: (id) => entryAt(id - FIRST_LEAD_ID),
    livingIds: (atMs) => {
      const { createdMs, kept } = all();
      const ids: number[] = [];
      for (let index = kept; index < createdMs.length && (createdMs[index] ?? NEVER) <= atMs; index += 1) {
        if (!isGone(index, atMs)) ids.push(FIRST_LEAD_ID + index);
      }
      return ids;
    },
  };
}

function playAll({ plans, simulationOf, fromMs }: LeadOptions): Columns {
  const batches = plans.flatMap((plan, position) => {
    const { reader } = simulationOf(plan);
    return plan.publishers.map((_, publisher) => ({ position, publisher, times: reader.arrivalTimes(publisher) }));
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
    createdMs,
    plan: Uint32Array.from(order, (from) => batches[unsorted.batch[from] ?? 0]?.position ?? 0),
    publisher: Uint8Array.from(order, (from) => batches[unsorted.batch[from] ?? 0]?.publisher ?? 0),
    sequence: Uint32Array.from(order, (from) => unsorted.sequence[from] ?? 0),
    kept: firstKept === -1 ? count : firstKept,
  };
}
