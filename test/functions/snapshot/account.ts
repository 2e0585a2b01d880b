import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { onTestFinished } from "vitest";
import { localSnapshotDependencies } from "../../../functions/local/dependencies.ts";
import {
  DEFAULT_CREDENTIALS,
  type SimulatedApi,
  type SimulatedApiOptions,
  startSimulatedApi,
} from "../../../functions/local/simulated-api/server.ts";
import type { World } from "../../../functions/local/simulated-api/world.ts";
import { createWorld } from "../../../functions/local/simulated-api/world.ts";
import { parseSnapshotEvent } from "../../../functions/snapshot/event.ts";
import { type SnapshotDependencies, takeSnapshot } from "../../../functions/snapshot/job.ts";
import type { DatasetName } from "../../../shared/catalog/datasets.ts";
import { instantAt } from "../../../shared/platform/day.ts";
import { parseSettings } from "../../../shared/settings/settings.ts";
import { parseRunRecord, type RunRecord } from "../../../shared/snapshot/run-record.ts";
import { freePort } from "../../fakes/free-port.ts";

export const ZONE = "Europe/London";
export const MORNING = instantAt("2026-11-23", "05:00", ZONE);
export const smallWorld: World = createWorld({ seed: 1, campaigns: 250, historyStart: "2026-10-19", timeZone: ZONE });

export interface SnapshotAccount {
  readonly api: SimulatedApi;
  readonly deps: SnapshotDependencies;
  /** The data folder. */
  readonly data: string;
  /** The account's instant, epoch ms; tests move it. */
  now: number;
  take(event: Readonly<Record<string, unknown>>): Promise<RunRecord>;
  records(): Promise<RunRecord[]>;
}

/** A running simulated account of 250 campaigns and the job on a folder of its own; ended with the test. */
export async function openAccount(
  options: Partial<SimulatedApiOptions> & {
    readonly datasets?: readonly DatasetName[];
    readonly partRows?: number;
  } = {},
): Promise<SnapshotAccount> {
  const data = await mkdtemp(join(tmpdir(), "reports-job-"));
  const account = { now: MORNING };
  const now = (): number => account.now;
  const api = await startSimulatedApi({ port: await freePort(), world: smallWorld, now, ...options });
  onTestFinished(async () => {
    await api.close();
    await rm(data, { recursive: true });
  });
  const deps = localSnapshotDependencies({
    data,
    settings: parseSettings(
      {
        from: "reports@acme.example",
        alertsTo: ["ops@acme.example"],
        historyFrom: "2026-10-01",
        enterprises: {
          acme: {
            timeZone: ZONE,
            snapshotAt: "05:00",
            ...(options.datasets === undefined ? {} : { datasets: options.datasets }),
          },
        },
      },
      "test",
    ),
    credentials: { get: async () => ({ ...DEFAULT_CREDENTIALS, version: "v1" }) },
    baseUrl: api.url,
    clock: {
      now,
      sleep: async (ms) => {
        account.now += Math.ceil(ms);
      },
    },
  });
  if (options.partRows !== undefined) Object.assign(deps, { partRows: options.partRows });
  return Object.assign(account, {
    api,
    deps,
    data,
    take: (event: Readonly<Record<string, unknown>>) =>
      takeSnapshot(deps, parseSnapshotEvent({ enterprise: "acme", dataset: "campaigns", ...event })),
    records: async () => {
      const found = await deps.store.list("runs/");
      const objects = await Promise.all(found.map(({ key }) => deps.store.get(key)));
      return objects.map((object) => parseRunRecord(new TextDecoder().decode(object?.body), object?.key ?? ""));
    },
  });
}
