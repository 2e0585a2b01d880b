import type { ConvertrClient } from "../../../shared/convertr/client.ts";
import type { Clock } from "../../../shared/platform/clock.ts";
import { isReportsError, ReportsError } from "../../../shared/platform/errors.ts";
import type { Log } from "../../../shared/platform/log.ts";
import type { ObjectStore } from "../../../shared/snapshot/store.ts";
import type { Run } from "../run.ts";
import { type Cursor, moveCursor, readCursor, type Sweep } from "./cursor.ts";
import { publishPart, pullPart, restorePartsRecord, standingPart } from "./part.ts";
import { advanced, nextSweep, type SweepRun } from "./sweep.ts";
import type { PartTally } from "./tally.ts";
import { nextWindow, refuseIgnoredFilter } from "./window.ts";

/** 200 pages: about a minute of the request budget, and some megabytes of memory. */
export const PART_ROWS = 20_000;
/** A part is begun while this many times the longest one so far is left. */
const TIME_FOR_A_PART = 1.5;

export interface CollectDependencies {
  readonly store: ObjectStore;
  readonly clock: Clock;
  readonly log: Log;
  /** Leads in one part, about. @default PART_ROWS */
  readonly partRows?: number;
}

export interface Collection {
  readonly tally: PartTally;
  /** False when there is more to read. */
  readonly complete: boolean;
}

/**
 * Reads leads on from where the last run stopped, part by part, until the day is complete or the time is up. Each part is
 * published before the cursor moves over it, so a run that dies loses nothing and repeats at most one part.
 * @param tally what was published so far, also after an error
 * @throws what `pullPart` throws, after the parts before it were published
 */
export async function collectLeads(
  deps: CollectDependencies,
  { run, client, tally }: { readonly run: Run; readonly client: ConvertrClient; readonly tally: PartTally },
): Promise<Collection> {
  const { store, clock } = deps;
  const { enterprise } = run.request;
  const asked: SweepRun = {
    snapshotDate: run.day.snapshotDate,
    runStartedAt: run.startedAt,
    again: run.request.overwrite,
  };
  let cursor: Cursor | undefined = await readCursor(store, enterprise, run.startedAt);
  const pace: Pace = { longestMs: 0, width: undefined, at: 0 };
  for (;;) {
    const { progress } = cursor;
    const sweep = progress.sweep ?? nextSweep(progress, asked, clock.now());
    if (sweep === undefined) return { tally, complete: true };
    if (progress.sweep === null) {
      cursor = await moveCursor(store, enterprise, { ...cursor, progress: { ...progress, sweep } });
      if (cursor === undefined) return overtaken(deps, run, tally);
      pace.width = undefined;
    }
    const isTimeLeft = client.deadline - clock.now() >= TIME_FOR_A_PART * pace.longestMs;
    if (!isTimeLeft && tally.parts > 0) return { tally, complete: false };
    const until = await takePart(deps, { run, client, tally, sweep, watermark: progress.watermark, pace });
    if (until === "late") return { tally, complete: false };
    cursor = await moveCursor(store, enterprise, {
      ...cursor,
      progress: advanced(cursor.progress, sweep, { until: until.until, ...asked }),
    });
    if (cursor === undefined) return overtaken(deps, run, tally);
  }
}

/** Pulls the part that would come next, of a complete day what has changed since; publishes nothing and moves nothing. */
export async function tryLeads(
  deps: CollectDependencies,
  { run, client, tally }: { readonly run: Run; readonly client: ConvertrClient; readonly tally: PartTally },
): Promise<void> {
  const { store, clock } = deps;
  const now = clock.now();
  const { progress } = await readCursor(store, run.request.enterprise, run.startedAt);
  const asked: SweepRun = { snapshotDate: run.day.snapshotDate, runStartedAt: run.startedAt, again: true };
  const sweep = progress.sweep ?? nextSweep(progress, asked, now);
  if (sweep === undefined) return;
  await refuseIgnoredFilter(client, sweep, now);
  const window = await nextWindow(client, sweep, { target: deps.partRows ?? PART_ROWS, width: undefined });
  const { watermark } = progress;
  tally.add(await pullPart({ store, client }, { run, sweep, watermark }, { window, now }), sweep);
}

/** Another run is at the same work: what both have published is the same leads, read twice. */
function overtaken({ log }: CollectDependencies, run: Run, tally: PartTally): Collection {
  log.warn("leads-overtaken", { enterprise: run.request.enterprise, runId: run.runId });
  return { tally, complete: false };
}

interface Pace {
  /** What the longest part took, in ms. */
  longestMs: number;
  /** Of the window before, in ms. */
  width: number | undefined;
  /** When the part before was begun, epoch ms: a later reading of a lead must be known as such. */
  at: number;
}

interface Work {
  readonly run: Run;
  readonly client: ConvertrClient;
  readonly tally: PartTally;
  readonly sweep: Sweep;
  readonly watermark: number | null;
  readonly pace: Pace;
}

/** Up to where the next part of the sweep is published now; "late" when the time ran out on it, after others were. */
async function takePart(deps: CollectDependencies, work: Work): Promise<{ readonly until: number | null } | "late"> {
  const { store, clock } = deps;
  const { run, client, tally, sweep, pace } = work;
  const standing = await standingPart(store, run, sweep);
  if (standing !== undefined) {
    if (standing.runId !== run.runId) await restorePartsRecord(store, run, standing.runId);
    return standing;
  }
  const startedAt = clock.now();
  try {
    if (sweep.part === 1) await refuseIgnoredFilter(client, sweep, startedAt);
    const window = await nextWindow(client, sweep, { target: deps.partRows ?? PART_ROWS, width: pace.width });
    pace.at = Math.max(clock.now(), pace.at + 1);
    const part = await pullPart({ store, client }, work, { window, now: pace.at });
    // On most days every lead tells when it changed, and the increment has brought what came in.
    const isEmpty = sweep.kind === "arrivals" && part.collected.rows === 0;
    const isOurs = isEmpty || (await publishPart(store, part));
    if (isOurs && !isEmpty) tally.add(part, sweep);
    pace.longestMs = Math.max(pace.longestMs, clock.now() - startedAt);
    if (window.until !== null && sweep.cursor !== null) pace.width = window.until - sweep.cursor;
    return isOurs ? { until: part.until } : ((await standingPart(store, run, sweep)) ?? unreadable(part.key));
  } catch (error) {
    if (isReportsError(error, "DeadlineExceeded") && tally.parts > 0) return "late";
    throw error;
  }
}

function unreadable(key: string): never {
  throw new ReportsError("StoreFailed", {
    what: "a part that is there cannot be read as one of ours",
    where: key,
    remedy: "See what wrote it; restore an older version or remove it, and run again",
    retryable: false,
  });
}
