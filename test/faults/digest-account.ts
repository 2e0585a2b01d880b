import PostalMime, { type Email } from "postal-mime";
import type { DigestAnswer } from "../../functions/digest/answer.ts";
import type { DigestDependencies } from "../../functions/digest/digest-run.ts";
import { parseDigestEvent } from "../../functions/digest/event.ts";
import { sendDigest } from "../../functions/digest/job.ts";
import { parseWatchEvent } from "../../functions/watch/event.ts";
import { type WatchResult, watch } from "../../functions/watch/job.ts";
import { DEFAULT_DATASETS } from "../../shared/catalog/datasets.ts";
import type { Mailer } from "../../shared/digest/delivery/mailer.ts";
import type { Metrics } from "../../shared/platform/metrics.ts";
import { createFakeClock } from "../convertr/fake-clock.ts";
import type { SentMail } from "../fakes/aws/ses.ts";
import { type AccountOptions, type JobAccount, openFreshAccount } from "./job-account.ts";
import { type LoopbackAws, openAws } from "./loopback-aws.ts";
import { MORNING } from "./row-world.ts";

const DAY_MS = 86_400_000;
const HOUR_MS = 3_600_000;

export interface DigestAccountOptions extends AccountOptions {
  /** Settings of the digest `daily`. */
  readonly digest?: Readonly<Record<string, unknown>>;
  /** How many days of snapshots, the last of them today's. @default 2 */
  readonly days?: number;
  readonly mailer?: Mailer;
  /** Milliseconds that the mailer has from 07:00 on. @default no end */
  readonly mailerMs?: number;
  /** Of the mails; the account's own store otherwise. */
  readonly digestStore?: DigestDependencies["store"];
}

export interface DigestAccount {
  readonly account: JobAccount;
  readonly deps: DigestDependencies;
  readonly aws: LoopbackAws;
  /** What SES took, in order. */
  readonly sent: readonly SentMail[];
  readonly metrics: { readonly name: string; readonly value: number }[];
  send(event?: Readonly<Record<string, unknown>>): Promise<DigestAnswer>;
  watch(): Promise<WatchResult>;
  /** The mails that SES took, read as a mail program reads them. */
  mails(): Promise<readonly Email[]>;
  /** Pulls every dataset of the day that the clock shows. */
  pullAll(): Promise<void>;
}

/** Days of snapshots by the snapshot job, then seven o'clock: the digest job with SES on loopback. */
export async function openDigestAccount(options: DigestAccountOptions = {}): Promise<DigestAccount> {
  const { days = 2, digest = {}, mailerMs = Number.POSITIVE_INFINITY } = options;
  const clock = createFakeClock(MORNING - (days - 1) * DAY_MS);
  const aws = await openAws({ clock, deadline: MORNING + 2 * HOUR_MS + mailerMs });
  const daily = { to: ["one@acme.example", "two@acme.example"], ...digest };
  const settings = { digests: { daily }, ...options.settings };
  const account = await openFreshAccount({ rows: 12, ...options, clock, settings });
  const metrics: { name: string; value: number }[] = [];
  const counting: Metrics = { put: (name, value) => void metrics.push({ name, value }) };
  const pullAll = async (): Promise<void> => {
    for (const dataset of DEFAULT_DATASETS) await account.take({ dataset });
  };
  for (let day = 0; day < days; day += 1) {
    clock.advance(MORNING - (days - 1 - day) * DAY_MS - clock.now());
    await pullAll();
  }
  clock.advance(MORNING + 2 * HOUR_MS - clock.now());
  const { log, store } = account.deps;
  let runs = 0;
  const deps: DigestDependencies = {
    settings: account.deps.settings,
    store: options.digestStore ?? store,
    mailer: options.mailer ?? aws.mailer,
    clock,
    log,
    metrics: counting,
    newRunId: () => `20261124T070000Z-${String(++runs).padStart(8, "0")}`,
    version: "0.0.0",
  };
  const passwordSetAt = async () => clock.now();
  return {
    account,
    deps,
    aws,
    metrics,
    sent: aws.ses.sent,
    pullAll,
    send: (event = {}) => sendDigest(deps, parseDigestEvent({ enterprise: "acme", digest: "daily", ...event })),
    watch: () => watch({ ...deps, passwordSetAt }, parseWatchEvent({})),
    mails: () => Promise.all(aws.ses.sent.map(({ raw }) => PostalMime.parse(raw))),
  };
}
