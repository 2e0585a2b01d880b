import { inspect } from "node:util";
import { expect, onTestFinished } from "vitest";
import type { FaultScriptInput } from "../../functions/local/simulated-api/faults/fault-script.ts";
import { parseFaultScript } from "../../functions/local/simulated-api/faults/fault-script.ts";
import {
  type Befallen,
  type FaultyApi,
  startFaultyApi,
} from "../../functions/local/simulated-api/faults/faulty-api.ts";
import { CANARY_PATTERN } from "../../functions/local/simulated-api/records/parts.ts";
import { DEFAULT_CREDENTIALS } from "../../functions/local/simulated-api/server.ts";
import type { World } from "../../functions/local/simulated-api/world.ts";
import { parseSnapshotEvent } from "../../functions/snapshot/event.ts";
import { type SnapshotDependencies, takeSnapshot } from "../../functions/snapshot/job.ts";
import type { Row } from "../../shared/catalog/column.ts";
import { CAMPAIGNS } from "../../shared/catalog/datasets/campaigns.ts";
import { createConvertrClient } from "../../shared/convertr/client.ts";
import type { ConvertrLimits } from "../../shared/convertr/http/limits.ts";
import type { CredentialsProvider } from "../../shared/convertr/login/credentials.ts";
import { readParquet } from "../../shared/parquet/reader.ts";
import type { Clock } from "../../shared/platform/clock.ts";
import { isReportsError, type ReportsError } from "../../shared/platform/errors.ts";
import type { Log } from "../../shared/platform/log.ts";
import { parseSettings } from "../../shared/settings/settings.ts";
import { snapshotKey } from "../../shared/snapshot/keys.ts";
import { createRefusedSecrets } from "../../shared/snapshot/refused-secrets.ts";
import { parseRunRecord, type RunRecord } from "../../shared/snapshot/run-record.ts";
import type { ObjectStore } from "../../shared/snapshot/store.ts";
import { createFakeClock, type FakeClock } from "../convertr/fake-clock.ts";
import { createMemoryStore } from "../digest/sending/memory-store.ts";
import { freePort } from "../fakes/free-port.ts";
import { idsTo, MORNING, rowWorld, ZONE } from "./row-world.ts";

export const TODAY = "2026-11-24";
const YESTERDAY = "2026-11-23";
const FIFTEEN_MINUTES = 15 * 60_000;
/** Small pages, so that few rows make many. */
export const PAGE_SIZE = 10;

export interface AccountOptions {
  readonly rules?: FaultScriptInput["rules"];
  /** All of the script but its rules. */
  readonly script?: Omit<FaultScriptInput, "rules">;
  /** Campaigns, or how many. @default 60 */
  readonly rows?: number;
  readonly world?: World;
  readonly limits?: Partial<ConvertrLimits>;
  /** @default 4 */
  readonly concurrency?: number;
  /** @default a fake one */
  readonly clock?: Clock;
  readonly enterprise?: string;
  readonly baseUrl?: string;
  readonly store?: ObjectStore;
  readonly credentials?: CredentialsProvider;
  /** Further settings of the enterprise. */
  readonly settings?: Readonly<Record<string, unknown>>;
  /** @default 2026-10-01 */
  readonly historyFrom?: string;
  readonly onBefallen?: (befallen: Befallen, account: JobAccount) => void;
}

/** The snapshot job at an account where things go wrong, on a fake clock; the day before is published already. */
export interface JobAccount {
  readonly api: FaultyApi;
  readonly clock: FakeClock;
  readonly store: ObjectStore;
  readonly deps: SnapshotDependencies;
  readonly log: readonly {
    readonly level: string;
    readonly event: string;
    readonly fields: Readonly<Record<string, unknown>>;
  }[];
  readonly seen: readonly Befallen[];
  /** What Secrets Manager holds; `cached` is what the process still has of it. */
  readonly secret: {
    version: string;
    password: string;
    cached?: { version: string; password: string };
    reads: number;
    refreshes: number;
  };
  take(event?: Readonly<Record<string, unknown>>): Promise<RunRecord>;
  /** Takes a snapshot that must hold every campaign of the account as it is now, each once. */
  publishes(event?: Readonly<Record<string, unknown>>): Promise<RunRecord>;
  /** Takes one that must fail by name, leave nothing but a record, and tell no secret. */
  fails(event?: Readonly<Record<string, unknown>>): Promise<ReportsError>;
  rows(date?: string): Promise<readonly Row[]>;
  records(): Promise<readonly RunRecord[]>;
}

const yesterdays = new Map<string, Promise<Uint8Array>>();

export async function openJobAccount(options: AccountOptions = {}): Promise<JobAccount> {
  const account = await openFreshAccount(options);
  const { enterprise = "acme", rows = 60 } = options;
  const bytes = await yesterdayOf(enterprise, options.world === undefined ? rows : 60);
  await account.store.create(snapshotKey("campaigns", enterprise, YESTERDAY), bytes, { contentType: "x" });
  return account;
}

/** A day before with so many rows, pulled once. */
function yesterdayOf(enterprise: string, rows: number): Promise<Uint8Array> {
  const key = `${enterprise} ${rows}`;
  const made = yesterdays.get(key) ?? pullYesterday(enterprise, rows);
  yesterdays.set(key, made);
  return made;
}

async function pullYesterday(enterprise: string, rows: number): Promise<Uint8Array> {
  const account = await openFreshAccount({ enterprise, rows, clock: createFakeClock(MORNING - 86_400_000) });
  await account.take();
  await account.api.close();
  const object = await account.store.get(snapshotKey("campaigns", enterprise, YESTERDAY));
  return object?.body ?? expect.fail("yesterday could not be made");
}

/** An account without a day before. */
export async function openFreshAccount(options: AccountOptions = {}): Promise<JobAccount> {
  const { enterprise = "acme", rows = 60, rules = [], script = {}, concurrency = 4 } = options;
  const clock = (options.clock ?? createFakeClock(MORNING)) as FakeClock;
  const store = options.store ?? createMemoryStore();
  const seen: Befallen[] = [];
  const log: JobAccount["log"][number][] = [];
  const secret = {
    version: "v1",
    password: DEFAULT_CREDENTIALS.password,
    reads: 0,
    refreshes: 0,
  } as JobAccount["secret"];
  const api = await startFaultyApi({
    port: await freePort(),
    world: options.world ?? rowWorld(idsTo(rows)),
    now: clock.now,
    rateLimit: null,
    script: parseFaultScript({ ...script, rules }, "test"),
    onBefallen: (befallen) => {
      seen.push(befallen);
      options.onBefallen?.(befallen, account);
    },
  });
  const open = { ...options, enterprise, concurrency, baseUrl: options.baseUrl ?? api.url };
  const deps = dependencies(open, { clock, store, secret, log: collecting(log) });
  const account: JobAccount = {
    ...{ api, clock, store, deps, log, seen, secret },
    take: (event = {}) => takeSnapshot(deps, parseSnapshotEvent({ enterprise, dataset: "campaigns", ...event })),
    publishes: (event) => publishes(account, event),
    fails: (event) => fails(account, event),
    rows: async (date = TODAY) => {
      const object = await store.get(snapshotKey("campaigns", enterprise, date));
      return object === undefined
        ? expect.fail("no snapshot")
        : (await readParquet(object.body, CAMPAIGNS.columns)).rows;
    },
    records: async () => {
      const found = await store.list("runs/");
      const objects = await Promise.all(found.map(({ key }) => store.get(key)));
      return objects.map((object) => parseRunRecord(new TextDecoder().decode(object?.body), object?.key ?? ""));
    },
  };
  try {
    onTestFinished(() => api.close().catch(() => {}));
  } catch {
    // Not within a test: who opened it closes it.
  }
  return account;
}

const collecting = (log: JobAccount["log"][number][]): Log => {
  const at =
    (level: string) =>
    (event: string, fields: Readonly<Record<string, unknown>> = {}) =>
      void log.push({ level, event, fields });
  return { info: at("info"), warn: at("warn"), error: at("error") };
};

interface Ports {
  readonly clock: Clock;
  readonly store: ObjectStore;
  readonly secret: JobAccount["secret"];
  readonly log: Log;
}

function dependencies(
  options: AccountOptions & { readonly enterprise: string; readonly concurrency: number; readonly baseUrl: string },
  { clock, store, secret, log }: Ports,
): SnapshotDependencies {
  const { historyFrom = "2026-10-01" } = options;
  const enterprises = { [options.enterprise]: { timeZone: ZONE, snapshotAt: "05:00", ...options.settings } };
  const from = { from: "reports@acme.example", alertsTo: ["ops@acme.example"], historyFrom };
  let runs = 0;
  return {
    settings: parseSettings({ ...from, enterprises }, "test"),
    store,
    clock,
    log,
    metrics: { put: () => {} },
    newRunId: () => `20261124T050000Z-${String(++runs).padStart(8, "0")}`,
    connect: (enterprise) =>
      createConvertrClient({
        enterprise,
        baseUrl: options.baseUrl,
        credentials: options.credentials ?? credentialsOf(secret),
        refusedSecrets: createRefusedSecrets(store),
        clock,
        random: () => 0.5,
        log,
        deadline: clock.now() + FIFTEEN_MINUTES,
        concurrency: options.concurrency,
        limits: { pageSize: PAGE_SIZE, ...options.limits },
      }),
  };
}

const credentialsOf = (secret: JobAccount["secret"]): CredentialsProvider => ({
  get: async (_, { refresh = false } = {}) => {
    secret.reads += 1;
    if (refresh) secret.refreshes += 1;
    const { version, password } = refresh ? secret : (secret.cached ?? secret);
    return { username: DEFAULT_CREDENTIALS.username, password, version };
  },
});

async function publishes(account: JobAccount, event?: Readonly<Record<string, unknown>>): Promise<RunRecord> {
  const record = await account.take(event);
  expect(record).toMatchObject({ outcome: "published", error: null });
  const ids = (await account.rows()).map((row) => Number(row["id"]));
  expect(ids.toSorted((a, b) => a - b)).toEqual([...account.api.world.ids("campaigns", account.clock.now())]);
  expect(record.rows).toBe(ids.length);
  expect(JSON.stringify(account.log)).not.toMatch(CANARY_PATTERN);
  return record;
}

async function fails(account: JobAccount, event?: Readonly<Record<string, unknown>>): Promise<ReportsError> {
  const before = await account.store.list("snapshots/");
  const records = (await account.records()).length;
  try {
    await account.take(event);
  } catch (error) {
    if (!isReportsError(error)) throw error;
    expect(await account.store.list("snapshots/")).toEqual(before);
    const [failed] = (await account.records()).slice(records);
    expect(failed).toMatchObject({
      outcome: "failed",
      rows: null,
      error: { name: error.name, message: error.message },
    });
    const leaving = [inspect(error, { depth: 9, showHidden: true }), JSON.stringify([error, account.log, failed])];
    expect(leaving.join("\n")).not.toMatch(CANARY_PATTERN);
    expect(leaving.join("\n")).not.toContain(DEFAULT_CREDENTIALS.password);
    return error;
  }
  return expect.fail("it did not fail");
}
