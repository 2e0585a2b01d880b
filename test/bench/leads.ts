// Leads back-filled over several bounded runs, and a day's increment after it: rows, requests, time, memory; then every lead once in
// `leads_current`, and no canary anywhere. Run with `npm run bench:leads`, optionally with counts: `-- 200000 8` is 200,000 leads in
// runs of 8 seconds.
import { fork } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { CANARY_PATTERN } from "../../functions/local/simulated-api/records/parts.ts";
import { DEFAULT_CREDENTIALS } from "../../functions/local/simulated-api/server.ts";
import { openReports } from "../../functions/local/sql/session.ts";
import { type SnapshotDependencies, takeSnapshot } from "../../functions/snapshot/job.ts";
import { LEADS } from "../../shared/catalog/datasets/leads.ts";
import { createConvertrClient } from "../../shared/convertr/client.ts";
import { readParquet } from "../../shared/parquet/reader.ts";
import { newRunId } from "../../shared/platform/run-id.ts";
import { parseSettings } from "../../shared/settings/settings.ts";
import { createFolderStore } from "../../shared/snapshot/folder-store.ts";
import { createRefusedSecrets } from "../../shared/snapshot/refused-secrets.ts";
import type { RunRecord } from "../../shared/snapshot/run-record.ts";

const [leads = 200_000, runSeconds = 8] = process.argv.slice(2).map(Number);
const SAMPLE_MS = 20;

interface Account {
  readonly url: string;
  /** Epoch ms of its clock, which stands. */
  readonly now: number;
  readonly leads: number;
  readonly idSum: number;
}

const child = fork(new URL("leads-api.ts", import.meta.url), [String(leads)]);
const answer = async (): Promise<Account> => (await once(child, "message"))[0];
let account = await answer();
const data = await mkdtemp(join(tmpdir(), "bench-leads-"));
const store = createFolderStore(data);
const quiet = { info: () => {}, warn: () => {}, error: () => {} };
let ahead = account.now - Date.now();
const clock = {
  now: () => Date.now() + ahead,
  sleep: (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms)),
};

const deps: SnapshotDependencies = {
  settings: parseSettings(
    {
      from: "reports@acme.example",
      alertsTo: ["ops@acme.example"],
      historyFrom: "2026-10-01",
      enterprises: { acme: { timeZone: "Europe/London", datasets: ["leads"] } },
    },
    "bench",
  ),
  store,
  clock,
  newRunId,
  log: quiet,
  metrics: { put: () => {} },
  connect: (enterprise, { concurrency }) =>
    createConvertrClient({
      enterprise,
      credentials: { get: async () => ({ ...DEFAULT_CREDENTIALS, version: "bench" }) },
      refusedSecrets: createRefusedSecrets(store),
      clock,
      random: Math.random,
      log: quiet,
      deadline: clock.now() + runSeconds * 1_000,
      concurrency,
      baseUrl: account.url,
      // The budget of requests would make the benchmark wait for most of its time.
      limits: { bucketRequests: Number.MAX_SAFE_INTEGER },
    }),
};

/** One run, and the most memory it had at once. */
async function run(): Promise<{ readonly record: RunRecord; readonly heapMb: number; readonly rssMb: number }> {
  const peak = { heap: 0, rss: 0 };
  const sampling = setInterval(() => {
    const { heapUsed, rss } = process.memoryUsage();
    Object.assign(peak, { heap: Math.max(peak.heap, heapUsed), rss: Math.max(peak.rss, rss) });
  }, SAMPLE_MS);
  const request = {
    enterprise: "acme",
    dataset: "leads",
    overwrite: false,
    acceptShrunk: false,
    dryRun: false,
  } as const;
  const record = await takeSnapshot(deps, request).finally(() => clearInterval(sampling));
  const mb = (bytes: number) => Math.round(bytes / 1_048_576);
  return { record, heapMb: mb(peak.heap), rssMb: mb(peak.rss) };
}

const table: Record<string, unknown>[] = [];
async function note(name: string): Promise<RunRecord> {
  const { record, heapMb, rssMb } = await run();
  const { rows, parts, requests, bytes, durationMs, complete, sweeps } = record;
  table.push({
    ...{
      run: name,
      sweeps: sweeps?.join(", "),
      rows,
      parts,
      requests,
      seconds: ((durationMs ?? 0) / 1_000).toFixed(1),
    },
    ...{ "KB written": Math.round((bytes ?? 0) / 1024), "heap MB": heapMb, "RSS MB": rssMb, complete },
  });
  return record;
}

for (let number = 1; ; number += 1) {
  const { complete } = await note(`back-fill, run ${number}`);
  if (complete === true) break;
}
await proveCurrent("after the back-fill");
child.send(1);
account = await answer();
ahead = account.now - Date.now();
await note("a day later");
console.table(table);
await proveCurrent("after the day");
console.log(`canaries: ${await scanned()}`);
child.disconnect();
await rm(data, { recursive: true });

/** Every lead the account shows is in `leads_current` once. */
async function proveCurrent(when: string): Promise<void> {
  const session = await openReports(data, { now: account.now });
  const result = await session.connection.runAndReadAll(
    "SELECT count(*), count(DISTINCT id), CAST(sum(id) AS BIGINT), (SELECT count(*) FROM leads) FROM leads_current WHERE enterprise = 'acme'",
  );
  const [all, distinct, idSum, readings] = (result.getRows()[0] ?? []).map(Number);
  session.close();
  const isWhole = all === account.leads && distinct === account.leads && idSum === account.idSum;
  console.log(
    `${when}: ${account.leads} leads by the API, ${all} in leads_current, of ${readings} readings: ${isWhole ? "each once" : "NOT THE SAME"}`,
  );
  if (!isWhole) process.exitCode = 1;
}

/** Everything the runs left: the bytes, and what is compressed in them. */
async function scanned(): Promise<string> {
  const objects = await store.list("");
  let found = 0;
  for (const { key } of objects) {
    const body = (await store.get(key))?.body ?? new Uint8Array();
    const texts = [Buffer.from(body).toString("latin1")];
    if (key.endsWith(".parquet")) {
      const { rows } = await readParquet(body, LEADS.columns);
      texts.push(JSON.stringify(rows, (_, value: unknown) => (typeof value === "bigint" ? String(value) : value)));
    }
    if (texts.some((text) => CANARY_PATTERN.test(text))) found += 1;
  }
  if (found > 0) process.exitCode = 1;
  return `none of ${objects.length} objects holds one${found > 0 ? `: NO, ${found} do` : ""}`;
}
