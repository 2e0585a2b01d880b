import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect } from "vitest";
import { type FaultScriptInput, parseFaultScript } from "../../functions/local/simulated-api/faults/fault-script.ts";
import { type FaultyApi, startFaultyApi } from "../../functions/local/simulated-api/faults/faulty-api.ts";
import { DEFAULT_CREDENTIALS } from "../../functions/local/simulated-api/server.ts";
import { createFakeS3, type FakeS3 } from "../fakes/aws/s3.ts";
import { createFakeSecretsManager } from "../fakes/aws/secrets-manager.ts";
import { type FakeAws, startAws } from "../fakes/aws/server.ts";
import { freePort } from "../fakes/free-port.ts";
import { writeBundledSettings } from "../settings/bundled-folder.ts";
import type { FaultId } from "./catalogue.ts";
import { faultTest } from "./fault-test.ts";
import { BUCKET } from "./loopback-aws.ts";
import { idsTo, rowWorld } from "./row-world.ts";
import type { ChildResult, ChildRun } from "./runs-in-child.ts";

const CHILD = fileURLToPath(new URL("runs-in-child.ts", import.meta.url));
/** Megabytes for the heap's old generation; the function has 1,024 in all. */
const HEAP_MB = 96;
const MB = 1024 * 1024;
/** The whole process, with the bodies of eight pages at a time and the SDK's code. Far from the function's memory. */
const PEAK_MB = 640;
const FIFTEEN_MINUTES = 900_000;
/** With the reserve of 20 s taken off: two seconds for what would otherwise be waited for. */
const TWO_SECONDS = 22_000;

interface Case {
  readonly rows: number;
  readonly rules: FaultScriptInput["rules"];
  readonly outcome: string;
  readonly remainingMs?: number;
}
const CASES: Readonly<Record<string, Case>> = {
  plenty: { rows: 6_000, rules: [], outcome: "published" },
  storm: {
    rows: 800,
    rules: [{ fault: "status", status: 503, on: { kind: "page", skip: 3 } }],
    outcome: "ApiUnavailable",
  },
  resets: { rows: 800, rules: [{ fault: "reset", on: { kind: "page", skip: 3 } }], outcome: "ApiUnavailable" },
  gone: { rows: 800, rules: [{ fault: "status", status: 404, on: { page: 4 } }], outcome: "BadResponse" },
  refused: { rows: 500, rules: [{ fault: "status", status: 401, on: { kind: "login" } }], outcome: "AuthFailed" },
  hang: {
    rows: 500,
    rules: [{ fault: "hang", on: { kind: "page", skip: 2 } }],
    outcome: "DeadlineExceeded",
    remainingMs: TWO_SECONDS,
  },
  throttled: {
    rows: 500,
    rules: [{ fault: "status", status: 429, on: { kind: "page", skip: 2 } }],
    outcome: "RateLimited",
    remainingMs: TWO_SECONDS,
  },
  large: {
    rows: 800,
    rules: [{ fault: "wrap", after: " ".repeat(33 * MB), on: { page: 5 } }],
    outcome: "BadResponse",
  },
  bomb: {
    rows: 800,
    rules: [{ fault: "bomb", bytes: 400 * MB, on: { kind: "page", skip: 3 } }],
    outcome: "BadResponse",
  },
  after: { rows: 500, rules: [], outcome: "published" },
};

describe("a process under faults", () => {
  const apis = new Map<string, FaultyApi>();
  let aws: FakeAws;
  let s3: FakeS3;
  let results: readonly ChildResult[] = [];
  let ended: { readonly code: number | null; readonly signal: string | null };

  beforeAll(async () => {
    const folder = await mkdtemp(join(tmpdir(), "limits-"));
    s3 = createFakeS3(BUCKET);
    const secrets = createFakeSecretsManager();
    aws = await startAws([s3, secrets]);
    for (const [name, { rows, rules }] of Object.entries(CASES)) {
      secrets.secrets.set(`convertr-reports/${name}`, { SecretString: JSON.stringify(DEFAULT_CREDENTIALS) });
      const script = parseFaultScript({ rules }, "test");
      const world = rowWorld(idsTo(rows));
      const port = await freePort();
      apis.set(name, await startFaultyApi({ port, world, now: Date.now, rateLimit: null, script }));
    }
    const enterprises = Object.fromEntries(Object.keys(CASES).map((name) => [name, { timeZone: "UTC" }]));
    const addresses = { from: "reports@acme.example", alertsTo: ["ops@acme.example"] };
    await writeBundledSettings(folder, { ...addresses, historyFrom: "2026-01-01", enterprises });
    ({ results, ended } = await runChild(folder));
    await rm(folder, { recursive: true });
  }, 180_000);
  afterAll(async () => {
    await Promise.all([...apis.values()].map((api) => api.close()));
    await aws?.close();
  });

  /** The child may read files and write none: on Lambda nothing of a run lies in /tmp. */
  async function runChild(folder: string) {
    const runs: ChildRun[] = Object.entries(CASES).map(([enterprise, { remainingMs = FIFTEEN_MINUTES }]) => ({
      enterprise,
      baseUrl: apis.get(enterprise)?.url ?? "",
      remainingMs,
    }));
    const permissions = ["--permission", "--allow-fs-read=*"];
    if (process.allowedNodeEnvironmentFlags.has("--allow-net")) permissions.push("--allow-net");
    const child = spawn(
      process.execPath,
      [`--max-old-space-size=${HEAP_MB}`, ...permissions, CHILD, JSON.stringify(runs)],
      {
        stdio: ["ignore", "pipe", "pipe"],
        env: {
          ...{
            REPORTS_BUCKET: BUCKET,
            LAMBDA_TASK_ROOT: folder,
            AWS_ENDPOINT_URL: aws.endpoint,
            AWS_REGION: "eu-west-1",
          },
          ...{ AWS_ACCESS_KEY_ID: "AKID", AWS_SECRET_ACCESS_KEY: "x", TMPDIR: folder },
        },
        // Only so that a process that does not end fails the tests, and not the machine.
        timeout: 150_000,
      },
    );
    const output: Buffer[] = [];
    for (const stream of [child.stdout, child.stderr]) stream.on("data", (chunk: Buffer) => output.push(chunk));
    const [code, signal] = await once(child, "close");
    const lines = Buffer.concat(output).toString("utf8").split("\n");
    const told = lines.filter((line) => line.startsWith("result ")).map((line) => JSON.parse(line.slice(7)));
    if (code !== 0) console.error(lines.slice(-20).join("\n"));
    return { results: told as ChildResult[], ended: { code, signal } };
  }
  const resultOf = (name: string): ChildResult | undefined => results.find(({ enterprise }) => enterprise === name);

  faultTest("X07", "the process ends by itself after all of it", () => {
    expect(ended).toEqual({ code: 0, signal: null });
    expect(results.map(({ enterprise }) => enterprise)).toEqual(Object.keys(CASES));
  });
  for (const [name, { outcome }] of Object.entries(CASES)) {
    const id: FaultId = name === "plenty" ? "W22" : "X07";
    faultTest(id, name, () => {
      expect(resultOf(name)).toMatchObject({ outcome, alive: [], rejections: 0 });
      expect(resultOf(name)?.peakRss).toBeLessThan(PEAK_MB);
    });
  }
  faultTest("W22", "all of its rows are in the snapshot", () => {
    expect(resultOf("plenty")?.rows).toBe(6_000);
  });
  faultTest("W23", "nothing is written to a disk on Lambda", () => {
    const keys = [...s3.objects.keys()].filter((key) => key.startsWith("snapshots/"));
    expect(keys.map((key) => /enterprise=(\w+)/.exec(key)?.[1]).sort()).toEqual(["after", "plenty"]);
  });
});
