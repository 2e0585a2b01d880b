import type { Calendar } from "./calendar.ts";
import type { CampaignPlan } from "./plan.ts";
import { hashOf } from "./random.ts";
import type { Simulation } from "./simulation.ts";

/** A later look at one lead. */
interface LaterLook {
  readonly atMs: number;
  /** Flagged anew, or null when only its caution is cleared. */
  readonly toInvalid: boolean | null;
  /** Of a batch that was written to the database: `updatedTs` does not tell (a guess, after the counters' example). */
  readonly silent: boolean;
}

/** What came of the leads of one publisher on one campaign, by sequence; each list by time. */
type LaterLooks = ReadonlyMap<number, readonly LaterLook[]>;

const remembered = new WeakMap<Simulation, Map<number, LaterLooks>>();

export interface LeadFlags {
  readonly foundInvalid: boolean;
  /** Now, later looks included. */
  readonly invalid: boolean;
  readonly caution: boolean;
  /** Of the newest later look that `updatedTs` tells of; null: none. */
  readonly flaggedMs: number | null;
}

/** How a lead is judged at an instant. The flags of all leads add up to the counters. */
export function leadFlags(
  simulation: Simulation,
  { publisher, sequence }: { readonly publisher: number; readonly sequence: number },
  atMs: number,
): LeadFlags {
  const found = simulation.reader.foundOf(publisher, sequence);
  let { invalid, caution } = found;
  let flaggedMs: number | null = null;
  for (const look of laterLooks(simulation, publisher).get(sequence) ?? []) {
    if (look.atMs > atMs) break;
    if (look.toInvalid === null) caution = false;
    else invalid = look.toInvalid;
    if (!look.silent) flaggedMs = look.atMs;
  }
  return { foundInvalid: found.invalid, invalid, caution, flaggedMs };
}

function laterLooks(simulation: Simulation, publisher: number): LaterLooks {
  const known = remembered.get(simulation) ?? new Map<number, LaterLooks>();
  remembered.set(simulation, known);
  let looks = known.get(publisher);
  if (looks === undefined) {
    looks = playLooks(simulation, publisher);
    known.set(publisher, looks);
  }
  return looks;
}

/** Chooses, for every revision of the publisher's counters, the leads it is about. */
function playLooks({ plan, calendar, activity, reader }: Simulation, publisher: number): LaterLooks {
  const looks = new Map<number, LaterLook[]>();
  const { total = [0], revisions = [] } = activity.publishers[publisher] ?? {};
  const state = (sequence: number) => {
    const found = reader.foundOf(publisher, sequence);
    const of = looks.get(sequence) ?? [];
    const flagged = of.findLast(({ toInvalid }) => toInvalid !== null)?.toInvalid;
    return {
      invalid: flagged ?? found.invalid,
      caution: found.caution && !of.some(({ toInvalid }) => toInvalid === null),
    };
  };
  for (const [index, { atMs, toInvalid, clearedCautions }] of revisions.entries()) {
    const limit = total[Math.max(0, daysBefore(calendar, activity.firstDay, atMs))] ?? 0;
    const start = limit === 0 ? 0 : hashOf(plan.id, "revised", publisher, index) % limit;
    const choose = (count: number, look: LaterLook["toInvalid"], fits: (sequence: number) => boolean) => {
      for (let step = 0, left = count; step < limit && left > 0; step += 1) {
        const sequence = (start + step) % limit;
        if (!fits(sequence)) continue;
        left -= 1;
        const entry = { atMs, toInvalid: look, silent: isBatch(plan, atMs) };
        looks.set(sequence, [...(looks.get(sequence) ?? []), entry]);
      }
    };
    choose(clearedCautions, null, (sequence) => state(sequence).caution);
    choose(Math.abs(toInvalid), toInvalid > 0, (sequence) => state(sequence).invalid !== toInvalid > 0);
  }
  return looks;
}

/** As the activity has it: only leads that came in more than three days before the day of the revision. */
const daysBefore = (calendar: Calendar, firstDay: number, atMs: number): number => calendar.dayAt(atMs) - firstDay - 3;

const isBatch = ({ cleanUp }: CampaignPlan, atMs: number): boolean => cleanUp !== null && cleanUp.atMs === atMs;
