import { inspect } from "node:util";
import { type ConvertrClientOptions, createConvertrClient } from "../../shared/convertr/client.ts";
import type { Member, PullReport } from "../../shared/convertr/pull/collection.ts";
import type { ReportsError } from "../../shared/platform/errors.ts";
import { type Api, ids } from "./api-server.ts";
import { createFakeClock, type FakeClock } from "./fake-clock.ts";

export const FIFTEEN_MINUTES = 15 * 60_000;

/** A secret that can change, and what was asked of it. */
export interface Secret {
  version: string;
  password: string;
  /** What a cache still holds; `refresh` reads past it. */
  cached?: { version: string; password: string };
  reads: number;
  refreshes: number;
}

export interface Kit {
  readonly clock: FakeClock;
  readonly secret: Secret;
  /** Secret versions remembered as refused. */
  readonly refused: string[];
  readonly log: { readonly event: string; readonly fields: Readonly<Record<string, unknown>> }[];
  readonly handed: number[];
  readonly members: Member[];
  readonly client: ReturnType<typeof createConvertrClient>;
  readonly options: ConvertrClientOptions;
  pull(filters?: Readonly<Record<string, string>>): Promise<PullReport>;
  /** The named error of a pull that must fail. */
  fails(): Promise<ReportsError>;
}

/** A client on a fake clock against `api`; everything it is told and tells is kept. */
export function kit(api: { readonly baseUrl: string }, overrides: Partial<ConvertrClientOptions> = {}): Kit {
  const clock = createFakeClock();
  const secret: Secret = { version: "v1", password: "CANARY-password", reads: 0, refreshes: 0 };
  const refused: string[] = [];
  const log: Kit["log"] = [];
  const members: Member[] = [];
  const note = (event: string, fields = {}) => void log.push({ event, fields });
  const options: ConvertrClientOptions = {
    enterprise: "acme",
    baseUrl: api.baseUrl,
    credentials: {
      get: async (_, { refresh = false } = {}) => {
        secret.reads += 1;
        if (refresh) secret.refreshes += 1;
        const { version, password } = refresh ? secret : (secret.cached ?? secret);
        return { username: "CANARY-user@acme.example", password, version };
      },
    },
    refusedSecrets: {
      read: async () => new Set(refused),
      remember: async (_, version) => void refused.push(version),
      forget: async (_, version) => void refused.splice(0, refused.length, ...refused.filter((one) => one !== version)),
    },
    clock,
    random: () => 0.5,
    log: { info: note, warn: note, error: note },
    deadline: clock.now() + FIFTEEN_MINUTES,
    concurrency: 8,
    ...overrides,
  };
  const client = createConvertrClient(options);
  const sink = {
    restart: () => void members.splice(0),
    members: (more: readonly Member[]) => void members.push(...more),
  };
  const pull = (filters = {}) => client.pull({ collection: "campaigns", filters }, sink);
  return {
    clock,
    secret,
    refused,
    log,
    members,
    get handed() {
      return members.map(({ id }) => id);
    },
    client,
    options,
    pull,
    fails: async () => {
      try {
        await pull();
      } catch (error) {
        refuseCanaries(error, log);
        return error as ReportsError;
      }
      throw new Error("the pull succeeded");
    },
  };
}

/** Nothing that leaves may hold a token, a password, a name or a payload. */
function refuseCanaries(error: unknown, log: Kit["log"]): void {
  const { stack } = error as Error;
  const leaving = [inspect(error, { depth: 9, showHidden: true }), JSON.stringify(error), stack, JSON.stringify(log)];
  if (/CANARY|Campaign \d/.test(leaving.join("\n"))) throw new Error("a canary left");
}

/** Ids from 1 to the number of rows, which is what a whole pull of the usual world hands over. */
export function whole(api: Api): number[] {
  return ids(api.rows.size);
}
