import type { CampaignPlan } from "../plan/plan.ts";
import type { Calendar } from "../world/calendar.ts";
import { hashOf } from "../world/random.ts";
import type { Simulation } from "../world/simulation.ts";

/** A later look at one lead. */
interface LaterLook {
  readonly atMs: number;
  /** Flagged anew, or null when only its caution is cleared. */
  readonly toInvalid: boolean | null;
  /** Of a batch that was written to the database: `updatedTs` does not show it (a guess, after the counters' example). */
  readonly silent: boolean;
}

/** By sequence; each list by time. */
type LaterLooks = ReadonlyMap<number, readonly LaterLook[]>;

/** What came of the leads of each publisher of a campaign. */
const remembered = new WeakMap<Simulation, readonly LaterLooks[]>();

export interface LeadFlags {
  readonly foundInvalid: boolean;
  /** Now, later looks included. */
  readonly invalid: boolean;
  readonly caution: boolean;
  /** Of the newest later look that `updatedTs` shows; null: none. */
  readonly flaggedMs: number | null;
}

/** How a lead is judged at an instant. The flags of all leads add up to the counters. */
export function leadFlags(
  simulation: Simulation,
  { publisher, sequence }: { readonly publisher: number; readonly sequence: number },
  atMs: number,
): LeadFlags {
  let played = remembered.get(simulation);
  if (played === undefined) {
    played = simulation.plan.publishers.map((_, index) => playLooks(simulation, index));
    remembered.set(simulation, played);
  }
  const looks = (played[publisher]?.get(sequence) ?? []).filter((look) => look.atMs <= atMs);
  const found = simulation.reader.foundOf(publisher, sequence);
  const flaggedMs = looks.findLast(({ silent }) => !silent)?.atMs ?? null;
  return { foundInvalid: found.invalid, ...judged(found, looks), flaggedMs };
}

function judged(found: { readonly invalid: boolean; readonly caution: boolean }, looks: readonly LaterLook[]) {
  const flagged = looks.findLast(({ toInvalid }) => toInvalid !== null)?.toInvalid;
  const isCleared = looks.some(({ toInvalid }) => toInvalid === null);
  return { invalid: flagged ?? found.invalid, caution: found.caution && !isCleared };
}

/** Chooses, for every revision of the publisher's counters, the leads it is about. */
function playLooks({ plan, calendar, activity, reader }: Simulation, publisher: number): LaterLooks {
  const looks = new Map<number, LaterLook[]>();
  const { total = [0], revisions = [] } = activity.publishers[publisher] ?? {};
  const now = (sequence: number) => judged(reader.foundOf(publisher, sequence), looks.get(sequence) ?? []);
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
    choose(clearedCautions, null, (sequence) => now(sequence).caution);
    choose(Math.abs(toInvalid), toInvalid > 0, (sequence) => now(sequence).invalid !== toInvalid > 0);
  }
  return looks;
}

/** As the activity has it: only leads that came in more than three days before the day of the revision. */
const daysBefore = (calendar: Calendar, firstDay: number, atMs: number): number => calendar.dayAt(atMs) - firstDay - 3;

const isBatch = ({ cleanUp }: CampaignPlan, atMs: number): boolean => cleanUp?.atMs === atMs;
