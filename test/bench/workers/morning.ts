// The mornings of some enterprises, sixteen at a time: every event that their schedules would send, given to the real jobs over HTTP, with the
// real SDK, at the event's own time.
import { parseDigestEvent } from "../../../functions/digest/event.ts";
import { sendDigest } from "../../../functions/digest/job.ts";
import { parseSnapshotEvent } from "../../../functions/snapshot/event.ts";
import { takeSnapshot } from "../../../functions/snapshot/job.ts";
import { createConvertrClient } from "../../../shared/convertr/client.ts";
import {
  createSecretsManagerClient,
  createSecretsManagerCredentials,
} from "../../../shared/convertr/login/secrets-manager.ts";
import { createSesClient, createSesMailer } from "../../../shared/digest/delivery/ses-mailer.ts";
import { atOnce } from "../../../shared/platform/at-once.ts";
import type { Clock } from "../../../shared/platform/clock.ts";
import { instantAt } from "../../../shared/platform/day.ts";
import { isReportsError } from "../../../shared/platform/errors.ts";
import { newRunId } from "../../../shared/platform/run-id.ts";
import { parseCheckedSettings } from "../../../shared/settings/settings.ts";
import { latestOf, minuteOf, snapshotSlots, timeOfMinute } from "../../../shared/settings/timetable.ts";
import { createRefusedSecrets } from "../../../shared/snapshot/refused-secrets.ts";
import { createS3Client, createS3Store } from "../../../shared/snapshot/s3-store.ts";
import { answer, inputOf, median } from "../measure.ts";
import { BUCKET } from "../suites/aws.ts";
import {
  MORNING_ZONE,
  type Morning,
  type MorningServer,
  PATIENT,
  SECRET_PREFIX,
  settingsInput,
} from "../suites/morning-input.ts";
import { SILENT } from "./stand-ins.ts";

export interface MorningInput {
  readonly morning: Morning;
  readonly server: MorningServer;
  /** Those of this worker. */
  readonly own: readonly string[];
  /** No enterprise is begun later than this after the start. */
  readonly limitMs: number;
}

export interface MorningAnswer {
  readonly played: number;
  /** `snapshot published` and the like, with how many there were. */
  readonly outcomes: Readonly<Record<string, number>>;
  /** Of first snapshots that were published: the slow enterprise's longest, and the median of all others. */
  readonly slowMs: number;
  readonly medianMs: number;
  readonly peakRssMb: number;
}

const LANES = 16;
const RUN_MS = 15 * 60_000;
const { morning, server, own, limitMs } = inputOf<MorningInput>();
const settings = parseCheckedSettings(settingsInput(morning), "bench");
const { endpoint } = server;
const s3 = createS3Client(PATIENT, { endpoint });
const credentials = createSecretsManagerCredentials({
  client: createSecretsManagerClient(PATIENT, { endpoint }),
  secretPrefix: SECRET_PREFIX,
});
const ses = createSesClient(PATIENT, { endpoint });
const common = { settings, log: SILENT, metrics: { put: () => {} }, newRunId };

/** Begins at an instant; a wait passes on it and takes no time. */
function clockFrom(at: number): Clock {
  let now = at;
  return {
    now: () => now,
    sleep: async (ms) => {
      now += ms;
    },
  };
}

interface Event {
  readonly job: "snapshot" | "digest";
  readonly minute: number;
  readonly fields: object;
}

/** In the order of their times. */
function eventsOf(enterprise: string): readonly Event[] {
  const of = settings.enterprises[enterprise];
  if (of === undefined) return [];
  const snapshots = snapshotSlots(of).flatMap(({ dataset, minute, catchUpMinute }) =>
    [minute, catchUpMinute].map((at): Event => ({ job: "snapshot", minute: at, fields: { enterprise, dataset } })),
  );
  const digests = Object.entries(of.digests).flatMap(([digest, due]): Event[] => [
    { job: "digest", minute: minuteOf(due.at), fields: { enterprise, digest, wait: true } },
    { job: "digest", minute: minuteOf(latestOf(due, of)), fields: { enterprise, digest } },
  ]);
  return [...snapshots, ...digests].sort((a, b) => a.minute - b.minute);
}

function apiOf(enterprise: string): string {
  const kinds = (["refused", "down", "slow"] as const).filter((kind) => morning[kind] === enterprise);
  return server.apis[kinds[0] ?? "well"];
}

async function play(event: Event): Promise<string> {
  const at = instantAt(morning.date, timeOfMinute(event.minute), MORNING_ZONE);
  const clock = clockFrom(at + 10_000);
  const store = createS3Store({ client: s3, bucket: BUCKET, clock });
  const scheduled = { ...event.fields, scheduledTime: new Date(at).toISOString() };
  if (event.job === "digest") {
    const mailer = createSesMailer({
      ...{ client: ses, configurationSet: "bench", clock },
      deadline: () => at + RUN_MS,
    });
    const deps = { ...common, store, mailer, clock, version: "bench", stopAt: at + RUN_MS };
    return (await sendDigest(deps, parseDigestEvent(scheduled))).outcome;
  }
  const request = parseSnapshotEvent(scheduled);
  const connect = (enterprise: string, { concurrency }: { readonly concurrency: number }) =>
    createConvertrClient({
      ...{ enterprise, baseUrl: apiOf(enterprise), credentials, clock, concurrency },
      ...{ refusedSecrets: createRefusedSecrets(store), random: () => 0.5, log: SILENT, deadline: at + RUN_MS },
    });
  return (await takeSnapshot({ ...common, store, clock, connect }, request)).outcome;
}

const outcomes: Record<string, number> = {};
const times = { slow: [] as number[], others: [] as number[] };
const startedAt = performance.now();
let played = 0;
await atOnce(own, LANES, async (enterprise) => {
  if (performance.now() - startedAt > limitMs) return;
  for (const event of eventsOf(enterprise)) {
    const begun = performance.now();
    const outcome = await play(event).catch((error: unknown) => {
      if (!isReportsError(error)) throw error;
      return error.name;
    });
    const told = `${event.job} ${outcome}`;
    outcomes[told] = (outcomes[told] ?? 0) + 1;
    if (told === "snapshot published")
      times[enterprise === morning.slow ? "slow" : "others"].push(performance.now() - begun);
  }
  played += 1;
});
answer({
  played,
  outcomes,
  slowMs: Math.max(0, ...times.slow),
  medianMs: median(times.others),
  peakRssMb: process.resourceUsage().maxRSS / 1024,
} satisfies MorningAnswer);
process.exit(0);
