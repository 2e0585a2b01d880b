import { mkdir, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll } from "vitest";
import {
  DEFAULT_CREDENTIALS,
  type SimulatedApi,
  startSimulatedApi,
} from "../../../functions/local/simulated-api/server.ts";
import { createWorld } from "../../../functions/local/simulated-api/world.ts";

/** An account that a command in a process of its own can pull from, and a folder for what it writes. */
export interface ServedAccount {
  folder: string;
  /** The environment that names the account and its user. */
  env: Record<string, string>;
  /** `sql` over a data folder that holds nothing. */
  sqlArgs(...args: readonly string[]): string[];
  /** `snapshot` into a data folder of its own. */
  snapshotArgs(): string[];
}

/** Served from before the first test of a file until after its last. */
export function serveAccount(): ServedAccount {
  let runs = 0;
  let api: SimulatedApi;
  const served: ServedAccount = {
    folder: "",
    env: {},
    sqlArgs: (...args) => ["sql", "--data", join(served.folder, "empty"), ...args],
    snapshotArgs: () => {
      const data = join(served.folder, `data-${++runs}`);
      return ["snapshot", "--enterprise", "demo", "--dataset", "campaigns", "--data", data];
    },
  };
  beforeAll(async () => {
    served.folder = await mkdtemp(join(tmpdir(), "terminal-"));
    await mkdir(join(served.folder, "empty", "snapshots"), { recursive: true });
    const world = createWorld({ seed: 1, historyStart: "2026-11-20", timeZone: "Europe/London", campaigns: 5 });
    api = await startSimulatedApi({ world, now: () => Date.parse("2026-11-24T05:00:00Z") });
    served.env = {
      CONVERTR_BASE_URL: api.url,
      CONVERTR_USERNAME: DEFAULT_CREDENTIALS.username,
      CONVERTR_PASSWORD: DEFAULT_CREDENTIALS.password,
    };
  });
  afterAll(async () => {
    await api.close();
    await rm(served.folder, { recursive: true });
  });
  return served;
}
