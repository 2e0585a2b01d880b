import { systemClock } from "../../../shared/platform/clock.ts";
import { ReportsError } from "../../../shared/platform/errors.ts";
import { namesOf } from "../../../shared/settings/names.ts";
import { createS3Client, createS3Store } from "../../../shared/snapshot/s3-store.ts";
import { readDeployment } from "../aws/deployment.ts";
import { type Health, healthOf } from "../events/healed.ts";
import { type Job, type LaidAside, laidAside } from "../events/laid-aside.ts";
import { type FailureQueues, openFailureQueues } from "../events/queues.ts";
import { refuseReplay, replay } from "../events/replay.ts";
import { note, printResult } from "../output.ts";
import { readDeployedSettings } from "../settings.ts";

export interface EventsOptions {
  readonly outputs?: string;
  readonly settings?: string;
  /** Id of a message. */
  readonly replay?: string;
  readonly discard?: string;
}

interface Found extends LaidAside {
  readonly health: Health;
}

/**
 * Lists the events that nobody could handle, with their errors and whether they have healed since; or gives one to its function again,
 * or throws it away. Whatever is not dealt with is given back to its queue.
 * @returns false when a replayed event has failed again
 * @throws InvalidEvent for an id that is none, or an event that must not be replayed; InvalidSettings; StoreFailed
 */
export async function runEvents(options: EventsOptions): Promise<boolean> {
  const settings = await readDeployedSettings(options.settings);
  const names = namesOf(settings.deployment);
  const { Bucket: bucket } = await readDeployment(names, options.outputs);
  const functions: Readonly<Record<Job, string>> = {
    snapshot: names.snapshotFunction,
    digest: names.digestFunction,
    watch: names.watchFunction,
    months: names.monthsFunction,
    report: names.reportFunction,
  };
  const now = systemClock.now();
  const client = createS3Client();
  const store = createS3Store({ client, bucket, clock: systemClock });
  const queues = openFailureQueues(names);
  const messages = new Set<LaidAside["message"]>();
  try {
    for (const message of await queues.read()) messages.add(message);
    const found = [...messages].map((message) => laidAside(message, functions));
    const id = options.replay ?? options.discard;
    if (id === undefined) return await list(found, (one) => healthOf({ store, settings, now }, one));
    const one = chosen(found, id);
    if (options.discard !== undefined) return await discard(queues, one, messages);
    refuseReplay(one, await healthOf({ store, settings, now }, one), now);
    const { outcome, answer } = await replay(one, functions);
    printResult({ id, outcome, answer });
    if (outcome === "answered") await done(queues, one, messages);
    else note("It failed again, and stays in its queue.");
    return outcome === "answered";
  } finally {
    for (const message of messages) await queues.giveBack(message).catch(() => {});
    queues.close();
    client.destroy();
  }
}

async function list(found: readonly LaidAside[], health: (one: LaidAside) => Promise<Health>): Promise<boolean> {
  const all: Found[] = [];
  for (const one of found) all.push({ ...one, health: await health(one) });
  all.sort((a, b) => a.message.arrivedAt - b.message.arrivedAt);
  for (const { message, job, event, error, health: of } of all) {
    const at = new Date(message.arrivedAt).toISOString();
    printResult({ id: message.id, queue: message.queue, at, job: job ?? null, event, error, ...of });
  }
  const open = all.filter(({ health: { healed } }) => healed !== "yes").length;
  note(`${all.length} events, of which ${open} have not healed, as far as the bucket tells.`);
  return true;
}

function chosen(found: readonly LaidAside[], id: string): LaidAside {
  const one = found.find(({ message }) => message.id === id);
  if (one !== undefined) return one;
  throw new ReportsError("InvalidEvent", {
    what: "no message of this id lies in the queues, or somebody else is just reading it",
    where: `message ${JSON.stringify(id.slice(0, 80))}`,
    remedy: "npm run reports -- events lists what there is",
  });
}

async function discard(queues: FailureQueues, one: LaidAside, messages: Set<LaidAside["message"]>): Promise<boolean> {
  await done(queues, one, messages);
  printResult({ id: one.message.id, outcome: "discarded", event: one.event });
  return true;
}

async function done(queues: FailureQueues, { message }: LaidAside, messages: Set<LaidAside["message"]>): Promise<void> {
  await queues.delete(message);
  messages.delete(message);
}
