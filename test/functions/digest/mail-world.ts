import { cp, mkdir, mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import PostalMime, { type Email } from "postal-mime";
import { afterAll, onTestFinished } from "vitest";
import type { DigestAnswer } from "../../../functions/digest/answer.ts";
import type { DigestDependencies } from "../../../functions/digest/digest-run.ts";
import { parseDigestEvent } from "../../../functions/digest/event.ts";
import { sendDigest } from "../../../functions/digest/job.ts";
import type { Mailer } from "../../../shared/digest/delivery/mailer.ts";
import { createOutboxMailer } from "../../../shared/digest/delivery/outbox-mailer.ts";
import type { DigestInput } from "../../../shared/digest/input/digest-input.ts";
import { instantAt } from "../../../shared/platform/day.ts";
import { parseSettings } from "../../../shared/settings/settings.ts";
import { createFolderStore } from "../../../shared/snapshot/folder-store.ts";
import { publishAccount } from "../../digest/published-account.ts";

export const ZONE = "Europe/London";
/** A Tuesday and the first of a month: daily, weekly and monthly mails are all due. */
export const DATE = "2026-12-01";
export const TEAM = ["team@acme.example", "lead@acme.example"];
export const OWNER = "ops@acme.example";

const DIGESTS = {
  daily: { to: TEAM },
  weekly: { to: TEAM, period: "week", days: ["TUE"] },
  monthly: { to: TEAM, period: "month" },
};

export interface MailWorld {
  readonly folder: string;
  readonly deps: DigestDependencies;
  /** Epoch ms; tests move it. */
  now: number;
  readonly metrics: [name: string, value: number][];
  /** What was logged, as JSON. */
  readonly logged: string[];
  run(event?: Readonly<Record<string, unknown>>): Promise<DigestAnswer>;
  /** Mails of the outbox, by recipient. */
  outbox(): Promise<Email[]>;
  /** Keys of the store that begin so. */
  keys(prefix: string): Promise<readonly string[]>;
  read(key: string | null): Promise<string>;
}

export interface MailWorldOptions {
  /** What lies in the store. @default nothing */
  readonly account?: DigestInput;
  /** Days of its history. @default 9 */
  readonly days?: number;
  /** Digests beside daily, weekly and monthly, or instead of them. */
  readonly digests?: Readonly<Record<string, unknown>>;
  readonly mailer?: (world: { readonly clock: DigestDependencies["clock"] }) => Mailer;
}

/** Folders with the snapshots of an account, written once for all tests of a file. */
const published: { readonly account: DigestInput; readonly days: number; readonly folder: Promise<string> }[] = [];
afterAll(async () => {
  for (const { folder } of published.splice(0)) await rm(await folder, { recursive: true });
});

function publishedOnce(account: DigestInput, days: number): Promise<string> {
  const known = published.find((one) => one.account === account && one.days === days);
  if (known !== undefined) return known.folder;
  const folder = mkdtemp(join(tmpdir(), "digest-account-")).then(async (path) => {
    await publishAccount(createFolderStore(path), account, days);
    return path;
  });
  published.push({ account, days, folder });
  return folder;
}

/** The digest job on a folder of its own at seven in the morning of `DATE`; ended with the test. */
export async function openMailWorld(options: MailWorldOptions = {}): Promise<MailWorld> {
  const folder = await mkdtemp(join(tmpdir(), "digest-job-"));
  onTestFinished(() => rm(folder, { recursive: true }));
  const store = createFolderStore(folder);
  if (options.account !== undefined) {
    await cp(await publishedOnce(options.account, options.days ?? 9), folder, { recursive: true });
  }
  const outbox = join(folder, "outbox");
  await mkdir(outbox);
  const world = { now: instantAt(DATE, "07:00", ZONE) };
  const metrics: MailWorld["metrics"] = [];
  const logged: string[] = [];
  const log = (event: string, fields?: unknown) => void logged.push(JSON.stringify({ event, fields }));
  let runs = 0;
  const clock = {
    now: () => world.now,
    // Others get their turn meanwhile, on a busy machine too.
    sleep: async (ms: number) => {
      world.now += ms;
      await wait(100);
    },
  };
  const deps: DigestDependencies = {
    settings: parseSettings(
      {
        from: "Lead reports <reports@acme.example>",
        replyTo: "owner@acme.example",
        alertsTo: [OWNER],
        historyFrom: "2026-10-01",
        enterprises: { acme: { timeZone: ZONE, digests: { ...DIGESTS, ...options.digests } } },
      },
      "test",
    ),
    store,
    mailer: options.mailer?.({ clock }) ?? createOutboxMailer({ folder: outbox }),
    clock,
    log: { info: log, warn: log, error: log },
    metrics: { put: (name, value) => void metrics.push([name, value]) },
    newRunId: () => `run-${++runs}`,
    version: "0.1.0",
  };
  return Object.assign(world, {
    ...{ folder, deps, metrics, logged },
    run: (event: Readonly<Record<string, unknown>> = {}) =>
      sendDigest(deps, parseDigestEvent({ enterprise: "acme", digest: "daily", ...event })),
    outbox: async () => {
      const names = (await readdir(outbox)).filter((name) => name.endsWith(".eml")).sort();
      return Promise.all(names.map(async (name) => PostalMime.parse(await readFile(join(outbox, name)))));
    },
    keys: async (prefix: string) => (await store.list(prefix)).map(({ key }) => key),
    read: (key: string | null) => readFile(join(folder, key ?? "no mail was made"), "utf8"),
  });
}

/** Whom a mail goes to, and under which subject. */
export const addressed = (mails: readonly Email[]): string[] =>
  mails.map(({ to, subject }) => `${to?.map(({ address }) => address).join()}: ${subject}`).sort();
