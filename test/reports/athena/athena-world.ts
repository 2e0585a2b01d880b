import { rm } from "node:fs/promises";
import { setTimeout as wait } from "node:timers/promises";
import { afterAll, beforeAll, onTestFinished } from "vitest";
import { reportEngine } from "../../../functions/local/sql/report-engine.ts";
import type { ReportsSession } from "../../../functions/local/sql/session.ts";
import { createAthenaClient } from "../../../shared/reports/athena/client.ts";
import { athenaEngine } from "../../../shared/reports/athena/engine.ts";
import type { QueryEngine } from "../../../shared/reports/result.ts";
import { createDataFolder } from "../../catalog/data-folder.ts";
import { openFolder } from "../../catalog/query.ts";
import { createFakeAthena, type FakeAthena } from "../../fakes/aws/athena.ts";
import { type FakeAws, startAws } from "../../fakes/aws/server.ts";

export const WORKGROUP = "convertr-reports";
export const LIMITS = { mostRows: 20_000, where: "report r, part p", once: "run-1" };

export interface AthenaWorld {
  readonly aws: FakeAws;
  readonly athena: FakeAthena;
  /** On the real SDK. */
  readonly engine: QueryEngine;
  /** On the same tables. */
  readonly duckdb: QueryEngine;
  /** Milliseconds that were waited, by the clock of the engine; each lasts some of the machine's. */
  readonly waits: number[];
  /** Epoch ms; the clock stands at 0 first. */
  deadline: number;
  /** Actions that came, without their service. */
  actions(): readonly string[];
}

let session: ReportsSession;

/** The tables, without files, that all tests of a file ask. */
export function withTables(): void {
  beforeAll(async () => {
    const folder = await createDataFolder();
    session = await openFolder(folder.path);
    await rm(folder.path, { recursive: true });
  });
  afterAll(() => session?.close());
}

/** Athena on loopback over the file's tables; gone with the test. */
export async function openAthena(): Promise<AthenaWorld> {
  const athena = createFakeAthena({ session });
  const aws = await startAws([athena]);
  const client = createAthenaClient(
    { connectionTimeout: 1_000, requestTimeout: 1_000 },
    // The SDK's own repetitions take time; what is tested is what comes after them.
    {
      region: "eu-west-1",
      endpoint: aws.endpoint,
      credentials: { accessKeyId: "AKID", secretAccessKey: "canary" },
      maxAttempts: 1,
    },
  );
  onTestFinished(async () => {
    client.destroy();
    await aws.close();
  });
  const waits: number[] = [];
  let now = 0;
  const world: AthenaWorld = {
    ...{ aws, athena, waits, deadline: Number.POSITIVE_INFINITY },
    duckdb: reportEngine(session),
    engine: athenaEngine({
      ...{ client, workGroup: WORKGROUP, database: "convertr_reports", random: () => 1 },
      deadline: () => world.deadline,
      clock: {
        now: () => now,
        sleep: async (ms) => {
          waits.push(ms);
          now += ms;
          await wait(3);
        },
      },
    }),
    actions: () => aws.calls.map(({ action }) => action.replace("athena:", "")),
  };
  return world;
}
