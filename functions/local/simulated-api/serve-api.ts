import { addDays, type Day, dayOf, instantAt } from "../../../shared/platform/day.ts";
import type { FaultScript } from "./faults/fault-script.ts";
import { type Befallen, startFaultyApi } from "./faults/faulty-api.ts";
import { DEFAULT_CREDENTIALS, type SimulatedApi, startSimulatedApi } from "./server.ts";
import type { CollectionName } from "./world/entries.ts";
import { createWorld, type World } from "./world.ts";

/** First day of the demo's five weeks; the account has its documented size on 2026-11-23. */
const HISTORY_START: Day = "2026-10-19";
const TIME_ZONE = "Europe/London";
/** Time of the day at which a server for a given date starts. */
const MORNING = "05:00";
const LIVES_ON_DAYS = 120;

export interface ServeApiOptions {
  /** 0: any free one. */
  readonly port: number;
  readonly seed: number;
  /** The account's day when the server starts, at 05:00 London time; its clock goes on from there. @default now */
  readonly date?: Day;
  readonly latencyMs: number;
  /** Campaigns on 2026-11-23. @default 479 */
  readonly campaigns?: number;
  /** The real clock, epoch ms. @default the system's */
  readonly clock?: () => number;
  /** What goes wrong. @default nothing */
  readonly script?: FaultScript;
  /** Told of each request and what of the script befalls it. */
  readonly onBefallen?: (befallen: Befallen) => void;
}

export interface ServeApiSummary {
  readonly username: string;
  readonly password: string;
  readonly seed: number;
  readonly timeZone: string;
  /** The account's clock at the start. */
  readonly now: string;
  /** Rows of the three datasets at the start. */
  readonly counts: {
    readonly campaigns: number;
    readonly publisherContracts: number;
    readonly integrationJobs: number;
  };
}

/** What `serve-api` runs: the same account whatever the date, seen on that date. */
export async function serveApi(
  options: ServeApiOptions,
): Promise<SimulatedApi & { readonly summary: ServeApiSummary }> {
  const { seed, campaigns, latencyMs, port, clock = Date.now } = options;
  const startedMs = clock();
  const startMs = options.date === undefined ? startedMs : instantAt(options.date, MORNING, TIME_ZONE);
  const until = addDays(dayOf(startMs, TIME_ZONE), LIVES_ON_DAYS);
  const size = campaigns === undefined ? {} : { campaigns };
  const world = createWorld({ seed, historyStart: HISTORY_START, timeZone: TIME_ZONE, until, ...size });
  const now = () => startMs + (clock() - startedMs);
  const { script, onBefallen } = options;
  const served = { world, now, port, latencyMs };
  const api =
    script === undefined
      ? await startSimulatedApi(served)
      : await startFaultyApi({ ...served, script, ...(onBefallen === undefined ? {} : { onBefallen }) });
  const summary = {
    ...DEFAULT_CREDENTIALS,
    seed,
    timeZone: TIME_ZONE,
    now: new Date(startMs).toISOString(),
    counts: countsAt(world, startMs),
  };
  return { ...api, summary };
}

function countsAt(world: World, atMs: number): ServeApiSummary["counts"] {
  const matching = (collection: CollectionName, path: string, wanted: unknown) => {
    const read = world.reader(collection, path, atMs);
    return world.ids(collection, atMs).filter((id) => read(id)[0] === wanted).length;
  };
  return {
    campaigns: world.ids("campaigns", atMs).length,
    publisherContracts: matching("campaign-publishers", "latest", true),
    integrationJobs: matching("campaign-processr-jobs", "processrJob.processrJobCategory.id", 2),
  };
}
