// One pull of all pages through row checks into column buffers, as the snapshot job does it.
import { DATASETS, type DatasetName } from "../../../shared/catalog/datasets.ts";
import { createConvertrClient } from "../../../shared/convertr/client.ts";
import { systemClock } from "../../../shared/platform/clock.ts";
import { createRedactor } from "../../../shared/platform/redaction.ts";
import { createCollector } from "../../../shared/snapshot/collector.ts";
import { answer, inputOf, measure } from "../measure.ts";
import { CREDENTIALS, SILENT } from "./stand-ins.ts";

export interface PullInput {
  readonly url: string;
  readonly dataset: DatasetName;
  readonly concurrency: number;
}

const { url, dataset: name, concurrency } = inputOf<PullInput>();
const dataset = DATASETS[name];
const client = createConvertrClient({
  enterprise: "demo",
  baseUrl: url,
  credentials: CREDENTIALS,
  refusedSecrets: { read: async () => new Set<string>(), remember: async () => {}, forget: async () => {} },
  clock: systemClock,
  random: Math.random,
  log: SILENT,
  redactor: createRedactor(),
  deadline: Date.now() + 3_600_000,
  concurrency,
});
const context = { timeZone: "Europe/London", snapshotAt: Date.now(), activityDate: "2026-11-22", runId: "bench" };
const collector = createCollector(dataset, context);
answer(
  await measure(async () => {
    const { rows, pages, retries, requests } = await client.pull(dataset, collector);
    return { rows, pages, retries, requests };
  }),
);
